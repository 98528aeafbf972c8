"""The language spoken: who speaks which, and texts and numbers that are not what one expects."""

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from beancount import loader

from coopfund.language import (
    ENGLISH,
    LANGUAGES,
    Marked,
    _,
    follow,
    marked,
    numeral,
    plural,
    speaking,
    spoken,
)
from tests.ledgers import ACCOUNTS

FOREIGN = sorted(set(LANGUAGES) - {ENGLISH})


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("1234", "1.234"),
        ("-1234.50", "−1.234,50"),
        ("−0.50", "−0,50"),
        ("+1,234,567.8", "+1.234.567,8"),
        ("1E+3", "1.000"),
        ("0E-2", "0,00"),
        ("123456789012345678901234567890.12", "123.456.789.012.345.678.901.234.567.890,12"),
        ("", ""),
        ("–", "–"),
        ("-", "-"),
        ("inf", "inf"),
        ("NaN", "NaN"),
        ("1/3", "1/3"),
        ("12.0 %", "12.0 %"),
        ("12.345,60", "12.345,60"),
        ("1.234.567,80", "1.234.567,80"),
        ("--5", "--5"),
        ("1_000", "1_000"),
        ("٣٤", "٣٤"),
    ],
)
def test_what_is_no_english_number_stays(text: str, german: str) -> None:
    assert numeral(text) == text
    with speaking("de"):
        assert numeral(text) == german


@pytest.mark.parametrize("code", LANGUAGES)
def test_braces_in_what_books_say_are_text(code: str) -> None:
    said = "{0} {who} {{}} {"
    with speaking(code):
        assert said in _("{amount} to {payee}", amount="1.00 USD", payee=said)
        assert said in _(marked("the fund {fund}", fund=said))
        assert said in _(marked("the fund {fund}", fund=marked("{who}", who=said)))
        assert _(said) == said
        assert _("") == "", "no head of a catalogue"


@pytest.mark.parametrize("code", LANGUAGES)
def test_none_are_many(code: str) -> None:
    with speaking(code):
        none, one, two = (plural("one account", "{number} accounts", n) for n in (0, 1, 2))
    assert none == two.replace("2", "0") != one


def test_a_text_with_values_can_be_copied_and_kept() -> None:
    text = Marked("{k} of {what}", {"k": Decimal("2.5"), "what": marked("{n} gifts", n=3)})
    for same in (copy.copy(text), copy.deepcopy(text), pickle.loads(pickle.dumps(text))):  # noqa: S301  # our own
        assert isinstance(same, Marked)
        assert (same, same.text, same.values) == (text, text.text, text.values)
    assert text == "2.5 of 3 gifts"
    assert {text: 1} == {"2.5 of 3 gifts": 1}
    assert json.loads(json.dumps({text: text})) == {"2.5 of 3 gifts": "2.5 of 3 gifts"}


def test_what_fails_in_a_language_leaves_none_behind() -> None:
    spanish = directives('2026-01-01 custom "coopfund-language" "es"')
    with pytest.raises(KeyError, match="payee"), speaking("fr"), speaking(None):
        fails(spanish)
    assert spoken().code == ENGLISH
    follow(spanish)
    assert spoken().code == ENGLISH, "nobody asks for that of the books any more"
    with pytest.raises(KeyError), speaking("xx"):
        pass
    assert spoken().code == ENGLISH


def fails(books: list[object]) -> None:
    follow(books)
    assert spoken().code == "es"
    _("{amount} to {payee}", amount="1.00 USD")


def test_each_thread_speaks_its_own_language() -> None:
    everybody = Barrier(len(FOREIGN))

    def said(code: str) -> str:
        with speaking(code):
            everybody.wait(10)
            return f"{spoken().code} {numeral('1234.5')}"

    with ThreadPoolExecutor(len(FOREIGN)) as pool:
        assert list(pool.map(said, FOREIGN)) == ["de 1.234,5", "es 1.234,5", "fr 1\u00a0234,5"]
    others = []
    with speaking("de"):
        thread = Thread(target=lambda: others.append(spoken().code))
        thread.start()
        thread.join()
    assert others == [ENGLISH], "what Fava serves is in English whoever started it"


FIRST_LATER = """
2030-01-01 custom "coopfund-language" "fr"
2026-01-01 custom "coopfund-language" "de"
"""


def directives(text: str) -> list[object]:
    """Beancount's directives, as its plugins get them."""
    entries, _errors, _options = loader.load_string(text, dedent=True)
    return list(entries)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("", "en"),
        ('2026-01-01 custom "coopfund-language" "de"', "de"),
        ('2026-01-01 custom "coopfund-language" "de" "fr"', "de"),
        (FIRST_LATER, "fr"),
        ('2026-01-01 custom "coopfund-language"', "en"),
        ('2026-01-01 custom "coopfund-language" 12.00 USD', "en"),
        ('2026-01-01 custom "coopfund-language" Assets:Bank', "en"),
        ('2026-01-01 custom "coopfund-language" 2026-01-01', "en"),
        ('2026-01-01 custom "coopfund-language" "DE"', "en"),
        ('2026-01-01 custom "coopfund-language" "../de"', "en"),
        ('2026-01-01 event "coopfund-language" "de"', "en"),
    ],
)
def test_the_last_language_that_books_name_counts(lines: str, code: str) -> None:
    with speaking(None):
        follow(directives('2026-01-01 custom "coopfund-language" "es"'))
        follow(directives(lines))
        assert spoken().code == code, "nothing is left of books that were read before"
    with speaking("fr"):
        follow(directives(lines))
        assert spoken().code == "fr", "the reader asked for it"


def test_books_read_by_fava_stay_english() -> None:
    text = f"""{ACCOUNTS}
2026-01-01 custom "coopfund-language" "de"
2026-01-01 custom "coopfund-dues" "standard" "ten"
plugin "coopfund_plugins"
"""
    english = [error.message for error in loader.load_string(text)[1]]
    assert spoken().code == ENGLISH
    with speaking(None):
        german = [error.message for error in loader.load_string(text)[1]]
        assert spoken().code == "de"
    assert len(english) == len(german)
    assert english != german
