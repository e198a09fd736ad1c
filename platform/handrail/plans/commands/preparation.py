"""Preparing the planning meeting: readiness, the summary that the worker validates, the topics (S4)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.rules.steps import Milestone
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.plans.commands.acting import COORDINATION, begin_step
from handrail.plans.errors import DraftMoved, SummaryMoved
from handrail.plans.models import Readiness, Summary, TentativePlan
from handrail.plans.queries.preparation import readiness_of, summaries_of, tentative_plan_of
from handrail.plans.rules.codes import Physician, Topic


def record_readiness(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    worker_ready_on: date | None,
    physician: Physician | None = None,
    capacity_from_on: date | None = None,
    return_on: date | None = None,
) -> Readiness:
    """Record that the worker feels ready since a day, and the date that a physician set (S4-1): dates, no findings.

    Recording the same again changes nothing. Raises NotFound, RuleBroken (S2-2), Invalid.
    """
    act = begin_step(session, actor, case_id, "readiness.record")
    if worker_ready_on is not None:
        act.happened(worker_ready_on, "/worker_ready_on")
    if (capacity_from_on or return_on) and physician is None:
        raise Invalid(problems=[FieldProblem("/physician", _("Say which physician set this date."))])
    row = readiness_of(session, act.case) or Readiness(**act.place(COORDINATION))
    given = {
        "worker_ready_on": worker_ready_on,
        "physician": physician,
        "capacity_from_on": capacity_from_on,
        "return_on": return_on,
    }
    changes = {name: (getattr(row, name), value) for name, value in given.items() if getattr(row, name) != value}
    if not changes:
        return row
    for name, value in given.items():
        setattr(row, name, value)
    session.add(row)
    act.note("readiness.recorded", row, changes, compartment=COORDINATION)
    if worker_ready_on and physician and (capacity_from_on or return_on):
        act.reach(Milestone.READY, act.today, compartment=COORDINATION)
    return row


def write_summary(session: Session, actor: Actor, case_id: UUID, *, text: str, number: int | None = None) -> Summary:
    """Write the summary of the concerns, or a new one, which the worker then validates anew (S4-4).

    `number` is the summary that the writer had before them (0: none); SummaryMoved says that there is a newer one. The
    same text again returns the summary there is, its validation kept. Raises NotFound, RuleBroken (S2-2).
    """
    act = begin_step(session, actor, case_id, "summary.write")
    before = next(iter(summaries_of(session, act.case)), None)
    if before is not None and before.text == text:
        return before
    newest = before.number if before else 0
    if number is not None and number != newest:
        raise SummaryMoved(meant=number, newest=newest)
    summary = Summary(
        **act.place(COORDINATION),
        number=newest + 1,
        written_at=clock.now(),
        written_by=actor.person_id,
        agreed_to_discuss=False,
    )
    summary.text = text
    session.add(summary)
    changes = {"text": (before.text if before else None, text), "number": (newest or None, summary.number)}
    act.note("summary.written", summary, changes, compartment=COORDINATION)
    key = f"{act.case.id}:{summary.number}"
    act.tell(act.employment.person_id, "summary.written", key, compartment=COORDINATION)
    return summary


def validate_summary(session: Session, actor: Actor, case_id: UUID, *, number: int) -> Summary:
    """Record that the worker finds the summary right and agrees to discuss it with the supervisor (S4-4).

    Validating it again changes nothing. Raises NotFound, RuleBroken (S2-2), SummaryMoved where there is a newer one.
    """
    act = begin_step(session, actor, case_id, "summary.validate")
    summary = next(iter(summaries_of(session, act.case)), None)
    if summary is None or summary.number != number:
        raise SummaryMoved(meant=number, newest=summary.number if summary else 0)
    if summary.validated_at is None:
        summary.validated_at, summary.validated_by, summary.agreed_to_discuss = clock.now(), actor.person_id, True
        changes = {"agreed_to_discuss": (False, True), "number": (number, number)}
        act.note("summary.validated", summary, changes, compartment=COORDINATION)
        act.reach(Milestone.SUMMARY_VALIDATED, act.today, compartment=COORDINATION)
    return summary


def write_tentative_plan(
    session: Session, actor: Actor, case_id: UUID, *, topics: Sequence[Topic], revision: int | None = None
) -> TentativePlan:
    """Write the topics of the meeting, in order; it can hold no course of action (S4-5).

    `revision` is the one the writer had before them (0: none). The same topics again change nothing. Raises NotFound,
    RuleBroken (S2-2), DraftMoved, Invalid.
    """
    act = begin_step(session, actor, case_id, "tentative_plan.write")
    wanted = list(dict.fromkeys(topic.value for topic in topics))
    if not wanted:
        raise Invalid(problems=[FieldProblem("/topics", _("Choose at least one topic."))])
    row = tentative_plan_of(session, act.case)
    if row is not None and row.topics == wanted:
        return row
    current = row.revision if row else 0
    if revision is not None and revision != current:
        raise DraftMoved(meant=revision, current=current)
    before = row.topics if row else None
    if row is None:
        row = TentativePlan(**act.place(COORDINATION), topics=wanted, revision=1, changed_at=clock.now())
        session.add(row)
    else:
        row.topics, row.revision, row.changed_at = wanted, row.revision + 1, clock.now()
    act.note("tentative_plan.written", row, {"topics": (before, wanted)}, compartment=COORDINATION)
    return row
