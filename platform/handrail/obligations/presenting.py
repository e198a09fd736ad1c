"""An obligation in words: title, whose turn, how it stands, and why it is due, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final

from babel import Locale
from markupsafe import Markup

from handrail.extensions.registry import registry
from handrail.kit.codes import Role
from handrail.kit.i18n import N_, _, current_locale, format_date
from handrail.obligations.models import Obligation, ObligationChange
from handrail.obligations.rights import RIGHTS_RULES
from handrail.obligations.rules import SUPPORT_RULES
from handrail.obligations.stored import DROPPED, unplain
from handrail.obligations.texts import language
from handrail.sdk import ExplanationStep, Jurisdiction, Language, Rule

OWED_BY: Final[dict[str, str]] = {
    Role.WORKER: N_("the worker"),
    Role.COORDINATOR: N_("the coordinator"),
    Role.LEAD_COORDINATOR: N_("the lead coordinator"),
    Role.SUPERVISOR: N_("the direct supervisor"),
    Role.HR: N_("the employer"),
    Role.ABSENCE_ADMIN: N_("the absence administration"),
    Role.EMPLOYER_ADMIN: N_("the employer"),
    Role.SENIOR_MANAGEMENT: N_("senior management"),
    Role.COMMITTEE: N_("the implementation committee"),
    Role.OCCUPATIONAL_HEALTH: N_("occupational health"),
    Role.UNION: N_("the union representative"),
    Role.PROVIDER: N_("the provider"),
    Role.INSURER: N_("the insurer"),
    "authority": N_("the authority"),
    "treating_physician": N_("the treating physician"),
}
BASES: Final[dict[str, str]] = {
    "statutory": N_("Law"),
    "regulator_policy": N_("Policy of the regulator"),
    "convention": N_("Custom"),
    "framework": N_("The employer's reference framework"),
    "plan": N_("The return-to-work plan"),
}
CONFIDENCE: Final[dict[str, str]] = {"high": N_("High"), "medium": N_("Medium"), "low": N_("Low: have it confirmed")}
RESULTS: Final[dict[str, str]] = {
    "act": N_("Last day on time"),
    "threshold": N_("First day on which it holds"),
    "end": N_("Last day of the period"),
}
"""What the date of a rule is, by the kind of the rule."""

SOON: Final = timedelta(weeks=13)
"""What lies further ahead is folded away: somebody in their first weeks need not meet the end of the second year."""
_TOLD_THE_CAUSE: Final = frozenset({Role.WORKER, Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.OCCUPATIONAL_HEALTH})
"""Who reads how a date was derived that says something of the illness; all others see the date alone."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One obligation as pages and mails show it. `state` and `due` make its tag, `why` its derivation."""

    id: str
    title: str
    owed_by: str
    state: str
    due: str
    due_on: date | None
    why: dict[str, Any]
    statutory: bool
    is_open: bool
    href: str | None = None


class Part(StrEnum):
    """What a date means for the worker (VOL-3)."""

    MINE = "mine"
    """For them to do."""
    OTHERS = "others"
    """What others do for them."""
    KNOWN = "known"
    """Good to know; it asks nothing of anybody."""
    LATER = "later"
    """Too far ahead to think of."""


def part_for_worker(obligation: Obligation, today: date) -> Part:
    """Return where a date stands among the worker's own."""
    if obligation.due_on is not None and obligation.due_on > today + SOON:
        return Part.LATER
    if obligation.kind != "act":
        return Part.KNOWN
    return Part.MINE if obligation.owed_by == Role.WORKER else Part.OTHERS


def spoken() -> Language:
    """Return the texts of the language spoken now."""
    return language(registry(), current_locale())


def place_name(jurisdiction: Jurisdiction) -> str:
    """Return what a jurisdiction is called: the country in the reader's language, or a part of it by its own name."""
    if "_" in jurisdiction.code:
        return jurisdiction.label
    return str(Locale(current_locale()).territories.get(jurisdiction.country, jurisdiction.label))


def title_of(rule_id: str) -> str:
    """Return the name of a rule; its id where the plugin that knows it is gone."""
    rule = rule_of(rule_id)
    return spoken().title(rule) if rule else rule_id


def rule_of(rule_id: str) -> Rule | None:
    """Return the rule; None where the plugin that knows it is gone."""
    return _rules().get(rule_id)


