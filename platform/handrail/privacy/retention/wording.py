"""Retention in words: what each kind is, why its period is what it is, how far a run is."""

from collections.abc import Mapping
from typing import Final

from handrail.kit.i18n import N_, _, gettext, ngettext
from handrail.privacy.retention.codes import CountsFrom, ItemState, Kind, RunState
from handrail.privacy.retention.periods import Period
from handrail.privacy.retention.rules import DEFAULT

KINDS: Final[Mapping[Kind, str]] = {
    Kind.ADMINISTRATIVE: N_("Administrative file"),
    Kind.COORDINATION: N_("What was told to the coordinator"),
    Kind.OWN: N_("The worker's own notes"),
    Kind.PLAN: N_("Return-to-work plan"),
    Kind.MEDICAL: N_("Occupational health's file"),
    Kind.PROVIDER: N_("Files of providers"),
    Kind.UNION: N_("Files of the union"),
    Kind.PREVENTION: N_("Observations for prevention"),
    Kind.PERSON: N_("Who a former worker was"),
}
WHY: Final[Mapping[str, str]] = {
    "own": N_("It is the worker's; ninety days leave time to take it along."),
    "coordination": N_("It was told in confidence for this process; ninety days cover questions after the closing."),
    "provider": N_("Providers keep their own files under their own law; ours is only about working together."),
    "union": N_("Membership of a union is sensitive; the union keeps its own file. For a dispute, place a hold."),
    "plan": N_("It shows what was agreed and kept, for as long as questions about it are usual."),
    "prevention": N_("Long enough to see whether a theme gets less; themes without names stay."),
    "medical": N_("The law of the physician's profession decides. Until a period is chosen it is kept."),
    "administrative": N_("It shows that duties were met, for as long as questions about it are usual."),
    "person": N_("Counts need no names: after the administrative file nothing says who it was."),
    "nl_administrative": N_("A reintegration file may be kept for two years after reintegration at most."),
    "nl_medical": N_("The physician's file has to be kept for twenty years."),
    "nl_person": N_("Administrative data may be kept for two years after employment ends at most."),
    "practice": N_("No law names a period here; this long is usual."),
    "review": N_("It goes when nobody needs it any more; the law asks to look at that every five years at least."),
    "statutory": N_("The law asks that these records are kept for this long."),
}
COUNTS_FROM: Final[Mapping[CountsFrom, str]] = {
    CountsFrom.CASE_CLOSED: N_("from the closing of the case"),
    CountsFrom.LAST_ENDED: N_("from the end of the last absence or case"),
    CountsFrom.EMPLOYMENT_ENDED: N_("from the end of the employment"),
}
STATES: Final[Mapping[RunState, tuple[str, str]]] = {
    RunState.PROPOSED: ("open", N_("Due, nobody has asked yet")),
    RunState.ASKED: ("now", N_("Waits for a second person")),
    RunState.APPROVED: ("now", N_("Approved, can be reversed")),
    RunState.REVERSED: ("off", N_("Reversed")),
    RunState.ERASING: ("now", N_("Being erased")),
    RunState.DONE: ("done", N_("Done")),
}
ITEM_STATES: Final[Mapping[ItemState, tuple[str, str]]] = {
    ItemState.WAITING: ("open", N_("Due")),
    ItemState.HELD: ("late", N_("Held")),
    ItemState.NOT_DUE: ("off", N_("Kept: not due any more")),
    ItemState.ERASED: ("done", N_("Erased")),
}
DEEDS: Final[Mapping[str, str]] = {
    "asked": N_("Asked for"),
    "approved": N_("Approved"),
    "reversed": N_("Reversed"),
}


def period_in_words(period: Period | None) -> str:
    """Return a period as people say it."""
    if period is None:
        return _("until a period is chosen")
    parts = []
    if period.years:
        parts.append(ngettext("%(num)s year", "%(num)s years", period.years))
    if period.months:
        parts.append(ngettext("%(num)s month", "%(num)s months", period.months))
    if period.days or not parts:
        parts.append(ngettext("%(num)s day", "%(num)s days", period.days))
    return ", ".join(parts)


def written_period(text: str) -> str:
    """Return a stored period as people say it."""
    return period_in_words(Period.read(text))


def place_in_words(jurisdiction: str) -> str:
    """Return a jurisdiction for a heading: its code, or all that have no rule of their own."""
    return _("Everywhere else") if jurisdiction == DEFAULT else jurisdiction.upper().replace("_", "-")


def why_in_words(key: str) -> str:
    """Return why a period is what it is."""
    return gettext(WHY[key])
