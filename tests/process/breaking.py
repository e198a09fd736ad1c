"""A plugin of pytest that breaks a rule of the domain for the test that is about it: see test_rules_bite."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from tests.identity.switching_off import answers, instead, open_policy

from handrail.cases import queries as cases
from handrail.cases.commands import contacting, participation
from handrail.cases.rules.participation import Participation
from handrail.cases.statutory import commands as statutory
from handrail.kit.db import elevated
from handrail.obligations import projection
from handrail.plans.commands import acting, agreement, concerns, drafting, meeting
from handrail.plans.queries import versions
from handrail.plans.queries.concerns import concerns_of
from handrail.plans.rules import gates

NONE = answers(value=None)


def stops_when_somebody_left(original: Any, facts: Any) -> Any:
    left = any(each.fields.get("decision") == "withdrawn" for each in facts)
    return [] if left else original(facts)


def is_complete_only_for_who_takes_part(original: Any, session: Any, actor: Any, employment: Any, *rest: Any) -> None:
    with elevated(session, "a rule is broken to see it noticed"):
        found = [cases.process_of(session, each) for each in cases.cases_of(session, employment)]
    if not any(each and each.participation is Participation.DECLINED for each in found):
        original(session, actor, employment, *rest)


def shares_all_that_was_told(_original: Any, act: Any, _raised: Any) -> Any:
    told = concerns_of(act.session, act.case)
    for concern in told:
        concern.approved = concern.approved or concern.wording
    return told


def takes_one_for_both(original: Any, proposed: Any, accepted: Any) -> Any:
    return max((each.version for each in accepted), default=None) or original(proposed, accepted)


@dataclass(frozen=True)
class Broken:
    """A rule, how it is broken in the one place that keeps it, and a test of that rule which notices."""

    rule: str
    off: Callable[[], AbstractContextManager[None]]
    test: str


BROKEN = {
    "who leaves is seen by the supervisor no more": Broken(
        "VOL-2",
        lambda: instead(participation, "end_parts", NONE),
        "tests/cases/test_participation.py::test_leaving_needs_no_reason_and_ends_every_other_part_at_once",
    ),
    "the row-level policy of what is due": Broken(
        "VOL-2",
        lambda: open_policy("obligation", "need_to_know"),
        "tests/cases/test_participation.py::test_in_every_state_the_employers_side_finds_the_same",
    ),
    "the statutory track knows nothing of who takes part": Broken(
        "VOL-4",
        lambda: instead(projection, "absence_events", stops_when_somebody_left),
        "tests/cases/test_participation.py::test_leaving_changes_no_obligation_of_the_statutory_track",
    ),
    "a document of the law knows nothing of who takes part": Broken(
        "VOL-4",
        lambda: instead(statutory, "_settle", is_complete_only_for_who_takes_part),
        "tests/cases/test_statutory.py::test_the_documents_are_the_same_whatever_the_worker_decided[declined]",
    ),
    "what the worker keeps is theirs": Broken(
        "CON-2",
        lambda: open_policy("own_concern", "need_to_know"),
        "tests/plans/test_isolation.py::test_what_the_worker_keeps_is_known_to_nobody_else",
    ),
    "only approved words are raised": Broken(
        "CON-2",
        lambda: instead(meeting, "_to_share", shares_all_that_was_told),
        "tests/plans/test_isolation.py::test_only_what_was_raised_goes_along_and_only_in_approved_words",
    ),
    "a release waits for the meeting": Broken(
        "CON-3",
        lambda: instead(concerns, "meeting_was_held", answers(value=True)),
        "tests/plans/test_isolation.py::test_nothing_of_a_release_reaches_the_plan_before_the_meeting",
    ),
    "the row-level policy of concerns": Broken(
        "CON-3",
        lambda: open_policy("concern", "need_to_know"),
        "tests/plans/test_isolation.py::test_the_employers_side_sees_no_row_of_what_is_confided[supervisor]",
    ),
    "no meeting and no follow-up without participation": Broken(
        "S2-2",
        lambda: instead(contacting, "require_participation", NONE),
        "tests/cases/test_participation.py::test_beyond_the_first_conversation_the_worker_takes_part_first",
    ),
    "no step of the plan without participation": Broken(
        "S2-2",
        lambda: instead(acting, "require_participation", NONE),
        "tests/plans/test_isolation.py::"
        "test_no_step_is_taken_without_participation_but_what_is_the_workers_stays_theirs[declined]",
    ),
    "the worker finds the summary right": Broken(
        "S4-4",
        lambda: instead(gates, "require_validated_summary", NONE),
        "tests/plans/test_preparation.py::test_the_meeting_waits_for_every_gate[S4-4]",
    ),
    "there are topics": Broken(
        "S4-5",
        lambda: instead(gates, "require_topics", NONE),
        "tests/plans/test_preparation.py::test_the_meeting_waits_for_every_gate[S4-5]",
    ),
    "no course of action before the meeting": Broken(
        "S4-5",
        lambda: instead(drafting, "require_meeting_begun", NONE),
        "tests/plans/test_room.py::test_no_course_of_action_is_written_down_before_the_meeting_has_begun",
    ),
    "both accept": Broken(
        "S5-6",
        lambda: instead(versions, "contract_of", takes_one_for_both),
        "tests/plans/test_agreement.py::test_a_plan_is_a_contract_once_both_accepted_the_same_version",
    ),
    "they accept the newest version": Broken(
        "S5-6",
        lambda: instead(agreement, "can_be_accepted", answers(value=True)),
        "tests/plans/test_agreement.py::test_accepting_an_older_version_is_refused_and_names_both",
    ),
}
"""Each kept by one function or one policy; its test may not pass where that does nothing."""


def of(item: pytest.Item) -> Broken | None:
    return next((broken for broken in BROKEN.values() if broken.test == item.nodeid), None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Have a test end in an error that does not carry the rule it is to notice."""
    broken = of(item)
    if broken is not None:
        assert broken.rule in {mark.args[0] for mark in item.iter_markers("rule")}, item.nodeid


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Run a test while its rule is broken."""
    broken = of(item)
    with ExitStack() as off:
        if broken is not None:
            off.enter_context(broken.off())
        return (yield)