@cache
def _rules() -> dict[str, Rule]:
    known = [rule for jurisdiction in registry().jurisdictions.values() for rule in jurisdiction.rules]
    return {rule.id: rule for rule in (*known, *RIGHTS_RULES, *SUPPORT_RULES)}


def show(
    obligation: Obligation,
    today: date,
    *,
    reader: Role | None = None,
    who: str | None = None,
    href: str | None = None,
    derived: bool = True,
) -> Shown:
    """Return an obligation in words; `who` names the person who owes it, where that is known.

    `reader` is the role that reads. Without one, whatever tells of the illness is left out. Long lists that do not
    show why say so with `derived`: to put a derivation in words takes longer than all the rest.
    """
    return Shown(
        id=str(obligation.id),
        title=title_of(obligation.rule),
        owed_by=owed_by(obligation, who, reader),
        state=_state(obligation, today, reader),
        due=_due(obligation, today),
        due_on=obligation.due_on,
        why=why(obligation, reader) if derived else {},
        statutory=obligation.basis in ("statutory", "regulator_policy"),
        is_open=obligation.closed_at is None,
        href=href,
    )


def owed_by(obligation: Obligation, who: str | None = None, reader: Role | None = None) -> str:
    """Say who owes it; `who` names the person, where that is known. To the worker nobody says that they owe."""
    party = _(OWED_BY.get(obligation.owed_by, N_("another party")))
    if reader is Role.WORKER:
        return _("By you") if obligation.owed_by == Role.WORKER else _("By %(who)s", who=party)
    if who is None:
        return _("Owed by %(who)s", who=party)
    return _("Owed by %(name)s (%(party)s)", name=who, party=party)


def _state(obligation: Obligation, today: date, reader: Role | None) -> str:
    due_on = obligation.due_on
    if obligation.status == "met" or obligation.closed_at is not None:
        return "done"
    if obligation.kind != "act" or obligation.status == "suspended":
        return "now" if obligation.status == "due" else "open"
    if obligation.status == "missed" or (due_on and due_on < today):
        # That others are late is no alarm for the worker (VOL-3).
        return "open" if reader is Role.WORKER and obligation.owed_by != Role.WORKER else "late"
    return "now" if due_on == today or obligation.status == "due" else "open"


def _due(obligation: Obligation, today: date) -> str:
    due_on = obligation.due_on
    if obligation.status == DROPPED:
        return _("Not asked any more")
    if due_on is None:
        return _("No date")
    if obligation.status == "met":
        return _met(obligation, due_on)
    day = format_date(due_on, "medium")
    if obligation.kind in {"threshold", "end"}:
        return _turn(obligation.kind, day, is_over=due_on < today)
    if due_on == today:
        return _("Today")
    return _("Was due %(day)s", day=day) if due_on < today else day


def _turn(kind: str, day: str, *, is_over: bool) -> str:
    """Say what a date means that asks nothing of anybody."""
    if kind == "threshold":
        return _("Since %(day)s", day=day) if is_over else _("From %(day)s", day=day)
    return _("Ended %(day)s", day=day) if is_over else _("Until %(day)s", day=day)


def _met(obligation: Obligation, due_on: date) -> str:
    """Say when it was done, and what followed where it was missed (ACC-2)."""
    met_on = obligation.met_on or due_on
    day = format_date(met_on, "medium")
    return _("Done %(day)s, late", day=day) if met_on > due_on else _("Done %(day)s", day=day)


def why(obligation: Obligation, reader: Role | None = None) -> dict[str, Any]:
    """Return the derivation: each step as a sentence, the date as the sum, then where the rule is written (ACC-2)."""
    facts = [(step["text"], "") for step in steps(obligation, reader)[:-1]]
    facts += [(_("Working days: %(calendar)s", calendar=each), "") for each in _calendars(obligation, reader)]
    doubt = None if tells_too_much(obligation, reader) else spoken().doubt(obligation.rule)
    facts += [(doubt, "")] if doubt else []
    if obligation.stale:
        facts.append((_("The rules could not be applied lately; this is the last date they gave."), ""))
    if obligation.proposed is not None and obligation.status != DROPPED:
        facts.append((_proposed(obligation.proposed), ""))
    label = _(RESULTS.get(obligation.kind, RESULTS["act"]))
    return {
        "facts": facts,
        "result": (label, format_date(obligation.due_on, "full") if obligation.due_on else _("none")),
        "source": source_of(obligation),
        "basis": _(BASES[obligation.basis]) if obligation.basis in BASES else obligation.basis,
        "confidence": _(CONFIDENCE[obligation.confidence]) if obligation.confidence in CONFIDENCE else None,
        "layer": obligation.layer,
        "if_missed": None if tells_too_much(obligation, reader) else spoken().if_missed(obligation.rule),
    }


