"""Eight stories from the first page to the last, as the different people, in Chromium and over the API."""

from dataclasses import replace

import pytest
from tests.stories.pages import Pages
from tests.stories.programs import Programs
from tests.stories.stage import SHOUTED, Plan

from handrail.kit.codes import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Door = Pages | Programs
SECRET = "She does not sleep since the row in June."
CONCERN = "The rota changes the evening before."
KEPT = "I am afraid of the first day."


def begins(story: Door) -> None:
    """A worker falls ill; two weeks later the file is with the coordinator, who invites."""
    story.the_absence_is_recorded(first_day=-3, expected_days=70)
    story.turn(1)
    story.the_worker_is_invited()


def takes_part(story: Door) -> None:
    """The worker is called, takes part, and the supervisor is told that and no more."""
    begins(story)
    story.turn(8)
    story.the_first_call("participating", notes=SECRET)
    story.the_supervisor_is_told()


def recovers(story: Door) -> None:
    """First meeting, three follow-ups, and one concern that goes to the meeting while another stays the worker's."""
    takes_part(story)
    story.turn(12)
    story.they_meet("Talked about the rota.")
    story.they_agree_to_talk(every=14)
    for day in (26, 40, 54):
        story.turn(day)
        story.they_talk("A little better.")
    story.the_worker_writes_a_concern(KEPT)
    story.the_worker_tells_a_concern(CONCERN)


def agrees(story: Door, plan: Plan) -> None:
    """The plan is made at the meeting, and both accept it."""
    recovers(story)
    story.turn(61)
    story.the_worker_releases(CONCERN)
    story.does_not_see(Role.SUPERVISOR, CONCERN, KEPT, SECRET)
    story.the_meeting_is_prepared(return_day=plan.first_day)
    story.does_not_see(Role.SUPERVISOR, CONCERN, KEPT, SECRET)
    story.the_meeting_is_held()
    story.a_plan_is_proposed(plan)
    both_accept(story)


def both_accept(story: Door) -> None:
    before = story.contract()
    story.accepts(Role.WORKER)
    assert story.contract() == before
    story.accepts(Role.SUPERVISOR)
    assert story.contract() not in {None, before}


def returns(story: Door, plan: Plan) -> None:
    """What was promised is in place, the worker is welcomed."""
    agrees(story, plan)
    story.turn(plan.first_day)
    story.what_was_promised_is_in_place()
    story.the_worker_comes_back()


PLAN = Plan(first_day=70)


def test_a_smooth_return(story: Door) -> None:
    returns(story, PLAN)
    for week, hours in enumerate(PLAN.hours):
        story.turn(PLAN.first_day + 7 * week + 4)
        story.a_week_is_worked(hours)
        if week == 2:
            for party in (Role.WORKER, Role.SUPERVISOR):
                story.is_asked_how_it_goes(party)
    story.the_worker_is_fit(first_day=-3)
    story.the_case_closes("sustained_return_own_job")
    story.does_not_see(Role.SUPERVISOR, CONCERN, KEPT, SECRET)
    story.does_not_see(Role.HR, CONCERN, KEPT, SECRET)


@pytest.mark.rule("VOL-2")
def test_the_worker_declines_and_the_employer_learns_not_even_that_there_was_an_invitation(story: Door) -> None:
    """No night's run comes between: what the day alone changes shows nobody that somebody acted."""
    story.the_absence_is_recorded(first_day=-3, expected_days=70)
    story.calendar.turn(1)
    before = {role: story.plain(role) for role in (Role.HR, Role.SUPERVISOR)}
    story.the_worker_is_invited()
    assert {role: story.plain(role) for role in before} == before
    story.calendar.turn(8)
    before = {role: story.plain(role) for role in before}
    story.the_first_call("declined", notes=SECRET)
    assert {role: story.plain(role) for role in before} == before
    assert not story.messages(Role.SUPERVISOR)
    story.the_case_closes("support_not_taken_up")
    assert {role: story.plain(role) for role in before} == before


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("CON-3")
def test_the_worker_withdraws_and_the_supervisor_has_seen_nothing_and_sees_nothing(story: Door) -> None:
    recovers(story)
    story.turn(61)
    story.the_worker_releases(CONCERN)
    story.does_not_see(Role.SUPERVISOR, CONCERN, KEPT, SECRET)
    story.the_worker_stops()
    for role in (Role.SUPERVISOR, Role.HR):
        story.does_not_see(role, CONCERN, KEPT, SECRET)
    story.sees(Role.WORKER, CONCERN)
    story.the_case_closes("withdrawn")
    story.does_not_see(Role.SUPERVISOR, CONCERN, KEPT, SECRET)


