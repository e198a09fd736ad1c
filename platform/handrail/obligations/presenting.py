"""An obligation in words: title, whose turn, how it stands, and why it is due, in the reader's language."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from handrail.extensions.registry import registry
from handrail.kit.codes import Role
from handrail.kit.i18n import N_, _, current_locale, format_date
from handrail.obligations.models import Obligation
from handrail.obligations.rules import SUPPORT_RULES
from handrail.obligations.stored import unplain
from handrail.obligations.texts import language
from handrail.sdk import ExplanationStep, Language, Rule

OWED_BY: Final[dict[str, str]] = {
    Role.WORKER: N_("the worker"),
    Role.COORDINATOR: N_("the coordinator"),
    Role.SUPERVISOR: N_("the direct supervisor"),
    Role.HR: N_("the employer"),
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


def spoken() -> Language:
    """Return the texts of the language spoken now."""
    return language(registry(), current_locale())


def title_of(rule_id: str) -> str:
    """Return the name of a rule; its id where the plugin that knows it is gone."""
    rule = _rules().get(rule_id)
    return spoken().title(rule) if rule else rule_id


@cache
def _rules() -> dict[str, Rule]:
    known = [rule for jurisdiction in registry().jurisdictions.values() for rule in jurisdiction.rules]
    return {rule.id: rule for rule in (*known, *SUPPORT_RULES)}


def show(obligation: Obligation, today: date, *, who: str | None = None, href: str | None = None) -> Shown:
    """Return an obligation in words; `who` names the person who owes it, where that is known."""
    return Shown(
        id=str(obligation.id),
        title=title_of(obligation.rule),
        owed_by=_owed_by(obligation, who),
        state=_state(obligation, today),
        due=_due(obligation, today),
        due_on=obligation.due_on,
        why=why(obligation),
        statutory=obligation.basis in ("statutory", "regulator_policy"),
        is_open=obligation.closed_at is None,
        href=href,
    )


def _owed_by(obligation: Obligation, who: str | None) -> str:
    party = _(OWED_BY[obligation.owed_by]) if obligation.owed_by in OWED_BY else obligation.owed_by
    return _("Owed by %(who)s", who=f"{who} ({party})" if who else party)


def _state(obligation: Obligation, today: date) -> str:
    if obligation.status == "met":
        return "done"
    if obligation.status == "missed" or (obligation.due_on and obligation.due_on < today):
        return "late"
    return "now" if obligation.due_on == today or obligation.status == "due" else "open"


def _due(obligation: Obligation, today: date) -> str:
    if obligation.due_on is None:
        return _("No date")
    day = format_date(obligation.due_on, "medium")
    if obligation.status == "met":
        met_on = format_date(obligation.met_on or obligation.due_on, "medium")
        return _("Done %(day)s", day=met_on)
    if obligation.due_on == today:
        return _("Today")
    return _("Was due %(day)s", day=day) if obligation.due_on < today else day


def why(obligation: Obligation) -> dict[str, Any]:
    """Return the derivation: each step as a sentence, the date as the sum, then where the rule is written (ACC-2)."""
    told = steps(obligation)
    source = obligation.source or {}
    written = ", ".join(part for part in (source.get("act"), source.get("article")) if part)
    return {
        "facts": [(step["text"], "") for step in told[:-1]],
        "result": (_("Last day on time"), format_date(obligation.due_on, "full") if obligation.due_on else _("none")),
        "source": written,
        "basis": _(BASES[obligation.basis]) if obligation.basis in BASES else obligation.basis,
        "confidence": _(CONFIDENCE[obligation.confidence]) if obligation.confidence in CONFIDENCE else None,
        "layer": obligation.layer,
    }


def steps(obligation: Obligation) -> list[dict[str, str]]:
    """Return the derivation as keys and sentences, in order; the last one is the date."""
    texts = spoken()
    found = []
    for each in obligation.explanation:
        step = ExplanationStep(each["key"], unplain(each["args"]))
        text = texts.text(step, lambda day: format_date(day, "medium")) if step.key in texts.steps else step.key
        found.append({"key": step.key, "text": text[:1].upper() + text[1:]})
    return found
