"""How often worker and coordinator are in touch: agreed, and agreed anew, never just changed (VOL-3)."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import queries
from handrail.cases.commands.loading import COORDINATION, fact, happened, load, settle
from handrail.cases.contact_models import FollowUpAgreement
from handrail.cases.records import in_case, recorded
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.gates import require_participation
from handrail.identity import queries as parts
from handrail.identity.actor import Actor
from handrail.kit.codes import Role
from handrail.kit.errors import FieldProblem, Invalid, RuleBroken
from handrail.kit.i18n import _

LONGEST_DAYS = 365


def agree_follow_up(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    interval_days: int,
    channel: Channel,
    agreed_on: date | None = None,
) -> FollowUpAgreement:
    """Record the interval that worker and coordinator agreed on, in whole calendar days (VOL-3).

    The coordinator writes down what both agreed; another interval is a new agreement, and the same one on the same
    day returns the first record. Raises RuleBroken (S2-2, VOL-3), Invalid.
    """
    loaded = load(session, actor, case_id, "follow_up.agree")
    require_participation(loaded.process)
    coordinator = parts.current_assignment(session, loaded.case, Role.COORDINATOR)
    if actor.role is not Role.COORDINATOR or coordinator is None:
        raise RuleBroken(
            "VOL-3", _("Worker and coordinator agree on the interval together; the coordinator records it.")
        )
    if not 1 <= interval_days <= LONGEST_DAYS:
        raise Invalid(problems=[FieldProblem("/interval_days", _("Choose from 1 to 365 days."))])
    on = happened(agreed_on, loaded, "/agreed_on")
    standing = queries.follow_up_agreement_of(session, loaded.case)
    if standing is not None and (standing.interval_days, standing.channel, standing.agreed_on) == (
        interval_days,
        channel,
        on,
    ):
        return standing
    agreement = FollowUpAgreement(
        **in_case(loaded.case),
        **recorded(actor),
        interval_days=interval_days,
        channel=channel,
        agreed_on=on,
        agreed_by_worker_id=loaded.employment.person_id,
        agreed_by_coordinator_id=coordinator.person_id,
    )
    session.add(agreement)
    session.flush()
    before = standing.interval_days if standing else None
    timeline.append(
        session,
        loaded.case.subject(),
        actor,
        "follow_up.agreed",
        compartment=COORDINATION,
        record=agreement,
        changes={"interval_days": (before, interval_days), "agreed_on": (None, on)},
    )
    fact(session, actor, loaded, "follow_up_agreed", on=on, fields={"interval_days": interval_days})
    settle(session, actor, loaded)
    return agreement
