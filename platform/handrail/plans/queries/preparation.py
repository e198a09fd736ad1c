"""Reading the preparation of the planning meeting, and the meetings."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from handrail.identity.queries import current_assignment
from handrail.kit.codes import Role
from handrail.plans.models import Meeting, Readiness, Summary, TentativePlan
from handrail.plans.rules.codes import MeetingState, Topic
from handrail.plans.rules.gates import Preparation
from handrail.tenancy.models import Case


def readiness_of(session: Session, case: Case) -> Readiness | None:
    """Return what is recorded of S4-1."""
    statement = select(Readiness).where(Readiness.tenant_id == case.tenant_id, Readiness.subject_id == case.id)
    return session.scalars(statement).one_or_none()


def summaries_of(session: Session, case: Case) -> list[Summary]:
    """Return the coordinator's summaries, newest first; only the first one counts."""
    statement = select(Summary).where(Summary.tenant_id == case.tenant_id, Summary.subject_id == case.id)
    return list(session.scalars(statement.order_by(Summary.number.desc())))


def tentative_plan_of(session: Session, case: Case) -> TentativePlan | None:
    """Return the topics of the meeting."""
    statement = select(TentativePlan).where(
        TentativePlan.tenant_id == case.tenant_id, TentativePlan.subject_id == case.id
    )
    return session.scalars(statement).one_or_none()


def meetings_of(session: Session, case: Case) -> list[Meeting]:
    """Return the planning meetings, newest first."""
    statement = select(Meeting).where(Meeting.tenant_id == case.tenant_id, Meeting.subject_id == case.id)
    return list(session.scalars(statement.order_by(Meeting.starts_at.desc(), Meeting.id.desc())))


def scheduled_meeting_of(session: Session, case: Case) -> Meeting | None:
    """Return the meeting that is still to come, or that nobody recorded yet."""
    return next((each for each in meetings_of(session, case) if each.state is MeetingState.SCHEDULED), None)


def meeting_was_held(session: Session, case: Case) -> bool:
    """Say whether a planning meeting was held: from then on released wordings are part of the plan."""
    statement = select(Meeting.id).where(
        Meeting.tenant_id == case.tenant_id, Meeting.subject_id == case.id, Meeting.state == MeetingState.HELD
    )
    return session.scalar(statement.limit(1)) is not None


def meeting_has_begun(session: Session, case: Case) -> bool:
    """Say whether a planning meeting is under way or was held: only then is anything raised, and a draft written."""
    statement = select(Meeting.id).where(
        Meeting.tenant_id == case.tenant_id,
        Meeting.subject_id == case.id,
        or_(
            Meeting.state == MeetingState.HELD,
            and_(Meeting.state == MeetingState.SCHEDULED, Meeting.began_at.is_not(None)),
        ),
    )
    return session.scalar(statement.limit(1)) is not None


def preparation_of(session: Session, case: Case) -> Preparation:
    """Return how far the preparation is, for the gates and for the page that shows them."""
    readiness = readiness_of(session, case)
    summary = next(iter(summaries_of(session, case)), None)
    tentative = tentative_plan_of(session, case)
    return Preparation(
        worker_ready_on=readiness.worker_ready_on if readiness else None,
        physician=readiness.physician if readiness else None,
        capacity_from_on=readiness.capacity_from_on if readiness else None,
        return_on=readiness.return_on if readiness else None,
        summary_number=summary.number if summary else None,
        summary_validated_at=summary.validated_at if summary else None,
        agreed_to_discuss=summary.agreed_to_discuss if summary else False,
        topics=tuple(Topic(topic) for topic in tentative.topics) if tentative else (),
        supervisor_informed=current_assignment(session, case, Role.SUPERVISOR) is not None,
    )
