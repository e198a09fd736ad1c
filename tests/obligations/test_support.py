"""The obligations of the support process: agreed, never pressing, and apart from the statutory track."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.extensions.registry import registry
from handrail.obligations.engine import compute
from handrail.obligations.rights import RIGHTS_TYPES
from handrail.obligations.rows import Row
from handrail.obligations.rules import SUPPORT_RULES, FollowUpInterval, ProcessIntervals, next_follow_up_on
from handrail.obligations.vocabulary import KNOWN_EVENTS
from handrail.sdk import EVENT_TYPES, CaseFacts, Event

FIRST = date(2026, 1, 5)
STARTED = (0, "absence_started")


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def rows(*events: tuple[Any, ...], as_of: int | None = None, **intervals: Any) -> list[Row]:
    made = [Event(date=day(each[0]), type=each[1], fields=each[2] if len(each) > 2 else {}) for each in events]
    facts = CaseFacts(jurisdiction="", events=tuple(made), as_of=None if as_of is None else day(as_of))
    return list(compute(facts, None, intervals=ProcessIntervals(**intervals)))


def of(name: str, answer: list[Row]) -> list[tuple[date | None, str]]:
    return [(row.due, row.status) for row in answer if row.rule.id == f"support.{name}"]


# S1-4 -------------------------------------------------------------------------------------------------------------
@pytest.mark.rule("S1-4")
def test_the_letter_follows_the_file_and_the_call_follows_the_letter_within_ten_days() -> None:
    answer = rows(STARTED, (14, "file_forwarded"))
    assert of("invitation", answer) == [(day(19), "pending")]
    assert of("invitation_call", answer) == []
    answer = rows(STARTED, (14, "file_forwarded"), (16, "invitation_sent"))
    assert of("invitation", answer) == [(day(19), "met")]
    assert of("invitation_call", answer) == [(day(26), "pending")]


@pytest.mark.rule("S1-4")
def test_the_framework_sets_the_days_until_the_call_and_is_cited() -> None:
    answer = rows((14, "invitation_sent"), invitation_call_days=7, framework="Acme", version="3")
    (row,) = [row for row in answer if row.rule.id == "support.invitation_call"]
    assert row.due == day(21)
    assert (row.source.act, row.source.article, row.rule.basis) == ("Acme (3)", "S1-4", "framework")
    assert (row.owed_by, row.compartment) == ("coordinator", "coordination")


@pytest.mark.rule("S1-4")
@pytest.mark.parametrize("spoken", ["contact_held", "participation_decided", "next_conversation_agreed"])
def test_any_conversation_after_the_letter_is_the_call(spoken: str) -> None:
    fields = {"decision": "undecided", "on": day(40)}
    assert of("invitation_call", rows((14, "invitation_sent"), (20, spoken, fields))) == [(day(24), "met")]


# VOL-1 and VOL-3 --------------------------------------------------------------------------------------------------
@pytest.mark.rule("VOL-1")
def test_an_undecided_worker_is_asked_on_the_agreed_day_and_not_again() -> None:
    undecided = (20, "participation_decided", {"decision": "undecided"})
    agreed = (20, "next_conversation_agreed", {"on": day(50)})
    assert of("next_conversation", rows(undecided, agreed, as_of=30)) == [(day(50), "pending")]
    assert of("next_conversation", rows(undecided, agreed, as_of=300)) == [(day(50), "missed")]
    held = (51, "contact_held")
    assert of("next_conversation", rows(undecided, agreed, held, as_of=300)) == [(day(50), "met")]


@pytest.mark.rule("VOL-1")
def test_an_undecided_worker_without_an_agreed_day_is_left_in_peace() -> None:
    answer = rows((14, "invitation_sent"), (20, "participation_decided", {"decision": "undecided"}), as_of=400)
    assert [row for row in answer if row.status != "met"] == []


@pytest.mark.rule("VOL-3")
@given(last=st.dates(date(2000, 1, 1), date(2100, 1, 1)), days=st.integers(1, 365))
@settings(deadline=None)
def test_the_next_follow_up_is_exactly_the_agreed_days_after_the_last_contact(last: date, days: int) -> None:
    assert (next_follow_up_on(last, FollowUpInterval(days=days)) - last).days == days


@pytest.mark.rule("VOL-3")
def test_each_contact_is_followed_by_the_next_at_the_agreed_interval() -> None:
    agreed = (20, "follow_up_agreed", {"interval_days": 14})
    assert of("follow_up", rows(STARTED, agreed)) == [(day(34), "pending")]
    answer = rows(STARTED, agreed, (30, "contact_held"), (50, "contact_held"), as_of=60)
    assert of("follow_up", answer) == [(day(34), "met"), (day(44), "met"), (day(64), "pending")]


@pytest.mark.rule("VOL-3")
def test_another_interval_takes_another_agreement_and_counts_from_its_day() -> None:
    answer = rows(
        STARTED, (20, "follow_up_agreed", {"interval_days": 14}), (30, "contact_held"),
        (35, "follow_up_agreed", {"interval_days": 28}),
    )  # fmt: skip
    assert of("follow_up", answer) == [(day(34), "met"), (day(44), "met"), (day(63), "pending")]
    (last,) = [row for row in answer if row.rule.id == "support.follow_up" and row.status == "pending"]
    assert last.explanation[0].args == {"date": day(35), "agreed": day(35)}


@pytest.mark.rule("VOL-3")
def test_without_an_agreement_there_are_no_follow_ups() -> None:
    assert of("follow_up", rows(STARTED, (30, "contact_held"), as_of=300)) == []


@pytest.mark.rule("VOL-3")
def test_a_contact_in_which_the_interval_is_agreed_is_one_contact() -> None:
    agreed = (20, "follow_up_agreed", {"interval_days": 14})
    for order in ([(20, "contact_held"), agreed], [agreed, (20, "contact_held")]):
        assert of("follow_up", rows(STARTED, *order)) == [(day(34), "pending")]


@pytest.mark.rule("VOL-3")
def test_follow_ups_in_the_absence_end_with_the_return_and_planned_ones_before_it_stay() -> None:
    agreed = (20, "follow_up_agreed", {"interval_days": 14})
    assert of("follow_up", rows(STARTED, agreed, (30, "first_day_back"))) == []
    assert of("follow_up", rows(STARTED, agreed, (35, "first_day_back"), as_of=22)) == [(day(34), "pending")]
    assert of("follow_up", rows(STARTED, agreed, (30, "recovered"), as_of=60)) == []


@pytest.mark.rule("VOL-3")
def test_nothing_in_the_support_process_is_owed_by_the_worker_or_counts_from_an_expected_return() -> None:
    assert {rule.owed_by for rule in SUPPORT_RULES} == {"coordinator", "supervisor"}
    prognosis = (1, "prognosis", {"expected_days": 20})
    common = (STARTED, (14, "file_forwarded"), (15, "invitation_sent"))
    assert rows(*common, prognosis)[0].due == rows(*common)[0].due


# S5-3, S6-1, promises ---------------------------------------------------------------------------------------------
def test_a_question_is_due_on_its_own_day_until_it_is_answered() -> None:
    asked = (60, "question_asked", {"question": "q1", "due": day(67)})
    other = (60, "question_asked", {"question": "q2", "due": day(70), "owed_by": "hr"})
    answered = (66, "question_answered", {"question": "q1"})
    answer = rows(asked, other, answered)
    assert of("question", answer) == [(day(67), "met"), (day(70), "pending")]
    assert [(row.about, row.owed_by, row.compartment) for row in answer] == [
        ("q1", "supervisor", "plan"),
        ("q2", "hr", "plan"),
    ]


def test_a_promise_is_owed_by_whom_it_names_and_cites_its_clause() -> None:
    promise = (80, "plan_promise", {"promise": "p1", "due": day(95), "owed_by": "worker", "clause": "2, action 3"})
    (row,) = rows(promise)
    assert (row.due, row.owed_by, row.compartment, row.rule.basis) == (day(95), "worker", "plan", "plan")
    assert (row.source.act, row.source.article) == ("Return-to-work plan", "2, action 3")
    assert rows(promise, (90, "promise_confirmed", {"promise": "p1"}))[0].status == "met"
    assert rows(promise, (90, "promise_confirmed", {"promise": "p2"}))[0].status == "pending"


@pytest.mark.rule("S6-1")
def test_what_must_stand_before_the_return_is_confirmed_the_day_before_the_first_day_back() -> None:
    before = (80, "plan_promise", {"promise": "p1", "owed_by": "hr", "before_return": True})
    later = (80, "plan_promise", {"promise": "p2", "owed_by": "hr", "due": day(130), "before_return": False})
    assert of("confirmation", rows(before, later)) == []
    answer = rows(before, later, (100, "first_day_back"))
    assert of("confirmation", answer) == [(day(99), "pending")]
    (row,) = [row for row in answer if row.rule.id == "support.confirmation"]
    assert (row.owed_by, row.about) == ("supervisor", "p1")


# S7 ---------------------------------------------------------------------------------------------------------------
@pytest.mark.rule("S7-1")
def test_worker_and_supervisor_are_each_asked_between_one_and_three_weeks_after_the_return() -> None:
    answer = rows((100, "first_day_back"), as_of=108)
    for name in ("follow_up_worker", "follow_up_supervisor"):
        assert of(name, answer) == [(day(110), "due")]
    assert {row.window_from for row in answer} == {day(107)}
    held = rows((100, "first_day_back"), (109, "follow_up_worker_held"), as_of=109)
    assert of("follow_up_worker", held) == [(day(110), "met")]
    assert of("follow_up_supervisor", held) == [(day(110), "due")]


@pytest.mark.rule("S7-1")
def test_a_talk_in_the_first_week_is_not_yet_the_follow_up() -> None:
    answer = rows((100, "first_day_back"), (103, "follow_up_worker_held"))
    assert of("follow_up_worker", answer) == [(day(110), "pending")]


@pytest.mark.rule("S7-1")
@pytest.mark.parametrize("days", [6, 22])
def test_a_framework_can_not_set_the_follow_up_outside_one_to_three_weeks(days: int) -> None:
    with pytest.raises(ValueError, match="S7-1"):
        ProcessIntervals(return_follow_up_days=days)


@pytest.mark.rule("S7-1")
@pytest.mark.parametrize("days", [7, 21])
def test_a_framework_sets_the_follow_up_inside_one_to_three_weeks(days: int) -> None:
    answer = rows((100, "first_day_back"), return_follow_up_days=days)
    assert of("follow_up_worker", answer) == [(day(100 + days), "pending")]


@pytest.mark.rule("S7-1")
def test_who_is_absent_again_before_the_follow_up_is_not_asked_how_the_return_went() -> None:
    answer = rows(STARTED, (100, "recovered"), (100, "first_day_back"), (105, "absence_started"))
    assert of("follow_up_worker", answer) == []
    later = rows(STARTED, (100, "recovered"), (100, "first_day_back"), (115, "absence_started"))
    assert of("follow_up_worker", later) == [(day(110), "pending")]


@pytest.mark.rule("S7-4")
def test_a_call_on_the_coordinator_is_answered_within_the_frameworks_interval() -> None:
    first, second = (120, "call_requested", {"call": "c1"}), (125, "call_requested", {"call": "c2"})
    answer = rows(first, second, (126, "call_acknowledged", {"call": "c2"}), call_acknowledgement_days=3)
    assert of("call_acknowledgement", answer) == [(day(123), "pending"), (day(128), "met")]
    assert [row.about for row in answer] == ["c1", "c2"]


# The end of support, and the two tracks ---------------------------------------------------------------------------
RUNNING = (
    (14, "file_forwarded"), (15, "invitation_sent"), (20, "participation_decided", {"decision": "participating"}),
    (20, "follow_up_agreed", {"interval_days": 14}), (60, "question_asked", {"question": "q1", "due": day(67)}),
    (80, "plan_promise", {"promise": "p1", "due": day(95), "owed_by": "hr"}), (81, "call_requested"),
)  # fmt: skip
ENDS = (
    (90, "participation_decided", {"decision": "withdrawn"}),
    (90, "participation_decided", {"decision": "declined"}),
    (90, "case_closed"),
)


@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize("end", ENDS)
def test_when_support_ends_nothing_of_it_is_asked_any_more(end: tuple[Any, ...]) -> None:
    assert [row for row in rows(*RUNNING, as_of=200) if row.status != "met"]
    assert [row for row in rows(*RUNNING, end, as_of=200) if row.status != "met"] == []


@pytest.mark.rule("VOL-2")
def test_support_that_begins_anew_takes_new_agreements() -> None:
    anew = (120, "participation_decided", {"decision": "participating"})
    answer = rows(*RUNNING, ENDS[0], anew, as_of=200)
    assert [row for row in answer if row.status != "met"] == []
    agreed = rows(*RUNNING, ENDS[0], anew, (121, "follow_up_agreed", {"interval_days": 7}))
    assert of("follow_up", [row for row in agreed if row.status != "met"]) == [(day(128), "pending")]


@pytest.mark.rule("VOL-4")
@given(kinds=st.lists(st.sampled_from([*RUNNING, *ENDS, (100, "first_day_back")]), max_size=10))
@settings(deadline=None)
def test_nothing_that_happens_to_support_changes_the_statutory_track(kinds: list[tuple[Any, ...]]) -> None:
    nl = registry().jurisdictions["nl"]

    def statutory(*events: tuple[Any, ...]) -> list[Any]:
        made = [Event(date=day(each[0]), type=each[1], fields=each[2] if len(each) > 2 else {}) for each in events]
        answer = compute(CaseFacts(jurisdiction="nl", events=tuple(made), as_of=day(200)), nl)
        return [row for row in answer if not row.rule.id.startswith("support.")]

    assert statutory(STARTED, *kinds) == statutory(STARTED)


@pytest.mark.rule("VOL-4")
def test_support_is_never_administrative_and_the_statutory_track_never_lies_in_coordination() -> None:
    assert {rule.compartment for rule in SUPPORT_RULES} == {"coordination", "plan"}
    nl = registry().jurisdictions["nl"]
    assert {rule.compartment for rule in nl.rules} == {"administrative", "medical"}
    own = KNOWN_EVENTS.keys() - EVENT_TYPES.keys() - RIGHTS_TYPES
    assert {KNOWN_EVENTS[name].compartment for name in own - {"first_day_back"}} == {"coordination", "plan"}
