"""The employer's plan and meeting (aml. § 4-6), and what comes before a meeting of NAV (ftrl. § 8-7a).

The terms became shorter on 1 July 2011. The day judged decides: whoever had been sick for the shorter term before that
day stays under the longer one.
"""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, NotOwed, Obligation, exempted
from handrail_no.catalogue import (
    DIALOGUE_MEETING_1,
    DIALOGUE_MEETING_1_BEFORE_2011,
    DM2_NOTICE,
    DM2_UPDATED_PLAN,
    FOLLOW_UP_PLAN,
    FOLLOW_UP_PLAN_BEFORE_2011,
    GRADED_EXCEPTION_FROM,
    SHORTER_TERMS_FROM,
)
from handrail_no.reading import activity_under_way

PLAN_DAYS, PLAN_DAYS_BEFORE_2011 = 28, 42
MEETING_DAYS, MEETING_DAYS_BEFORE_2011 = 49, 84
NOTICE_DAYS, UPDATED_PLAN_DAYS = 21, 7


def follow_up_plan(case: AbsenceCase) -> Obligation:
    """Within four weeks, of whoever is wholly or partly absent; "within" read as D + 28, a day earlier is safe."""
    rule, days = FOLLOW_UP_PLAN, PLAN_DAYS
    if case.after(days).day < SHORTER_TERMS_FROM:
        rule, days = FOLLOW_UP_PLAN_BEFORE_2011, PLAN_DAYS_BEFORE_2011
    return Obligation.on(rule, case.after(days), case=case, safe_target=case.after(days - 1).day)


def dialogue_meeting_1(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    """Within seven weeks, of whoever is fully absent; partly, since July 2014 only where somebody finds it useful."""
    rule, days = DIALOGUE_MEETING_1, MEETING_DAYS
    if case.after(days).day < SHORTER_TERMS_FROM:
        rule, days = DIALOGUE_MEETING_1_BEFORE_2011, MEETING_DAYS_BEFORE_2011
    derived = case.after(days)
    exempt = exempted(rule, derived, facts, case, (_partly_sick,))
    return exempt or Obligation.on(rule, derived, case=case, safe_target=case.after(days - 1).day)


def before_meeting_2(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Three weeks before the meeting NAV invites; one week before it the employer sends the plan as it stands."""
    for meeting in facts.events_of("dialogue_meeting_2_scheduled"):
        spell = facts.spell_of(meeting)
        case = next((case for case in cases if spell in case.spells), None)
        held = Derivation.at(meeting.date, "no.meeting_2_on")
        yield Obligation.on(DM2_NOTICE, held.minus_days(NOTICE_DAYS), case=case)
        yield Obligation.on(DM2_UPDATED_PLAN, held.minus_days(UPDATED_PLAN_DAYS), case=case)


def _partly_sick(facts: CaseFacts, case: AbsenceCase, due: dt.date) -> NotOwed | None:
    return activity_under_way(facts, case, due) if due >= GRADED_EXCEPTION_FROM else None
