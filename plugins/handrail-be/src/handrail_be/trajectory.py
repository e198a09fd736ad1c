"""The reintegration trajectory (Codex book I title 4): who can ask for it and when, and the terms that follow.

Terms are calendar days and months. Whether the reform of 2026 left those of assessment and plan as they were could not
be verified (medium). A trajectory that began before 2026 keeps the rules of its time, which are the same here.
"""

from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, Obligation, Rule, step
from handrail_be.catalogue import (
    APPEAL,
    ASSESSMENT,
    PLAN_DECISION_A,
    PLAN_DECISION_B,
    PLAN_RESPONSE,
    REFORM_2026,
    TRAJECTORY_EMPLOYER,
    TRAJECTORY_EMPLOYER_BEFORE_2026,
    TRAJECTORY_START,
    TRAJECTORY_WORKER,
)
from handrail_be.linking import case_of, going_on

START_MONTHS = 6
EMPLOYER_MONTHS_BEFORE_2026 = 3
FROM_WORKERS = 20
ASSESSMENT_DAYS, APPEAL_DAYS, PLAN_A_DAYS, RESPONSE_DAYS = 49, 21, 63, 14
PLAN_B_MONTHS = 6
REQUEST = "trajectory_request_received"


def worker_earliest(case: AbsenceCase) -> Obligation:
    """Return the first day for the worker: any time from day one of the incapacity.

    Also by the treating doctor with consent; since 2026 even before an incapacity.
    """
    return Obligation.on(TRAJECTORY_WORKER, case.clock.noting("be.any_time"), case=case)


def employer_earliest(case: AbsenceCase) -> Obligation:
    """Return the first day for the employer: after three uninterrupted months, from 2026 on any time.

    Since then the worker has to agree, or work potential has to be found. Three months that were not over by then need
    not be waited for any more.
    """
    if case.first_day >= REFORM_2026:
        return Obligation.on(TRAJECTORY_EMPLOYER, case.clock.noting("be.with_consent"), case=case)
    derived = case.clock.plus_months(EMPLOYER_MONTHS_BEFORE_2026)
    if derived.day < REFORM_2026:
        return Obligation.on(TRAJECTORY_EMPLOYER_BEFORE_2026, derived, case=case)
    return Obligation.on(
        TRAJECTORY_EMPLOYER, derived.to(REFORM_2026, "be.any_time_since").noting("be.with_consent"), case=case
    )


def start_within_six_months(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    """Return the last day for an employer of twenty or more to start a trajectory where there is work potential.

    Only for incapacities that begin from 2026 on; the number of workers is the last that was told by that day. What
    says that it was started is `act_done` of this rule: the request of somebody else is not the employer's start.
    """
    derived = case.clock.plus_months(START_MONTHS)
    if case.first_day < REFORM_2026:
        steps = (*derived.steps, step("be.incapacities_since", date=REFORM_2026))
        return Obligation.not_owed(TRAJECTORY_START, "before_effective_date", steps, case=case)
    potential = _told(facts, case, "work_potential_established")
    if potential is None:
        steps = (*derived.steps, step("be.no_potential"))
        return Obligation.not_owed(TRAJECTORY_START, "not_in_scope", steps, case=case)
    told = [event for event in facts.events_of("employer_size") if event.date <= derived.day]
    workers = told[-1].whole("workers") if told else None
    if workers is None or workers < FROM_WORKERS:
        key = step("be.size_unknown") if workers is None else step("be.too_small", workers=workers)
        return Obligation.not_owed(TRAJECTORY_START, "not_in_scope", (*derived.steps, key), case=case)
    noted = derived.noting("be.potential", date=potential.date)
    return Obligation.on(TRAJECTORY_START, noted, case=case)


def terms(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return the terms that run from a request, an assessment and a plan."""
    for request in facts.events_of(REQUEST):
        derived = Derivation.at(request.date, "be.request_received").plus_days(ASSESSMENT_DAYS)
        yield Obligation.on(ASSESSMENT, derived, case=going_on(facts, cases, request))
    for assessed in facts.acts_of(ASSESSMENT.id):
        yield from _after_the_assessment(facts, cases, assessed)
    for handed_over in facts.events_of("plan_handed_over"):
        derived = Derivation.at(handed_over.date, "be.plan_handed_over").plus_days(RESPONSE_DAYS)
        yield Obligation.on(PLAN_RESPONSE, derived, case=_case(facts, cases, handed_over))


def is_running(facts: CaseFacts, case: AbsenceCase) -> bool:
    """Say whether a trajectory runs: asked for, and not ended by decision C, a report, or an answer to the plan."""
    request = _told(facts, case, REQUEST)
    if request is None:
        return False
    ended = [act for act in facts.acts_of(ASSESSMENT.id) if act.text("decision") == "C"]
    for rule in (PLAN_DECISION_A, PLAN_DECISION_B, PLAN_RESPONSE):
        ended += facts.acts_of(rule.id)
    return not any(act.date >= request.date and facts.spell_of(act) in case.spells for act in ended)


def _after_the_assessment(facts: CaseFacts, cases: tuple[AbsenceCase, ...], assessed: Event) -> Iterator[Obligation]:
    """Return appeal and plan; the clock of the plan waits for an appeal, which people have to see."""
    case = _case(facts, cases, assessed)
    received = Derivation.at(assessed.date, "be.assessment_received")
    decision = assessed.text("decision")
    after: tuple[tuple[Rule, str, Derivation], ...] = (
        (APPEAL, "B", received.plus_days(APPEAL_DAYS)),
        (PLAN_DECISION_A, "A", received.plus_days(PLAN_A_DAYS)),
        (PLAN_DECISION_B, "B", received.plus_months(PLAN_B_MONTHS)),
    )
    for rule, asked_by, derived in after:
        if decision == asked_by:
            yield Obligation.on(rule, derived, case=case)
        else:
            steps = (*received.steps, step("be.other_decision", decision=asked_by))
            yield Obligation.not_owed(rule, "not_in_scope", steps, case=case)


def _case(facts: CaseFacts, cases: tuple[AbsenceCase, ...], event: Event) -> AbsenceCase | None:
    """Return the incapacity of a step: the one that goes on, or in which the trajectory was asked for."""
    running = going_on(facts, cases, event)
    if running is not None:
        return running
    case = case_of(facts, cases, event)
    asked = [] if case is None else [request for request in facts.events_of(REQUEST) if request.date <= event.date]
    return case if any(going_on(facts, cases, request) is case for request in asked) else None


def _told(facts: CaseFacts, case: AbsenceCase, kind: str) -> Event | None:
    """Return the last event of a kind while the incapacity goes on."""
    found = [event for event in facts.events_of(kind) if facts.spell_of(event) in case.spells]
    return next((event for event in reversed(found) if case.fit_on is None or event.date < case.fit_on), None)
