"""The main job in the browser: from the absence to a plan that both accepted and a return, without and with script.

Everything runs as `handrail up` starts it: PostgreSQL, Valkey, web, relay, worker, scheduler, mail catcher.
"""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser
from tests.e2e.conftest import Person, Running, mailed, person, until_mailed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECRET = "She does not sleep since the row in June."
CONCERN = "The rota changes the evening before."
KEPT = "I am afraid of the first day."


def day(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - the browser's own day


def monday() -> str:
    today = date.today()  # noqa: DTZ011 - same
    return (today - timedelta(days=today.weekday())).isoformat()


class Journey:
    """One worker's way, told by those who walk it."""

    def __init__(self, people: dict[str, Person], *, number: str, name: str) -> None:
        self.number, self.name, self.case = number, name, ""
        self.hr, self.coordinator, self.supervisor, self.worker = (
            people[role] for role in ("hr", "coordinator", "supervisor", "worker")
        )

    def the_absence_is_recorded(self) -> None:
        self.hr.opens("/absences/new")
        self.hr.fills(worker=self.number, first_day=day(-40), expected_days="70")
        self.hr.sends()
        self.hr.sees(self.name, "still absent")

    def the_case_reaches_the_coordinator(self) -> None:
        page = self.coordinator.opens("/today")
        self.coordinator.sees(self.name, "Invitation letter")
        self.case = page.locator("main td a", has_text=self.name).first.get_attribute("href") or ""
        self.coordinator.opens(self.case)
        self.coordinator.sees("Problem analysis", "Why is this due?", "Not invited yet")

    def the_worker_wants_mail_at_any_hour(self) -> None:
        self.worker.opens("/account/notifications")
        self.worker.fills(quiet_from="", quiet_until="")
        self.worker.sends()

    def the_worker_is_invited(self) -> None:
        self.coordinator.opens(f"{self.case}/invitation")
        self.coordinator.sends()
        self.coordinator.sees("The invitation is on its way.")

    def nothing_goes_on_before_participation(self) -> None:
        self.coordinator.opens(f"{self.case}/first-meeting")
        self.coordinator.fills(channel="in_person", answers__concerns="too early")
        self.coordinator.sends()
        self.coordinator.sees("One thing to put right")

    def the_first_talk_ends_in_a_choice(self) -> None:
        self.coordinator.opens(f"{self.case}/first-contact")
        self.coordinator.fills(channel="telephone", decision="participating", process_explained=True, notes=SECRET)
        self.coordinator.sends()
        self.coordinator.sees("to put right")
        assert self.coordinator.page.input_value('main [name="notes"]') == SECRET
        self.coordinator.fills(
            questions_answered=True, confidentiality_explained=True, voluntary_explained=True,
            withdrawal_explained=True, preferred_channel="telephone", supervisor_contact="given",
        )  # fmt: skip
        self.coordinator.sends()
        self.coordinator.sees("The conversation is recorded.", "Participating")

    def the_supervisor_learns_that_and_no_more(self) -> None:
        self.supervisor.opens("/team")
        self.supervisor.sees(self.name, "not in use")
        self.supervisor.does_not_see(SECRET)
        self.coordinator.opens(f"{self.case}/inform-supervisor")
        self.coordinator.sends()
        self.supervisor.opens("/team")
        self.supervisor.presses(self.name)
        self.supervisor.sees("Support in use")
        self.supervisor.does_not_see(SECRET, CONCERN, KEPT)

    def they_stay_in_touch(self) -> None:
        self.coordinator.opens(f"{self.case}/first-meeting")
        self.coordinator.fills(channel="in_person", place="neutral", answers__concerns="Talked about the rota.")
        self.coordinator.sends()
        self.coordinator.opens(f"{self.case}/follow-up-agreement")
        self.coordinator.fills(channel="telephone")
        self.coordinator.sends()
        self.coordinator.opens(f"{self.case}/follow-up")
        self.coordinator.fills(channel="telephone", answers__since_last="A little better.")
        self.coordinator.sends()
        self.coordinator.sees("Follow-up at the agreed interval")

    def the_worker_decides_what_goes_where(self) -> None:
        for words in (KEPT, CONCERN):
            self.worker.opens("/my-return/concerns")
            self.worker.fills(text=words)
            self.worker.sends()
        self.worker.follows(self.worker.page.locator(".box", has_text=CONCERN).get_by_role("link", name="Tell"))
        self.worker.fills(topic="workload")
        self.worker.sends()
        self.coordinator.opens(f"{self.case}/concerns")
        self.coordinator.sees(CONCERN)
        self.coordinator.does_not_see(KEPT)
        self.worker.opens("/my-return/concerns")
        self.worker.presses("Let it go to the meeting")
        self.worker.sends()
        self.supervisor.opens("/team")
        self.supervisor.does_not_see(CONCERN, KEPT)

    def the_meeting_is_prepared(self) -> None:
        self.coordinator.opens(f"{self.case}/readiness")
        self.coordinator.fills(
            worker_ready_on=day(0), physician="occupational", capacity_from_on=day(0), return_on=day(5)
        )
        self.coordinator.sends()
        self.coordinator.opens(f"{self.case}/summary")
        self.coordinator.fills(text="The rota, and how changes are told.")
        self.coordinator.sends()
        self.worker.opens("/my-return/concerns")
        self.worker.presses("This is right")
        self.coordinator.opens(f"{self.case}/tentative-plan")
        self.coordinator.fills(topics="workload")
        self.coordinator.sends()
        self.coordinator.opens(f"{self.case}/meeting")
        self.coordinator.fills(on=day(0), at="23:59", place="The library")  # still to come, whenever this runs
        self.coordinator.sends()
        self.supervisor.opens("/team")
        self.supervisor.presses(self.name)
        self.supervisor.sees("The library")
        self.supervisor.does_not_see(CONCERN, KEPT, SECRET)

    def the_plan_is_made_at_the_meeting(self) -> None:
        self.coordinator.opens(f"{self.case}/meeting/record")
        for who in ("worker", "supervisor", "coordinator"):
            self.coordinator.fills(present=who)
        self.coordinator.fills(objectives="A return that lasts.", worker_spoke_first=True, raised=True)
        self.coordinator.sends()
        self.coordinator.opens(f"{self.case}/consents/welcome_arrangements")
        self.coordinator.fills(answer="given", given_how="in_person")
        self.coordinator.sends()
        self.coordinator.opens(f"{self.case}/plan/edit")
        concern = self.coordinator.page.locator('[name="actions-0-concerns"]').get_attribute("value") or ""
        self.coordinator.fills(
            aim="Own job, 36 hours.", first_day_on=day(1), full_week_hours="36", limitations="No night shifts.",
            actions__0__description="The rota is fixed two weeks ahead.", actions__0__kind="work_organisation",
            actions__0__responsible="supervisor", actions__0__due_on=day(0), actions__0__before_return=True,
            actions__0__judged_by="No change within two weeks.", actions__0__concerns=concern,
            weeks__0__monday=monday(), weeks__0__mon="4", weeks__0__tasks="Cleaning the stones",
            if_it_stalls="We meet within a week.", evaluations_on__0__on=day(14), welcome="coffee",
            replacement="Piet stays three weeks.", colleagues="Told on the day.",
        )  # fmt: skip
        self.coordinator.sends('button[name="then"][value="propose"]')
        self.coordinator.sees("Not yet a contract", CONCERN)

    def both_accept_the_same_version(self) -> None:
        self.worker.opens("/my-return/plan")
        self.worker.fills(agreed=True)
        self.worker.sends()
        self.worker.sees("You accepted this version.")
        self.supervisor.opens(f"{self.case}/plan")
        self.supervisor.sees(CONCERN)
        self.supervisor.does_not_see(KEPT, SECRET)
        self.supervisor.fills(agreed=True)
        self.supervisor.sends()
        self.coordinator.opens(f"{self.case}/plan")
        self.coordinator.does_not_see("Not yet a contract")

    def what_was_promised_is_in_place(self) -> None:
        page = self.supervisor.opens(f"{self.case}/plan")
        self.supervisor.follows(page.locator('main a[href*="/plan/actions/"]').first)
        self.supervisor.fills(in_place="true")
        self.supervisor.sends()
        self.coordinator.opens(f"{self.case}/plan")
        self.coordinator.presses("Mark the return as prepared")
        self.coordinator.sees("Prepared")

    def the_worker_comes_back(self) -> None:
        self.coordinator.opens(f"{self.case}/return")
        self.coordinator.fills(first_day_on=day(0), full=True, supervisor_greeted="true")
        self.coordinator.sends()
        page = self.hr.opens("/absences")
        self.hr.follows(page.locator("main a", has_text=self.name).first)
        self.hr.fills(first_day_fit=day(0))
        self.hr.sends()

    def both_are_asked_how_it_goes(self) -> None:
        for party in ("worker", "supervisor"):
            self.coordinator.opens(f"{self.case}/after-return/{party}")
            self.coordinator.fills(channel="telephone")
            self.coordinator.sends()

    def the_case_closes_with_a_sustained_return(self) -> None:
        self.coordinator.opens(f"{self.case}/close")
        self.coordinator.fills(outcome="sustained_return_own_job")
        self.coordinator.sends()
        self.coordinator.opens(self.case)
        self.coordinator.sees("Closed on")
        self.supervisor.opens("/team")
        self.supervisor.does_not_see(CONCERN)
        self.worker.opens("/my-return")
        self.worker.sees("Your support has ended")

    def whoever_looked_is_on_record(self) -> None:
        self.worker.opens("/my-return/privacy/looked")
        self.worker.sees("Cora Trial")

    def walk(self) -> None:
        self.the_absence_is_recorded()
        self.the_case_reaches_the_coordinator()
        self.the_worker_wants_mail_at_any_hour()
        self.the_worker_is_invited()
        self.nothing_goes_on_before_participation()
        self.the_first_talk_ends_in_a_choice()
        self.the_supervisor_learns_that_and_no_more()
        self.they_stay_in_touch()
        self.the_worker_decides_what_goes_where()
        self.the_meeting_is_prepared()
        self.the_plan_is_made_at_the_meeting()
        self.both_accept_the_same_version()
        self.what_was_promised_is_in_place()
        self.the_worker_comes_back()
        self.both_are_asked_how_it_goes()
        self.the_case_closes_with_a_sustained_return()
        self.whoever_looked_is_on_record()


@pytest.mark.rule("S2-2")
@pytest.mark.rule("CON-2")
@pytest.mark.rule("S5-6")
def test_the_main_job_without_script(running: Running, browser: Browser) -> None:
    """Everybody comes in by the link that was printed for them."""
    people = {role: person(running, browser, role, script=False) for role in running.links}
    Journey(people, number="M-1", name="Wanda Trial").walk()


ADDRESSES = {"hr": "hana", "coordinator": "cora", "supervisor": "sam", "worker": "walter"}


def test_the_main_job_with_script(running: Running, browser: Browser) -> None:
    """Everybody asks for a link at the sign-in page, and it comes by mail."""
    people = {role: mailed(running, browser, f"{name}@trial.example") for role, name in ADDRESSES.items()}
    Journey(people, number="M-2", name="Walter Trial").walk()


def test_the_main_job_by_keyboard_alone(running: Running, browser: Browser) -> None:
    """Nobody has a pointer; every control that is used is reached by Tab and shows its ring."""
    people = {
        role: mailed(running, browser, f"{name}@trial.example", keyboard=True)
        for role, name in (ADDRESSES | {"worker": "kim"}).items()
    }
    Journey(people, number="M-4", name="Kim Trial").walk()


@pytest.mark.rule("VOL-2")
def test_the_invitation_is_mailed_once_and_says_nothing(running: Running) -> None:
    """Runs after the journeys: what the worker was sent holds no word of the case."""
    until_mailed(running, "wanda@trial.example", re.compile("Handrail"))
    mails = [mail for mail in running.mails if "wanda@trial.example" in mail]
    bodies = "\n".join(mails)
    for word in (SECRET, CONCERN, KEPT, "The Mill", "Cora", "rota", "sick"):
        assert word not in bodies
    ids = re.findall(r"^Message-ID: (\S+)", bodies, re.MULTILINE | re.IGNORECASE)
    assert len(ids) == len(set(ids))
