"""Recording that what a rule asks was done, and taking such a record back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.extensions.registry import registry
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.subjects import SubjectRef
from handrail.obligations import facts, projection
from handrail.obligations.models import Fact
from handrail.sdk import EVENT_TYPES, Rule
from handrail.tenancy.models import Employment, Site

ADMINISTRATIVE: Final = Compartment.ADMINISTRATIVE


def record_act(session: Session, actor: Actor, *, employment_id: UUID, rule: str, done_on: date) -> Fact:
    """Record that the act a statutory rule asks for was done on a day; the same again returns the first record.

    Acts of a rule that repeats follow each other by their days: the second one meets the second date. What was decided
    or found stays where it belongs: this is a date. Raises NotFound, and Invalid for a rule that the worker's
    jurisdiction does not have, that asks no act, or whose act is nothing for the administration, and for a day that
    has not come yet.
    """
    employment = load_employment(session, employment_id, require(actor, "act.record"))
    _check(_place(session, employment), rule, done_on)
    return note_act(session, actor, employment, rule=rule, done_on=done_on)


def note_act(session: Session, actor: Actor, employment: Employment, *, rule: str, done_on: date) -> Fact:
    """Note that the act of a rule was done, as part of an act that was allowed and checked: a document was completed.

    Whoever completes it need not be who records acts otherwise: a worker who signs last, for one. The same again
    returns the first record.
    """
    facts.lock(session, employment)
    for fact in facts.current(session, employment.tenant_id, employment.id):
        if act_of(fact) == rule and fact.on == done_on:
            return fact
    fact = facts.append(
        session, actor, employment, type="act_done", on=done_on, fields={"rule": rule, "by": actor.role.value}
    )
    _note(session, actor, "act.recorded", fact, before=None, after=done_on)
    projection.reconcile(session, actor, employment.id)
    return fact


def take_back_act(session: Session, actor: Actor, *, employment_id: UUID, fact_id: UUID) -> None:
    """Take back an act that was recorded by mistake; what was believed stays readable (ACC-3).

    Raises NotFound, for a fact that is no record of an act or was taken back already too.
    """
    employment = load_employment(session, employment_id, require(actor, "act.record"))
    facts.lock(session, employment)
    known = facts.current(session, employment.tenant_id, employment.id)
    fact = next((each for each in known if each.id == fact_id and each.type == "act_done"), None)
    if fact is None or fact.compartment is not ADMINISTRATIVE:
        raise NotFound
    facts.append(session, actor, employment, type=fact.type, on=fact.on, fields=fact.fields, replaces=fact, void=True)
    _note(session, actor, "act.taken_back", fact, before=fact.on, after=None)
    projection.reconcile(session, actor, employment.id)


def recordable_rules(session: Session, employment: Employment) -> Sequence[Rule]:
    """Return the rules of the worker's jurisdiction whose act can be recorded, one of each id."""
    jurisdiction = registry().jurisdictions.get(_place(session, employment).jurisdiction)
    rules = jurisdiction.rules if jurisdiction else ()
    return list({rule.id: rule for rule in rules if _is_recordable(rule)}.values())


def act_of(fact: Fact) -> str | None:
    """Return the rule whose act a fact says was done, under its own name or as what an import calls it."""
    if fact.type == "act_done":
        return str(fact.fields.get("rule"))
    known = EVENT_TYPES.get(fact.type)
    return known.act if known else None


def _is_recordable(rule: Rule) -> bool:
    """Say whether the rule asks an act that is administrative: an opinion is, from the day it was handed over."""
    return rule.kind == "act" and ADMINISTRATIVE.value in {rule.compartment, rule.done_compartment}


@dataclass(frozen=True, slots=True)
class _Place:
    jurisdiction: str
    time_zone: str


def _place(session: Session, employment: Employment) -> _Place:
    statement = select(Site.jurisdiction, Site.time_zone).where(
        Site.tenant_id == employment.tenant_id, Site.id == employment.site_id
    )
    return _Place(*session.execute(statement).one())


def _check(place: _Place, rule: str, done_on: date) -> None:
    problems = []
    jurisdiction = registry().jurisdictions.get(place.jurisdiction)
    known = {each.id for each in jurisdiction.rules if _is_recordable(each)} if jurisdiction else set()
    if rule not in known:
        problems.append(FieldProblem("/rule", _("Choose one of the acts of this worker's jurisdiction.")))
    if done_on > clock.today(place.time_zone):
        problems.append(FieldProblem("/done_on", _("This day has not come yet.")))
    if problems:
        raise Invalid(problems=problems)


def _note(session: Session, actor: Actor, verb: str, fact: Fact, *, before: date | None, after: date | None) -> None:
    rule = fact.fields["rule"]
    timeline.append(
        session,
        SubjectRef(fact.tenant_id, fact.employer_id, fact.employment_id),
        actor,
        verb,
        compartment=ADMINISTRATIVE,
        record=fact,
        changes={"rule": (rule if before else None, rule if after else None), "on": (before, after)},
    )
