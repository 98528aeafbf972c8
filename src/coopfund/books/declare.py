"""Parses every dated ``coopfund-*`` directive, once, into records: ``(declarations, problems)``."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core import account as beancount_account
from beancount.core.data import Balance, Close, Commodity, Custom, Directive, Document, Open

from coopfund import words
from coopfund.books import records
from coopfund.books.accounts import AccountTable, read_open, tag_account
from coopfund.books.reader import DirectiveReader, Malformed, cannot_be, is_missing, none_of
from coopfund.books.reader import words as split_words
from coopfund.findings import UNWAIVABLE, Place
from coopfund.language import DIRECTIVE, LANGUAGES, _, day
from coopfund.rules import catalogue, presets
from coopfund.wording import did_you_mean

if TYPE_CHECKING:
    from coopfund.books.columns import Postings, Transactions
    from coopfund.books.records import Problem

MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
PREFIX = "coopfund-"
EXAMPLE_TITLE = 'title: "Saturday childcare"'  # English: an example
EXAMPLE_NAME = 'title: "City of Harbour"'  # English: an example


@dataclass(slots=True)
class _Draft:
    """Declarations while they are being read."""

    accounts: AccountTable
    problems: "list[Problem]" = field(default_factory=list)
    programs: list[records.Program] = field(default_factory=list)
    dues: list[records.DuesTier] = field(default_factory=list)
    members: list[records.MemberEvent] = field(default_factory=list)
    contributors: dict[str, records.Contributor] = field(default_factory=dict)
    rules: list[records.RuleChange] = field(default_factory=list)
    waivers: list[records.Waiver] = field(default_factory=list)
    published: list[records.Published] = field(default_factory=list)
    decisions: list[records.Decision] = field(default_factory=list)
    participants: list[records.Participants] = field(default_factory=list)
    wages: list[records.Wage] = field(default_factory=list)
    budgets: list[records.Budget] = field(default_factory=list)
    offices: list[records.Office] = field(default_factory=list)
    documents: list[records.Document] = field(default_factory=list)
    audits: list[records.Audit] = field(default_factory=list)
    assertions: list[records.Assertion] = field(default_factory=list)
    closed: dict[str, date] = field(default_factory=dict)
    hours: set[str] = field(default_factory=set)
    tagged: list[tuple[str, DirectiveReader]] = field(default_factory=list)


def declare(
    entries: Iterable[Directive], accounts: AccountTable
) -> "tuple[records.Declarations, list[Problem]]":
    """Read all that the books declare.

    Args:
        entries: every directive that is not a transaction, in Beancount's order.
        accounts: the table to fill with what accounts are for.

    Returns:
        The declarations and what is wrong with them; nothing malformed ever raises.
    """
    draft = _Draft(accounts)
    customs = []
    for entry in entries:
        if isinstance(entry, Open):
            read_open(accounts, entry, draft.problems)
        elif isinstance(entry, Custom):
            customs.append(entry)
        elif isinstance(entry, Document):
            draft.documents.append(_document(entry))
        elif isinstance(entry, Balance):
            draft.assertions.append(records.Assertion(entry.date, entry.account))
        elif isinstance(entry, Close):
            draft.closed[entry.account] = entry.date
        elif isinstance(entry, Commodity) and entry.meta.get("kind") == "hours":
            draft.hours.add(entry.currency)
    for entry in customs:
        _read(draft, entry)
    _check_references(draft)
    return _frozen(draft), draft.problems


def _read(draft: _Draft, entry: Custom) -> None:
    parser = PARSERS.get(entry.type)
    reader = DirectiveReader(entry, draft.problems)
    if parser is None:
        if entry.type.startswith(PREFIX):
            hint = did_you_mean(entry.type, PARSERS)
            reader.problem(_("there is no such directive{hint}", hint=hint))
        return
    try:
        parser(draft, reader)
    except Malformed:
        return


def _frozen(draft: _Draft) -> records.Declarations:
    return records.Declarations(
        programs=tuple(draft.programs),
        dues=tuple(draft.dues),
        members=tuple(draft.members),
        contributors=draft.contributors,
        # A vote of the same day counts above a preset, wherever the two stand in the file.
        rules=tuple(sorted(draft.rules, key=lambda rule: (rule.date, rule.preset is None))),
        waivers=tuple(draft.waivers),
        published=tuple(draft.published),
        decisions=tuple(draft.decisions),
        participants=tuple(draft.participants),
        wages=tuple(draft.wages),
        budgets=tuple(draft.budgets),
        offices=tuple(draft.offices),
        documents=tuple(draft.documents),
        audits=tuple(draft.audits),
        assertions=tuple(draft.assertions),
        closed=draft.closed,
        hours=frozenset(draft.hours),
    )


def _program(draft: _Draft, read: DirectiveReader) -> None:
    name = read.text(0, _("the program's name"), 'custom "coopfund-program" "childcare"')
    sources = read.meta_words("funded-by", words.SOURCES, 'funded-by: "dues"')
    if name == words.CORE and sources is not None:
        read.problem(_('"core" is all spending without a program; it cannot have a whitelist'))
        sources = None
    draft.programs.append(
        records.Program(
            date=read.date,
            name=name,
            title=read.meta_text("title", EXAMPLE_TITLE) or name,
            whitelist=frozenset(sources) if sources is not None else None,
            pool=read.meta_text("pool", 'pool: "strike-fund"'),
            decision=read.meta_text("decision", 'decision: "GM-2026-01"'),
            place=read.place,
        )
    )
    read.finish()


def _dues(draft: _Draft, read: DirectiveReader) -> None:
    example = 'custom "coopfund-dues" "standard" 10.00 USD "monthly"'
    tier = read.text(0, _("the tier"), example)
    amount = read.amount(1, _("the amount"), example)
    interval = read.one_of(2, _("the interval"), tuple(words.INTERVALS), example)
    if amount.number is None or amount.number < 0:
        raise read.fail(_("dues cannot be negative ({amount})", amount=amount))
    hours = read.meta("hours", Decimal, "hours: 4")
    if hours is not None and not (hours > 0 and amount.number > 0):
        raise read.fail(
            _(
                "{hours} hours cannot stand for {amount}; both must be positive",
                hours=hours,
                amount=amount,
            )
        )
    read.meta_text("decision", 'decision: "GM-2026-01"')
    draft.dues.append(
        records.DuesTier(
            read.date, tier, amount.number, amount.currency, interval, read.place, hours
        )
    )
    read.finish()


def _member(draft: _Draft, read: DirectiveReader) -> None:
    example = 'custom "coopfund-member" "m-0042" "join" "standard"'
    member = read.text(0, _("the member's id"), example)
    event = read.one_of(1, _("the event"), words.MEMBER_EVENTS, example)
    tier = read.text(2, _("the tier"), example) if event in ("join", "tier") else None
    draft.members.append(records.MemberEvent(read.date, member, event, tier, read.place))
    if len(read.entry.values or ()) > (2 if tier is None else 3):
        read.problem(
            _(
                'after "{word}" nothing more is said; a reason stays with the member',
                word=tier or event,
            )
        )
    read.finish(("decision", "roster"))


def _contributor(draft: _Draft, read: DirectiveReader) -> None:
    name = read.text(0, _("the contributor's id"), 'custom "coopfund-contributor" "d-007"')
    kind = read.meta_text("kind", 'kind: "person"')
    if kind is not None and kind not in words.CONTRIBUTOR_KINDS:
        read.problem(none_of("kind", kind, words.CONTRIBUTOR_KINDS))
        kind = None
    earlier = draft.contributors.get(name)
    said = records.Contributor(
        date=read.date,
        name=name,
        kind=kind,
        same_as=_ids(read, "same-as", 'same-as: "d-031"'),
        controlled_by=_ids(read, "controlled-by", 'controlled-by: "d-031"'),
        household=read.meta_text("household", 'household: "h-12"'),
        state_owned=read.meta("state-owned", Decimal, "state-owned: 0.30"),
        place=read.place,
        payer_accounts=_ids(read, "payer-account", 'payer-account: "p-3"'),
        title=read.meta_text("title", EXAMPLE_NAME),
        ends=read.meta("ends", date, "ends: 2027-06-30"),
        public=read.meta("public", bool, "public: TRUE") or False,
        disqualified=read.meta("disqualified", bool, "disqualified: TRUE") or False,
        places=dict.fromkeys(read.entry.meta, read.place),
    )
    draft.contributors[name] = _added(earlier, said) if earlier else said
    read.finish(("note",))


def _ids(read: DirectiveReader, key: str, example: str) -> tuple[str, ...]:
    return split_words(read.meta_text(key, example) or "")


def _added(earlier: records.Contributor, later: records.Contributor) -> records.Contributor:
    """Two directives on one id: lists add up, the rest is what was said last."""
    return replace(
        later,
        date=earlier.date,
        kind=later.kind or earlier.kind,
        same_as=(*earlier.same_as, *later.same_as),
        controlled_by=(*earlier.controlled_by, *later.controlled_by),
        household=later.household or earlier.household,
        state_owned=earlier.state_owned if later.state_owned is None else later.state_owned,
        payer_accounts=(*earlier.payer_accounts, *later.payer_accounts),
        title=later.title or earlier.title,
        ends=later.ends or earlier.ends,
        public=later.public or earlier.public,
        disqualified=later.disqualified or earlier.disqualified,
        places={**earlier.places, **later.places},
    )


def _rule(draft: _Draft, read: DirectiveReader) -> None:
    code = read.text(0, _("the rule's code"), 'custom "coopfund-rule" "CF303"')
    entry = catalogue.find(code)
    if entry is None:
        raise read.fail(_no_rule(code))
    settings: dict[str, object] = {}
    for setting in entry.settings:
        kind: type[Any] = setting.type
        value = read.meta(setting.key, kind, f"{setting.key}: {setting.example}")
        fault = _setting_fault(code, setting.key, value)
        if fault:
            read.problem(fault)
        elif value is not None:
            settings[setting.key] = value
    decision = read.meta_text("decision", 'decision: "GM-2026-02"')
    draft.rules.append(records.RuleChange(read.date, code, settings, decision, read.place))
    read.finish()


def _no_rule(code: str) -> str:
    hint = did_you_mean(code, catalogue.codes())
    return _('there is no rule "{code}"{hint}', code=code, hint=hint)


def _preset(draft: _Draft, read: DirectiveReader) -> None:
    name = read.text(0, _("the preset's name"), 'custom "coopfund-preset" "de-partg"')
    preset = presets.find(name)
    if preset is None:
        known = ", ".join(presets.names())
        hint = did_you_mean(name, presets.names())
        raise read.fail(
            _(
                'there is no preset "{name}"; there are {known}{hint}',
                name=name,
                known=known,
                hint=hint,
            )
        )
    decision = read.meta_text("decision", 'decision: "GM-2026-02"')
    for code, settings in preset.by_code().items():
        change = records.RuleChange(read.date, code, settings, decision, read.place, name)
        draft.rules.append(change)
    read.finish()


def _published(draft: _Draft, read: DirectiveReader) -> None:
    example = 'custom "coopfund-published" "d-007" 10500.00 USD'
    name = read.text(0, _("the contributor's id"), example)
    amount = read.amount(1, _("the amount"), example)
    if amount.number is None or amount.number <= 0:
        raise read.fail(_("what is published must be positive ({amount})", amount=amount))
    to = read.meta_text("to", 'to: "public"') or words.PUBLISHED_TO[0]
    if to not in words.PUBLISHED_TO:
        raise read.fail(none_of("to", to, words.PUBLISHED_TO))
    year = read.meta("year", Decimal, "year: 2025") or Decimal(read.date.year)
    if year != year.to_integral_value() or not date.min.year <= year <= read.date.year:
        raise read.fail(cannot_be("year", year, f"year: {read.date.year}"))
    draft.published.append(
        records.Published(
            read.date, name, amount.number, amount.currency, to, int(year), read.place
        )
    )
    read.finish(("decision", "note", "where"))


CHOICES: dict[str, tuple[str, ...]] = {
    "action": (*words.ACTIONS, "off"),
    "sources": words.SOURCES,
    "kinds": words.CONTRIBUTOR_KINDS,
    "joining": words.JOINING,
    "periods": words.DUES_PERIODS,
}
"""What the settings of these names may say; a slip would switch off what was voted."""

COUNTS = frozenset({"approvers", "gifts", "horizon", "people", "prepay-months"})
"""Settings that count people, gifts and months; half an approver is none."""


def _setting_fault(code: str, key: str, value: object) -> str | None:
    if isinstance(value, Decimal) and not (value.is_finite() and value >= 0):
        return _("{key} cannot be {value}", key=key, value=value)
    if key in COUNTS and isinstance(value, Decimal) and value != value.to_integral_value():
        return _("{key} must be a whole number, not {value}", key=key, value=value)
    choices = CHOICES.get(key)
    if choices is None or not isinstance(value, str):
        return None
    if value == "off" and code in UNWAIVABLE:
        return _("{code} cannot be switched off", code=code)
    for word in split_words(value):
        if word not in choices:
            return none_of(key, word, choices)
    return None


def _waiver(draft: _Draft, read: DirectiveReader) -> None:
    example = (
        'custom "coopfund-waiver" "CF202" "counted by two, giver unknown"'  # English: an example
    )
    code = read.text(0, _("the rule's code"), example)
    if catalogue.find(code) is None:
        raise read.fail(_no_rule(code))
    if code in UNWAIVABLE:
        read.problem(_("{code} cannot be waived; mend the directive that it names", code=code))
    reason = read.text(1, _("the reason"), example)
    entry = read.entry.meta.get("entry")
    expires = read.meta("expires", date, "expires: 2026-06-30")
    if entry is None:
        read.problem(
            _('entry is missing; name the link, account or day it is about: entry: "^gift-1"')
        )
    if read.entry.meta.get("expires") is None:
        read.problem(_("expires is missing; every waiver ends: expires: 2026-06-30"))
    draft.waivers.append(
        records.Waiver(
            date=read.date,
            code=code,
            reason=reason,
            entry=str(entry) if entry is not None else None,
            by=read.meta_text("by", 'by: "m-0017"'),
            expires=expires,
            decision=read.meta_text("decision", 'decision: "GM-2026-02"'),
            place=read.place,
        )
    )
    read.finish(("entry",))


def _decision(draft: _Draft, read: DirectiveReader) -> None:
    example = 'custom "coopfund-decision" "GM-2026-03" 400.00 USD'
    name = read.text(0, _("the decision's number"), example)
    amount = read.optional_amount(1, _("the authorised amount"), example)
    draft.decisions.append(
        records.Decision(
            date=read.date,
            name=name,
            amount=amount.number if amount else None,
            currency=amount.currency if amount else None,
            program=read.meta_text("program", 'program: "childcare"'),
            entry=read.meta_text("entry", 'entry: "^printer-offer"'),
            place=read.place,
        )
    )
    read.finish(("title", "note", "votes", "minutes"))


def _participants(draft: _Draft, read: DirectiveReader) -> None:
    example = 'custom "coopfund-participants" "childcare" 40'
    program = read.text(0, _("the program"), example)
    count = read.number(1, _("the number of people"), example)
    if count < 0:
        raise read.fail(_("a number of people cannot be negative ({count})", count=count))
    draft.participants.append(records.Participants(read.date, program, count, read.place))
    read.finish(("note",))


def _wage(draft: _Draft, read: DirectiveReader) -> None:
    example = 'custom "coopfund-wage" 22.50 USD "transport workers, hourly"'  # English: an example
    amount = read.amount(0, _("the hourly wage"), example)
    label = read.text(1, _("whose wage it is"), example)
    if amount.number is None or amount.number <= 0:
        raise read.fail(_("a reference wage must be positive ({amount})", amount=amount))
    draft.wages.append(records.Wage(read.date, amount.number, amount.currency, label, read.place))
    read.finish(("title", "decision", "note"))


def _account(draft: _Draft, read: DirectiveReader) -> None:
    example = 'custom "coopfund-account" Income:Gifts'
    values = read.entry.values or []
    if not values or values[0].dtype is not beancount_account.TYPE:
        raise read.fail(is_missing(_("the account"), example))
    draft.tagged.append((values[0].value, read))
    tag_account(draft.accounts, values[0].value, read.entry.meta, read.date, draft.problems)
    read.finish(
        ("source", "program", "kind", "pool", "member", "donor", "essential", "gross", "chapter")
    )


def _budget(draft: _Draft, read: DirectiveReader) -> None:
    values = read.entry.values or []
    expected = 3
    if len(values) != expected or not hasattr(values[2].value, "currency"):
        return  # Fava itself reports a malformed budget
    amount, interval = values[2].value, str(values[1].value)
    if interval.lower() not in words.BUDGET_INTERVALS:
        known = ("daily", "weekly", "monthly", "quarterly", "yearly")
        raise read.fail(none_of(_("the interval"), interval, known))
    draft.budgets.append(
        records.Budget(
            read.date,
            str(values[0].value),
            interval,
            amount.number,
            amount.currency,
            read.place,
        )
    )


def _office(draft: _Draft, read: DirectiveReader) -> None:
    example = 'custom "coopfund-office" "treasurer" "m-0017"'
    office = read.text(0, _("the office"), example)
    member = read.text(1, _("the member's id"), example)
    recall = len(read.entry.values or ()) > len(("office", "member"))
    if recall:
        read.one_of(2, _("the event"), ("recall",), f'{example} "recall"')
    until = read.meta("until", date, "until: 2027-12-31")
    if until is not None and until < read.date:
        raise read.fail(_("the term ends on {day}, before it begins", day=day(until)))
    held = [its for its in draft.offices if (its.office, its.member) == (office, member)]
    last = held[-1] if held else None
    if recall and (last is None or last.recall or (last.until or read.date) < read.date):
        read.problem(
            _(
                "{member} is recalled as {office} without holding that office",
                member=member,
                office=office,
            )
        )
    draft.offices.append(records.Office(read.date, office, member, recall, until, read.place))
    read.finish(("decision", "title", "note"))


def _audit(draft: _Draft, read: DirectiveReader) -> None:
    example = 'custom "coopfund-audit" "2026-08" "m-0031"'
    month = read.text(0, _("the month"), example)
    if MONTH.fullmatch(month) is None:
        raise read.fail(
            _('"{month}" is no month; write year and month, such as 2026-08', month=month)
        )
    auditor = read.text(1, _("the auditor's member id"), example)
    numbers = {
        key: read.meta(key, Decimal, f"{key}: 25")
        for key in ("entries", "looked-at", "random", "faults", "at-most")
    }
    draft.audits.append(
        records.Audit(
            read.date,
            month,
            auditor,
            numbers["entries"],
            numbers["looked-at"],
            numbers["faults"],
            numbers["at-most"],
            read.place,
        )
    )
    read.finish(("seed", "note", "decision"))


def _collection(draft: _Draft, read: DirectiveReader) -> None:
    """How collections are booked: only who records them asks; here it is checked."""
    del draft
    read.one_of(0, _("how it is booked"), words.COLLECTIONS, 'custom "coopfund-collection" "each"')
    read.finish(("decision",))


def _language(draft: _Draft, read: DirectiveReader) -> None:
    """The language of reports: it is followed before anything is read; here it is checked."""
    del draft
    read.one_of(0, _("the language"), tuple(LANGUAGES), f'custom "{DIRECTIVE}" "de"')
    read.finish(("decision",))


def _document(entry: Document) -> records.Document:
    links = frozenset(entry.links or ())
    return records.Document(entry.date, entry.account, entry.filename, links)


PARSERS: dict[str, Callable[[_Draft, DirectiveReader], None]] = {
    "coopfund-account": _account,
    "coopfund-program": _program,
    "coopfund-dues": _dues,
    "coopfund-member": _member,
    "coopfund-contributor": _contributor,
    "coopfund-rule": _rule,
    "coopfund-preset": _preset,
    "coopfund-published": _published,
    "coopfund-waiver": _waiver,
    "coopfund-decision": _decision,
    "coopfund-participants": _participants,
    "coopfund-wage": _wage,
    "coopfund-office": _office,
    "coopfund-audit": _audit,
    "coopfund-collection": _collection,
    DIRECTIVE: _language,
    "budget": _budget,
}


def _check_references(draft: _Draft) -> None:
    """Whatever a directive names must exist (CF610)."""
    programs = {program.name for program in draft.programs} | {words.CORE}
    pools = {tags["pool"] for tags in draft.accounts.tags.values() if "pool" in tags}
    tiers = {tier.tier for tier in draft.dues}
    add = draft.problems.append
    for name, tags in draft.accounts.tags.items():
        program = tags.get("program")
        if program and program not in programs:
            since = draft.accounts.opened.get(name, date.min)
            place = draft.accounts.places.get(name, Place("<unknown>", 0))
            add(records.Problem(place, since, f"{name}: {_no_program(program, programs)}"))
    named: list[records.Participants | records.Decision] = [*draft.participants, *draft.decisions]
    for record in named:
        if record.program is not None and record.program not in programs:
            kind = "participants" if isinstance(record, records.Participants) else "decision"
            text = f"coopfund-{kind}: {_no_program(record.program, programs)}"
            add(records.Problem(record.place, record.date, text))
    for entry in draft.programs:
        if entry.pool and entry.pool not in pools:
            text = _(
                'no account is opened with pool: "{pool}"{hint}',
                pool=entry.pool,
                hint=did_you_mean(entry.pool, pools),
            )
            add(records.Problem(entry.place, entry.date, f"coopfund-program: {text}"))
    for event in draft.members:
        if event.tier and event.tier not in tiers:
            text = _(
                'no coopfund-dues names the tier "{tier}"{hint}',
                tier=event.tier,
                hint=did_you_mean(event.tier, tiers),
            )
            add(records.Problem(event.place, event.date, f"coopfund-member: {text}"))
    _check_tagged(draft)
    _check_members(draft)
    _check_votes(draft)


def _no_program(name: str, programs: Iterable[str]) -> str:
    hint = did_you_mean(name, programs)
    return _('no program "{program}" is declared{hint}', program=name, hint=hint)


def _check_tagged(draft: _Draft) -> None:
    opened = draft.accounts.opened
    for name, read in draft.tagged:
        if not any(its == name or its.startswith(f"{name}:") for its in opened):
            hint = did_you_mean(name, opened)
            read.problem(_("no account {account} is opened{hint}", account=name, hint=hint))


def _check_votes(draft: _Draft) -> None:
    """One day cannot say two things of one setting; the second stands, and both are named."""
    said: dict[tuple[object, ...], records.RuleChange] = {}
    for change in draft.rules:
        for key, value in change.settings.items():
            one = change.date, change.code, key, change.preset is None
            earlier = said.setdefault(one, change)
            if earlier.settings[key] != value:
                kind = "rule" if change.preset is None else "preset"
                text = _(
                    "{code} {key} is {here} here and {there} in {place}, both from {day} on; keep "
                    "one",
                    code=change.code,
                    key=key,
                    here=_shown(value),
                    there=_shown(earlier.settings[key]),
                    place=_where(earlier, change),
                    day=day(change.date),
                )
                problem = records.Problem(change.place, change.date, f"coopfund-{kind}: {text}")
                draft.problems.append(problem)


def _where(earlier: records.RuleChange, later: records.RuleChange) -> str:
    file, line = earlier.place
    if file != later.place.file:
        return f"{file.rpartition('/')[2]}:{line}"
    # Translators: where something stands: CF202 single is 90 here and 80 in line 21
    return _("line {line}", line=line)


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _check_members(draft: _Draft) -> None:
    present: dict[str, bool] = {}
    for event in draft.members:
        if event.event == "join":
            present[event.member] = True
        elif not present.get(event.member):
            told = {"member": event.member, "event": event.event}
            text = (
                _('{member} has "{event}" after leaving', **told)
                if event.member in present
                else _('{member} has "{event}" before any "join"', **told)
            )
            problem = records.Problem(event.place, event.date, f"coopfund-member: {text}")
            draft.problems.append(problem)
        elif event.event == "leave":
            present[event.member] = False


def check_currency(
    declared: records.Declarations, currency: str, problems: "list[Problem]"
) -> None:
    """Dues and wages are compared with what was paid, in the operating currency.

    Dues in another would mix with it, and a wage in another would be compared with nothing.
    """
    for tier in declared.dues:
        if currency and tier.currency != currency:
            text = _(
                "dues are asked in {currency}, the operating currency, not in {other}",
                currency=currency,
                other=tier.currency,
            )
            problems.append(records.Problem(tier.place, tier.date, f"coopfund-dues: {text}"))
    for wage in declared.wages:
        if currency and wage.currency != currency:
            text = _(
                "pay is compared in {currency}, the operating currency, not in {other}",
                currency=currency,
                other=wage.currency,
            )
            problems.append(records.Problem(wage.place, wage.date, f"coopfund-wage: {text}"))


def check_programs(
    transactions: "Transactions",
    rows: "Postings",
    declared: records.Declarations,
    accounts: Mapping[str, records.AccountInfo],
    problems: "list[Problem]",
) -> None:
    """A program that an entry names must be declared; a slip would escape its whitelist."""
    programs = {program.name for program in declared.programs} | {words.CORE}
    tagged = {info.program for info in accounts.values()}
    for name in set(rows.program) - programs - tagged - {None}:
        row = rows.program.index(name)
        txn = rows.txn[row]
        text = _no_program(str(name), programs)
        place, since = transactions.place(txn), transactions.date[txn]
        problems.append(records.Problem(place, since, text))
