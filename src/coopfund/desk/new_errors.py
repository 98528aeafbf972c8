"""What makes no books: one sentence each, with what to write instead."""


class NewBooksError(ValueError):
    """Books cannot be made so; the message is one sentence."""


class BadNameError(NewBooksError):
    """A name that makes no account."""

    def __init__(self, what: str, name: str) -> None:
        """Say which, and what an account may hold."""
        super().__init__(
            f'The {what} "{name}" makes no account name; use letters, digits, spaces and hyphens, '
            "and begin with a letter of an alphabet that has capitals, or a digit."
        )


class BadTextError(NewBooksError):
    """A text that the books' own rules would refuse."""

    def __init__(self, text: str) -> None:
        """Say which."""
        super().__init__(f"The title {text!r} holds markup or control characters.")


class BadProgramError(NewBooksError):
    """A program that cannot be declared."""

    def __init__(self, text: str, why: str) -> None:
        """Say which, and why."""
        super().__init__(f'--program "{text}": {why}.')


class BadDuesError(NewBooksError):
    """Dues that cannot be declared."""

    def __init__(self, text: str, why: str) -> None:
        """Say which, and why."""
        super().__init__(f'--dues "{text}": {why}; write "standard=10.00 monthly".')


class BadOfficerError(NewBooksError):
    """An officer that cannot be declared."""

    def __init__(self, text: str) -> None:
        """Say which."""
        super().__init__(f'--officer "{text}": write an office and a member, "treasurer=m-0001".')


class BadOpeningError(NewBooksError):
    """What was there on the first day and cannot be read."""

    def __init__(self, text: str, why: str) -> None:
        """Say which, and why."""
        super().__init__(f'--opening "{text}": {why}; write "Credit union=250.00 dues".')


class BadCurrencyError(NewBooksError):
    """What is no currency to Beancount."""

    def __init__(self, text: str) -> None:
        """Say which."""
        super().__init__(f'"{text}" is no currency; write three capitals such as USD or EUR.')


class TwiceError(NewBooksError):
    """Two names that would make one account."""

    def __init__(self, what: str, name: str) -> None:
        """Say which."""
        super().__init__(f'The {what} "{name}" is given twice.')
