"""Recording that what a rule asks was done."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.extensions.registry import registry
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.obligations import facts, projection
from handrail.obligations.models import Fact
from handrail.tenancy.models import Employment, Site


def record_act(session: Session, actor: Actor, *, employment_id: UUID, rule: str, done_on: date) -> Fact:
    """Record that the act a statutory rule asks for was done on a day; the same again returns the first record.

    What was decided or found stays where it belongs: this is a date. Raises NotFound, and Invalid for a rule that the
    worker's jurisdiction does not have or a day that has not come yet.
    """
    employment = load_employment(session, employment_id, require(actor, "act.record"))
    _check(session, employment, rule, done_on)
    for fact in facts.current(session, employment.tenant_id, employment.id):
        if fact.type == "act_done" and fact.fields.get("rule") == rule and fact.on == done_on:
            return fact
    fact = facts.append(
        session, actor, employment, type="act_done", on=done_on, fields={"rule": rule, "by": actor.role}
    )
    timeline.append(
        session,
        employment.subject(),
        actor,
        "act.recorded",
        compartment=Compartment.ADMINISTRATIVE,
        record=fact,
        changes={"rule": (None, rule), "on": (None, done_on)},
    )
    projection.reconcile(session, actor, employment.id)
    return fact


def _check(session: Session, employment: Employment, rule: str, done_on: date) -> None:
    site = session.execute(
        select(Site.jurisdiction, Site.time_zone).where(
            Site.tenant_id == employment.tenant_id, Site.id == employment.site_id
        )
    ).one()
    jurisdiction = registry().jurisdictions.get(site.jurisdiction)
    problems = []
    known = {each.id: each for each in jurisdiction.rules} if jurisdiction else {}
    if rule not in known or known[rule].compartment != Compartment.ADMINISTRATIVE.value:
        problems.append(FieldProblem("/rule", _("Choose one of the acts of this worker's jurisdiction.")))
    if done_on > clock.today(site.time_zone):
        problems.append(FieldProblem("/done_on", _("This day has not come yet.")))
    if problems:
        raise Invalid(problems=problems)