@pytest.mark.rule("S3-4")
@pytest.mark.rule("IVN-3")
def test_a_serious_conflict_goes_to_mediation_beside_the_support_and_the_plan_is_made_with_another(story: Door) -> None:
    mediator = story.employ(Role.PROVIDER, "Invented Mediator")
    other = story.employ(Role.SUPERVISOR, "Other Supervisor")
    story.world.people[Role.PROVIDER] = mediator
    recovers(story)
    story.turn(55)
    story.the_worker_is_referred_to_mediation(mediator)
    story.does_not_see(Role.SUPERVISOR, SHOUTED)
    story.does_not_see(Role.PROVIDER, SHOUTED, SECRET, CONCERN)
    for party in (Role.WORKER, Role.SUPERVISOR):
        story.takes_part_in_mediation(party)
    story.turn(58)
    story.the_mediator_meets_both("under_way", "met")
    story.turn(60)
    story.they_talk("The support goes on beside it.")
    story.the_mediator_meets_both("ended_without_agreement")
    story.another_supervisor(other)
    former = story.world.people[Role.SUPERVISOR]
    story.does_not_see(Role.SUPERVISOR, "Invented Worker", CONCERN)
    story.world.people[Role.SUPERVISOR] = other
    story.leave()
    story.turn(61)
    story.the_supervisor_is_told()
    story.the_worker_releases(CONCERN)
    story.the_meeting_is_prepared(return_day=PLAN.first_day)
    story.the_meeting_is_held()
    story.a_plan_is_proposed(PLAN)
    both_accept(story)
    with story.playing(Role.SUPERVISOR, former):
        story.does_not_see(Role.SUPERVISOR, "Invented Worker", CONCERN, PLAN.action)


@pytest.mark.rule("S7-3")
@pytest.mark.rule("S5-6")
def test_a_plan_that_stalls_is_revised_and_accepted_again_by_both(story: Door) -> None:
    returns(story, PLAN)
    for week, hours in enumerate(("8", "12", "8")):
        story.turn(PLAN.first_day + 7 * week + 4)
        story.a_week_is_worked(hours)
    for party in (Role.WORKER, Role.SUPERVISOR):
        story.is_asked_how_it_goes(party)
    story.sees(Role.SUPERVISOR, PLAN.if_it_stalls)
    story.a_plan_is_proposed(replace(PLAN, hours=("8", "12", "8", "10", "12", "14"), aim="Own job, 24 hours."))
    assert story.contract() == 1
    both_accept(story)
    assert story.contract() == 2
    story.sees(Role.SUPERVISOR, "Own job, 24 hours.")


@pytest.mark.rule("S7-5")
def test_a_relapse_four_months_after_the_end_is_a_new_run_linked_to_the_old_one(story: Door) -> None:
    returns(story, PLAN)
    story.turn(PLAN.first_day + 42)
    story.the_worker_is_fit(first_day=-3)
    story.the_case_closes("sustained_return_own_job")
    first, relapse = story.case, PLAN.first_day + 42 + 122
    story.turn(relapse)
    story.the_absence_is_recorded(first_day=relapse, expected_days=40)
    assert story.case != first
    assert story.earlier_case() == first
    story.does_not_see(Role.SUPERVISOR, CONCERN, KEPT, SECRET, PLAN.action)
    story.turn(relapse + 1)
    story.the_worker_is_invited()


@pytest.mark.rule("ACC-3")
def test_a_first_day_nine_days_off_moves_everything_and_each_is_told_once(story: Door) -> None:
    begins(story)
    story.turn(8)
    people = (Role.WORKER, Role.COORDINATOR, Role.SUPERVISOR, Role.HR)
    before = {role: story.messages(role) for role in people}
    moved = story.the_first_day_was(-12)
    assert len(moved) > 3
    told = {role: story.messages(role) - before[role] for role in people}
    assert max(told.values()) == 1, told
    assert (told[Role.WORKER], told[Role.HR]) == (1, 0), told


def test_a_coordinator_falls_ill_a_colleague_stands_in_for_two_weeks_and_then_they_are_back(story: Door) -> None:
    takes_part(story)
    colleague = story.employ(Role.COORDINATOR, "Covering Coordinator")
    with story.playing(Role.COORDINATOR, colleague):
        story.does_not_see(Role.COORDINATOR, "Invented Worker", SECRET)
    story.turn(12)
    story.a_colleague_stands_in(colleague, last_day=25)
    with story.playing(Role.COORDINATOR, colleague):
        story.sees(Role.COORDINATOR, "Invented Worker", SECRET)
        story.they_meet("Met the one who stands in.")
    story.sees(Role.WORKER, "Covering Coordinator")
    story.turn(26)
    with story.playing(Role.COORDINATOR, colleague):
        story.does_not_see(Role.COORDINATOR, "Invented Worker", SECRET, "Met the one")
    story.sees(Role.COORDINATOR, "Met the one who stands in.")
    story.does_not_see(Role.WORKER, "Covering Coordinator")
