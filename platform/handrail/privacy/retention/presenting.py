"""Rows of the tables of retention's pages, as texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from handrail.kit.i18n import _, format_date, format_number, gettext
from handrail.privacy.retention import wording
from handrail.privacy.retention.models import ErasureItem
from handrail.privacy.retention.queries import SeenRule, SeenRun


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One thing that is due: `tag` and `state` are its drawing and its word."""

    cases: str
    kind: str
    due: str
    tag: str
    state: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in words; `chosen` whether the consultancy chose its period."""

    code: str
    kind: str
    how_long: str
    why: str
    source: str
    chosen: bool


def due_rows(seen: SeenRun) -> list[list[str]]:
    """Return by kind how much is due and how much of that is held."""
    return [
        [gettext(wording.KINDS[kind]), format_number(count), format_number(held)] for kind, count, held in seen.counts()
    ]


def item_rows(items: Iterable[ErasureItem]) -> list[ItemRow]:
    """Return case, kind, day and state of each thing."""
    return [
        ItemRow(
            ", ".join(map(str, item.numbers)) or _("no case"),
            gettext(wording.KINDS[item.kind]),
            format_date(item.due_on, "medium"),
            wording.ITEM_STATES[item.state][0],
            gettext(wording.ITEM_STATES[item.state][1]),
        )
        for item in items
    ]


def rule_rows(rules: Iterable[SeenRule]) -> list[RuleRow]:
    """Return each rule with its period and why it is so; the consultancy's own reason where it chose another."""
    return [
        RuleRow(
            seen.rule.kind.value,
            gettext(wording.KINDS[seen.rule.kind]),
            _how_long(seen),
            seen.choice.reason if seen.choice else wording.why_in_words(seen.rule.why),
            seen.rule.source.title,
            chosen=seen.choice is not None,
        )
        for seen in rules
    ]


def _how_long(seen: SeenRule) -> str:
    counts = gettext(wording.COUNTS_FROM[seen.rule.counts_from])
    own = wording.period_in_words(seen.rule.period)
    if seen.choice is not None:
        chosen = wording.written_period(seen.choice.period)
        return _("%(period)s, %(counts)s (the rule says: %(own)s)", period=chosen, counts=counts, own=own)
    return _("%(period)s, %(counts)s", period=own, counts=counts) if seen.rule.period else own
