"""``coopfund simulate scale``."""

import click


@click.command("scale")
def scale_command() -> None:
    """Scale."""