def _calendars(obligation: Obligation, reader: Role | None) -> list[str]:
    """Return the lists of days off that the date was counted with, as it was computed."""
    if tells_too_much(obligation, reader):
        return []
    named = [each.get("args", {}).get("calendar") for each in obligation.explanation]
    return [spoken().calendar(version) for version in dict.fromkeys(named) if isinstance(version, str)]


def _proposed(told: dict[str, Any]) -> str:
    """Say what a release of the rules would make of a date that is not accepted yet (ACC-3)."""
    match told:
        case {"kind": "moved", "due_on": str(day)}:
            shown = format_date(date.fromisoformat(day), "long")
            return _(
                "A new release of these rules says %(day)s. Until it is accepted this earlier date stands.", day=shown
            )
        case {"kind": "met"}:
            return _("A new release of these rules takes this for done. Until it is accepted it stays open.")
        case _:
            return _("A new release of these rules does not ask this any more. Until it is accepted it stays.")


def source_of(obligation: Obligation) -> str:
    """Return where the rule is written; a link where the page on which it was read is known."""
    source = obligation.source or {}
    written = ", ".join(str(part) for part in (source.get("act"), source.get("article")) if part)
    url = str(source.get("url") or "")
    if not url.startswith(("https://", "http://")):
        return written
    return Markup('<a href="{}" rel="external noreferrer">{}</a>').format(url, written or url)


def tells_too_much(obligation: Obligation, reader: Role | None) -> bool:
    """Say whether this reader sees the date alone, since how it was derived says something of the illness."""
    return obligation.tells_cause and reader not in _TOLD_THE_CAUSE


def steps(obligation: Obligation, reader: Role | None = None) -> list[dict[str, str]]:
    """Return the derivation as keys and sentences, in order; the last one is the date, and may be the only one."""
    shown = obligation.explanation[-1:] if tells_too_much(obligation, reader) else obligation.explanation
    return sentences(shown)


def history(
    obligation: Obligation, changes: Sequence[ObligationChange], reader: Role | None = None
) -> list[dict[str, Any]]:
    """Return what happened to an obligation, in the order given: when, in words, and by what (ACC-3)."""
    hidden = tells_too_much(obligation, reader)
    return [
        {
            "at": change.at,
            "kind": change.kind,
            "due_before": change.due_before,
            "due_after": change.due_after,
            "text": _happened(change),
            "because": [] if hidden else sentences(change.because.get("steps", ())),
            "release": change.release,
        }
        for change in changes
    ]


def _happened(change: ObligationChange) -> str:
    before = format_date(change.due_before, "medium") if change.due_before else _("none")
    after = format_date(change.due_after, "medium") if change.due_after else _("none")
    match change.kind:
        case "moved":
            return _("Moved from %(before)s to %(after)s", before=before, after=after)
        case "met":
            return _("Done")
        case "reopened":
            return _("Open again, for %(day)s", day=after)
        case "dropped":
            return _("Not asked any more; it was due %(day)s", day=before)
        case _:
            return _("Asked for %(day)s", day=after)


def sentences(given: Sequence[Any]) -> list[dict[str, str]]:
    """Return steps of a derivation, as they are stored, as keys and sentences."""
    texts = spoken()
    return [{"key": str(each.get("key", "")), "text": _sentence(texts, each)} for each in given]


def _sentence(texts: Language, given: dict[str, Any]) -> str:
    """Return one step as a sentence; its key where no text fits it any more, since its plugin changed or is gone."""
    key = str(given.get("key", ""))
    try:
        text = texts.text(ExplanationStep(key, unplain(given.get("args", {}))), _day)
    except (KeyError, IndexError, ValueError):
        text = key
    return text[:1].upper() + text[1:]


def _day(day: date) -> str:
    return format_date(day, "medium")
