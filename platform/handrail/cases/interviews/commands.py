"""Recording interviews, and what the worker says and releases about an absence."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import frame
from handrail.cases import queries as cases
from handrail.cases.commands import AgreedAction
from handrail.cases.events import tell
from handrail.cases.interviews import queries, rules
from handrail.cases.interviews.codes import InterviewKind, StatementOf
from handrail.cases.interviews.errors import NotHeldHere
from handrail.cases.interviews.models import Interview
from handrail.cases.interviews.rules import Stage
from handrail.cases.records import recorded
from handrail.cases.rules.contacts import Channel, check_answers
from handrail.cases.rules.topics import check_topics, talked_about
from handrail.frameworks.rules import Framework
from handrail.frameworks.rules.document import Guide
from handrail.identity import queries as parts
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.policies import may_ever
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.obligations import commands as obligations
from handrail.tenancy.models import Employment

ADMINISTRATIVE: Final = Compartment.ADMINISTRATIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldInterview:
    """An interview as it was held. `on` None: today. `answers` are by the guide's question keys.

    `acts` are the rules of the worker's jurisdiction whose act was done in this talk, such as an evaluation.
    """

    channel: Channel
    on: date | None = None
    statement_by: StatementOf | None = None
    statement_on: date | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    build_up: Sequence[Stage] = ()
    agreed: Sequence[AgreedAction] = ()
    put_off: Sequence[str] = ()
    let_go: Sequence[str] = ()
    next_on: date | None = None
    acts: Sequence[str] = ()


def guide_of(framework: Framework, kind: InterviewKind) -> Guide:
    """Return the guide of an interview; raises NotHeldHere where the framework has none."""
    guide = framework.guides.get(rules.GUIDE_OF[kind])
    if guide is None or not guide.active:
        raise NotHeldHere(_("The framework in force here has no such interview."))
    return guide


def record_interview(
    session: Session,
    actor: Actor,
    employment_id: UUID,
    *,
    kind: InterviewKind,
    held: HeldInterview,
    absence_id: UUID | None = None,
) -> Interview:
    """Record an interview of the statutory track; the same one again returns the first record (INT-2, INT-3).

    Whoever the framework says holds it records it, whatever the worker decided about support (VOL-4). The coordinator
    of a case under way is told at once (NEU-2). `absence_id`: after which absence a return-to-work interview was held.
    Raises NotFound, NotHeldHere, Invalid beside each field.
    """
    employment = load_employment(session, employment_id, require(actor, "interview.record"))
    today = clock.today(queries.zone_of(session, employment))
    on = held.on or today
    framework = queries.framework_here(session, employment, today)
    guide = guide_of(framework, kind)
    if actor.role is not guide.held_by:
        raise NotHeldHere(_("Somebody else holds this interview here."))
    earlier = queries.interviews_of(session, employment, kind)
    same = next((each for each in earlier if _is_same(each, held, on, absence_id)), None)
    if same is not None:
        return same
    _check_days(session, employment, held, on, today, kind, absence_id)
    sections = _check_content(framework, kind, held, earlier, today)
    interview = Interview(
        tenant_id=employment.tenant_id,
        employer_id=employment.employer_id,
        subject_id=employment.id,
        compartment=ADMINISTRATIVE,
        kind=kind,
        absence_id=absence_id,
        channel=held.channel,
        on=on,
        held_by=actor.person_id,
        held_as=actor.role,
        participants=[Role.WORKER.value, actor.role.value],
        guide_key=rules.GUIDE_OF[kind],
        statement_by=held.statement_by,
        statement_on=held.statement_on if held.statement_by is not StatementOf.NOT_YET else None,
        topics=talked_about({*held.answers, *_filled(held)}, sections),
        put_off=list(held.put_off),
        let_go=list(held.let_go),
        next_on=held.next_on,
        **recorded(actor),
    )
    interview.answers, interview.build_up, interview.agreed = _told(held)
    session.add(interview)
    session.flush()
    changes = {"kind": (None, kind.value), "on": (None, on)}
    timeline.append(
        session, employment.subject(), actor, "interview.recorded", compartment=ADMINISTRATIVE, record=interview,
        changes=changes,
    )  # fmt: skip
    _tell_those_concerned(session, actor, employment, interview, today)
    for rule in held.acts:
        if may_ever(actor.role, "act.record"):
            obligations.record_act(session, actor, employment_id=employment.id, rule=rule, done_on=on)
    return interview


def _check_days(  # noqa: PLR0917 - what days are compared with
    session: Session,
    employment: Employment,
    held: HeldInterview,
    on: date,
    today: date,
    kind: InterviewKind,
    absence_id: UUID | None,
) -> None:
    problems = []
    if on > today:
        problems.append(FieldProblem("/on", _("This day is still to come.")))
    if held.next_on is not None and held.next_on < today:
        problems.append(FieldProblem("/next_on", _("This day is over.")))
    if kind is InterviewKind.RETURN_TO_WORK:
        absence = queries.absence_of(session, employment, absence_id) if absence_id else None
        if absence is None or absence.first_day_fit is None:
            problems.append(FieldProblem("", _("This talk comes after an absence that has ended.")))
        elif on < absence.first_day_fit:
            problems.append(FieldProblem("/on", _("On this day the absence had not ended yet.")))
    if problems:
        raise Invalid(problems=problems)


def _check_content(
    framework: Framework, kind: InterviewKind, held: HeldInterview, earlier: Sequence[Interview], today: date
) -> Mapping[str, Any]:
    """Check answers, topics, statement and build-up; returns the sections of the guide with their questions."""
    key = rules.GUIDE_OF[kind]
    asked = {
        name: question
        for name, question in frame.asked_of(framework, key).items()
        if name not in rules.KEPT_ELSEWHERE and question.answer != "action"
    }
    check_answers(held.answers, asked, into=ADMINISTRATIVE)
    sections = frame.topics_of(framework, key)
    left = [each.key for each in queries.topics_left(earlier, key)]
    check_topics(held.put_off, held.let_go, known=sections, left=left)
    problems = rules.statement_problems(kind, held.statement_by, held.statement_on, held.answers, today)
    problems += rules.build_up_problems(held.build_up)
    if problems:
        raise Invalid(problems=problems)
    return sections


def _filled(held: HeldInterview) -> set[str]:
    """Return the questions that were answered in a place of their own."""
    found = {"build_up"} if held.build_up else set()
    return found | ({"who_does_what", "adjustments"} if held.agreed else set())


def _told(held: HeldInterview) -> tuple[str, str, str]:
    """Return answers, build-up and agreements as they are kept."""
    answers = json.dumps(dict(held.answers), ensure_ascii=False, default=str)
    stages = json.dumps([stage.plain() for stage in held.build_up], ensure_ascii=False)
    return answers, stages, json.dumps([action.plain() for action in held.agreed], ensure_ascii=False)


def _is_same(before: Interview, held: HeldInterview, on: date, absence_id: UUID | None) -> bool:
    plain = (before.on, before.absence_id, before.channel, before.next_on, before.put_off, before.let_go)
    wanted = (on, absence_id, held.channel, held.next_on, list(held.put_off), list(held.let_go))
    stated = (before.statement_by, before.statement_on) == (held.statement_by, held.statement_on)
    return plain == wanted and stated and (before.answers, before.build_up, before.agreed) == _told(held)


def _tell_those_concerned(
    session: Session, actor: Actor, employment: Employment, interview: Interview, today: date
) -> None:
    """Tell the worker that there is something to read, and the coordinator, through whom contacts go (NEU-2)."""
    people = [employment.person_id]
    case = cases.case_in_force(session, employment, today)
    coordinator = parts.current_assignment(session, case, Role.COORDINATOR) if case else None
    if coordinator is not None:
        people.append(coordinator.person_id)
    for person_id in people:
        if person_id != actor.person_id:
            tell(
                session, employment.subject(), person_id, "interview.recorded", compartment=ADMINISTRATIVE,
                key=str(interview.id),
            )  # fmt: skip
