"""Steps, who acts next, when contacts are free, when an absence becomes a case: pure, as properties."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.cases.rules import Milestone, Participation, next_act, step_of
from handrail.cases.rules.contacts import Asked, Tick, check_answers, missing_ticks
from handrail.cases.rules.neutrality import DECISIONS, RequestState, Why, decided, first_state, in_force
from handrail.cases.rules.opening import AbsenceFact, OpenAbsence, open_absence
from handrail.cases.rules.outcomes import Outcome
from handrail.cases.rules.steps import first_days
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Conflict, Invalid

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
MILESTONES = st.dictionaries(st.sampled_from(list(Milestone)), DAYS)


@dataclass(frozen=True)
class Process:
    participation: Participation = Participation.PARTICIPATING
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Due:
    rule: str
    owed_by: str
    due_on: date | None


@pytest.mark.rule("S2-2")
@given(reached=MILESTONES)
def test_a_case_whose_worker_never_took_part_stands_on_the_second_step_at_most(reached: dict[Milestone, date]) -> None:
    stairs = step_of(Process(Participation.INVITED), reached)
    assert 1 <= stairs.step <= 7
    if Milestone.PARTICIPATING not in reached:
        assert stairs.step <= 2


@given(reached=MILESTONES)
def test_every_step_is_done_now_or_still_to_come_and_one_is_now(reached: dict[Milestone, date]) -> None:
    stairs = step_of(Process(), reached)
    states = [stairs.state_of(step) for step in range(1, 8)]
    assert states.count("now") == 1
    assert states == sorted(states, key=["done", "now", "todo"].index)


@given(reached=MILESTONES, day=DAYS)
def test_a_closed_case_has_no_step_that_is_now(reached: dict[Milestone, date], day: date) -> None:
    stairs = step_of(Process(outcome=Outcome.NO_RETURN), reached | {Milestone.CLOSED: day})
    assert stairs.closed_on == day
    assert "now" not in {stairs.state_of(step) for step in range(1, 8)}


@given(days=st.lists(DAYS, min_size=1))
def test_a_milestone_counts_from_its_first_day(days: list[date]) -> None:
    reached = first_days([("plan_accepted", day) for day in days] + [("something_else", days[0])])
    assert reached == {Milestone.PLAN_ACCEPTED: min(days)}


@pytest.mark.rule("VOL-1")
@pytest.mark.rule("VOL-2")
@given(
    now=st.sampled_from([Participation.UNDECIDED, Participation.DECLINED, Participation.WITHDRAWN]), reached=MILESTONES
)
def test_nobody_has_to_act_on_somebody_who_thinks_it_over_said_no_or_left(
    now: Participation, reached: dict[Milestone, date]
) -> None:
    process = Process(now)
    assert next_act(process, step_of(process, reached)) is None


@given(dues=st.lists(st.builds(Due, st.text(min_size=1), st.sampled_from([r.value for r in Role]), st.none() | DAYS)))
def test_what_falls_due_first_is_done_first(dues: list[Due]) -> None:
    process = Process()
    act = next_act(process, step_of(process, {}), dues)
    dated = [each.due_on for each in dues if each.due_on]
    assert act is not None
    assert act.due_on == (min(dated) if dated else None)
    assert next_act(Process(outcome=Outcome.DIED), step_of(process, {}), dues) is None


@pytest.mark.rule("NEU-2")
@given(opened=DAYS, ended=st.none() | DAYS, today=DAYS)
def test_contacts_go_through_the_coordinator_from_the_file_to_the_day_before_the_full_return(
    opened: date, ended: date | None, today: date
) -> None:
    assert in_force(opened, ended, today) == (opened <= today and (ended is None or today < ended))


@pytest.mark.rule("NEU-2")
@given(why=st.sampled_from(list(Why)), now=st.sampled_from(list(RequestState)), said=st.sampled_from(sorted(DECISIONS)))
def test_only_what_the_law_requires_is_never_held_and_nothing_is_decided_twice(
    why: Why, now: RequestState, said: RequestState
) -> None:
    first = first_state(why, "nl.problem_analysis")
    assert first is (RequestState.ALLOWED if why is Why.STATUTORY else RequestState.WAITING)
    if now in (RequestState.WAITING, RequestState.HELD) or now is said:
        assert decided(now, said) is said
    else:
        with pytest.raises(Conflict):
            decided(now, said)


@pytest.mark.rule("S1-1")
@given(first=DAYS, after=st.integers(0, 100), expected=st.none() | st.integers(1, 400), threshold=st.integers(1, 28))
def test_an_absence_is_due_when_it_lasted_or_is_expected_to_last_the_threshold(
    first: date, after: int, expected: int | None, threshold: int
) -> None:
    absence = OpenAbsence(first, expected)
    today = first + timedelta(days=after)
    assert absence.is_due(threshold, today) == (after + 1 >= threshold or (expected or 0) >= threshold)
    assert absence.is_due(threshold, absence.due_on(threshold))


FACTS = st.lists(
    st.builds(AbsenceFact, DAYS, st.sampled_from(["absence_started", "recovered", "returned_to_work", "other"]))
)


@given(facts=FACTS, today=DAYS)
def test_the_open_absence_began_after_the_last_end_and_its_order_does_not_matter(
    facts: list[AbsenceFact], today: date
) -> None:
    found = open_absence(facts, today)
    assert open_absence(list(reversed(facts)), today) == found
    ends = [each.on for each in facts if each.type in ("recovered", "returned_to_work") and each.on <= today]
    starts = [each.on for each in facts if each.type == "absence_started" and each.on <= today]
    later = [on for on in starts if not ends or on >= max(ends)]
    assert (found.first_day_on if found else None) == min(later, default=None)


@pytest.mark.rule("S2-1")
@given(given_=st.sets(st.sampled_from(list(Tick))))
def test_what_was_not_ticked_is_missing(given_: set[Tick]) -> None:
    assert set(missing_ticks(given_)) == set(Tick) - given_


ASKED = {
    "words": Asked("text", Compartment.COORDINATION, required=True),
    "mood": Asked("scale", Compartment.COORDINATION),
    "often": Asked("choice", Compartment.COORDINATION, frozenset({"yes", "no"})),
    "day": Asked("date", Compartment.COORDINATION),
    "good": Asked("yes_no", Compartment.COORDINATION),
    "mine": Asked("text", Compartment.OWN),
    "plan": Asked("text", Compartment.PLAN),
}


@pytest.mark.rule("CON-2")
@pytest.mark.parametrize(
    ("answers", "complete", "wrong"),
    [
        ({"words": "x", "mood": 3, "often": "yes", "day": "2026-03-02", "good": False}, True, set()),
        ({"words": ""}, True, {"words"}),
        ({}, True, {"words"}),
        ({}, False, set()),
        ({"mood": "high", "often": "maybe", "day": "soon", "good": "yes"}, False, {"mood", "often", "day", "good"}),
        ({"words": "x" * 5001}, False, {"words"}),
        ({"mine": "x"}, False, {"mine"}),
        ({"plan": "x"}, False, {"plan"}),
        ({"unasked": "x"}, False, {"unasked"}),
    ],
)
def test_answers_are_checked_against_the_guide(answers: dict[str, object], *, complete: bool, wrong: set[str]) -> None:
    if not wrong:
        check_answers(answers, ASKED, complete=complete)
        return
    with pytest.raises(Invalid) as refused:
        check_answers(answers, ASKED, complete=complete)
    assert {problem.pointer for problem in refused.value.problems} == {f"/answers/{key}" for key in wrong}
