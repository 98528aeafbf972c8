"""``coopfund explain``: a rule, its reason, its settings, and what to do about a finding."""

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from coopfund.cli import common
from coopfund.rules import document


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rule codes that begin so, in capitals or not."""
    del ctx, param
    return [
        CompletionItem(rule.code, help=rule.statement)
        for rule in document.all_rules()
        if rule.code.startswith(incomplete.upper())
    ]


@click.command(
    "explain",
    epilog="""\
\b
Examples:
  coopfund explain
  coopfund explain CF303
  coopfund explain cf102 --format json
""",
)
@click.argument("code", required=False, shell_complete=_complete)
@common.format_option("text", "json", "md")
@common.output_option
def command(code: str | None, form: str, output: Path | None) -> None:
    """Explain a rule: why it is there, how it is judged, what to do, how to change it by a vote.

    CODE is a rule's code or name; without one, all rules are listed.
    """
    if code is None:
        rules = document.all_rules()
        if form == "json":
            text = common.as_json(document.listing_data(rules))
        elif form == "md":
            text = document.listing_markdown(rules)
        else:
            text = document.listing_text(rules)
    else:
        text = _one(code, form)
    common.emit(text, output)


def _one(code: str, form: str) -> str:
    try:
        rule = document.find_rule(code)
    except document.UnknownRuleError as error:
        common.fail(str(error))
    if form == "json":
        return common.as_json(document.rule_data(rule))
    return document.rule_markdown(rule) if form == "md" else document.rule_text(rule)
