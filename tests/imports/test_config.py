"""``imports.toml``: what it may say, and one sentence for what it may not."""

from pathlib import Path

import pytest

from coopfund.imports.config import Config, read_config
from coopfund.imports.platform import ConfigError, default
from coopfund.imports.setup import with_sections
from tests.imports import samples
from tests.imports.books import imported, lines
from tests.imports.samples import SAMPLES

DECLARED = """
[donorbox]
fees = "Expenses:Fundraising"
source = "donation"

[[donorbox.map]]
match = { campaign = "strike*", company = "yes" }
source = "company"

[[donorbox.map]]
match = { campaign = "strike*" }
account = "Income:Gifts:Strike"
program = "strike"
narration = "gift for the strike"
"""


def test_the_first_rule_that_fits_says_more(tmp_path: Path) -> None:
    (entry,) = imported(tmp_path, samples.DONORBOX, toml=DECLARED).entries
    assert lines([entry]) == [
        "2026-03-02 Assets:Stripe 48.25, Expenses:Fundraising 1.75, Income:Gifts:Strike -50.00"
    ]
    assert entry.narration == "gift for the strike"
    meta = entry.postings[-1].meta or {}
    assert (meta["source"], meta["program"]) == ("donation", "strike")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[stripe", "imports.toml: "),
        ('[stripe]\nfee = "Expenses:Fees"', r"\[stripe\]: “fee” means nothing here"),
        ('[stripe]\naccount = "Stripe"', "“Stripe” is no account"),
        ("[stripe]\naccount = 5", "account is no text in quotes"),
        ('[stripe]\nsource = "gift"', "“gift” is no source; there are dues"),
        ('[stripe]\nsource = "donations"', 'did you mean "donation"'),
        ("[stripe]\nmap = 5", r"map is written as \[\[stripe.map\]\]"),
        ("[stripe]\nmap = [5]", r"\[\[stripe.map\]\] 1: it is no table"),
        ('[[stripe.map]]\naccount = "Income:Gifts"', "match is missing"),
        ('[[stripe.map]]\nmatch = { camapign = "x" }', 'did you mean "campaign"'),
        ("[[stripe.map]]\nmatch = { campaign = 5 }", "campaign is no text"),
    ],
)
def test_mistakes(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "imports.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=why):
        read_config(tmp_path)


def test_setup_writes_the_defaults_out(tmp_path: Path) -> None:
    names = sorted({sample.reader.removesuffix("-json") for sample in SAMPLES})
    text = with_sections(tmp_path, names, Config())
    assert text is not None
    (tmp_path / "imports.toml").write_text(text, encoding="utf-8")
    config = read_config(tmp_path)
    assert {name: config.platform(name) for name in names} == {
        name: default(name) for name in names
    }
    assert with_sections(tmp_path, names, config) is None


def test_setup_s_examples_can_be_used(tmp_path: Path) -> None:
    names = sorted({sample.reader.removesuffix("-json") for sample in SAMPLES})
    text = with_sections(tmp_path, names, Config()) or ""
    live = "\n".join(
        line.removeprefix("# ")
        if line.startswith(("# [[", "# match", "# account", "# source", "# program"))
        else line
        for line in text.splitlines()
    )
    (tmp_path / "imports.toml").write_text(live, encoding="utf-8")
    assert all(platform.rules for platform in read_config(tmp_path).platforms.values())
