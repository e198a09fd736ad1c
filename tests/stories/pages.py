"""People at a browser: every act is a page that is opened, a form that is filled in and sent."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import axe_core_python
from playwright.sync_api import Browser, BrowserContext
from tests.builders import case_row
from tests.e2e.conftest import Person, Running, at
from tests.stories.stage import SHOUTED, Plan, Story, answers_of

from handrail.identity import commands as identity
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit.codes import Role
from handrail.plans.queries.versions import versions_of

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
SCREENS = os.environ.get("HANDRAIL_SCREENS")
"""A folder for screenshots of every page that an act ended on, for whoever wants to look."""
HOME = {Role.SUPERVISOR: "/team", Role.HR: "/absences", Role.WORKER: "/my-return"}
TOPIC = "workload"


@dataclass
class Pages(Story):
    """The story told at the browser."""

    browser: Browser | None = None
    base: str = ""
    name: str = "story"
    _people: dict[Role, tuple[int, Person]] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)
    _shot: int = 0

    def who(self, role: Role) -> Person:
        """Return the person of this role at their browser, signed in today."""
        day, known = self._people.get(role, (None, None))
        if known is not None and day == self.calendar.day:
            return known
        assert self.browser is not None
        context = self.browser.new_context(viewport={"width": 1280, "height": 900})
        self._contexts.append(context)
        with self.world.engine() as session:
            _row, secret = identity.start_sign_in(
                session, self.world.tenant_id, self.world.people[role], role, proof=DEVELOPMENT
            )
        context.add_cookies([{"name": "hr", "value": secret, "url": self.base}])
        made = at(Running(self.base, Path(), {}), context.new_page())
        self._people[role] = (self.calendar.day, made)
        return made

    def on(self, role: Role, path: str) -> Person:
        """Open a page of the case as this person, and look at it: no rule of accessibility is broken."""
        person = self.who(role)
        person.opens(path.format(case=self.case, employment=self.employment))
        self.is_accessible(person)
        return person

    def is_accessible(self, person: Person) -> None:
        """Let axe look at the page as it is, and keep a picture of it where somebody wants one."""
        if SCREENS:
            self._shot += 1
            folder = Path(SCREENS)
            folder.mkdir(parents=True, exist_ok=True)
            person.page.screenshot(path=folder / f"{self.name}-{self._shot:03}.png", full_page=True)
        person.page.evaluate(AXE)
        found: list[dict[str, Any]] = person.page.evaluate("async () => (await axe.run()).violations")
        assert not found, (person.page.url, [(each["id"], each["nodes"][0]["html"][:200]) for each in found])

    def does(self, role: Role, path: str, *, button: str = "button.go, button.stop", **values: str | bool) -> Person:
        """Open a form, fill it in and send it; nothing is to put right."""
        person = self.on(role, path)
        person.fills(**values)
        person.sends(button)
        person.does_not_see('class="errors"')
        self.is_accessible(person)
        return person

    def sees(self, role: Role, *words: str) -> None:
        """Each of the words is on the pages of this person."""
        found = self.read(role)
        assert not [each for each in words if each not in found], (role, words, found[:3000])

    def does_not_see(self, role: Role, *words: str) -> None:
        """None of the words is on a page of this person, not even in its source."""
        found = self.read(role)
        assert not [each for each in words if each in found], (role, words)

    def plain(self, role: Role) -> str:
        """Return the words on the pages of this person, to be compared one by one."""
        person, found = self.who(role), []
        for path in self._pages_of(role):
            person.page.goto(person.running.base + path)
            found.append(person.page.inner_text("body"))
        person.complaints.clear()
        return "\n".join(found)

    def leave(self) -> None:
        self._people.clear()

    def read(self, role: Role) -> str:
        """Return the source of all pages that this person has of the case."""
        person, found = self.who(role), []
        for path in self._pages_of(role):
            answer = person.page.goto(person.running.base + path)
            assert answer is not None
            assert answer.status in {200, 404}, (path, answer.status)
            found.append(person.page.content())
        person.complaints.clear()
        return "\n".join(found)

    def _pages_of(self, role: Role) -> list[str]:
        case, employment = f"/cases/{self.case}", self.employment
        return {
            Role.SUPERVISOR: ["/team", f"/team/{employment}", f"{case}/plan", "/obligations"],
            Role.HR: ["/absences", "/obligations", f"{case}/plan"],
            Role.PROVIDER: ["/referrals", case, f"{case}/plan"],
            Role.LEAD_COORDINATOR: ["/cases"],
            Role.WORKER: ["/my-return", "/my-return/concerns", "/my-return/plan", "/my-return/dates"],
            Role.COORDINATOR: [case, f"{case}/contacts", f"{case}/concerns", f"{case}/plan", "/cases"],
        }[role]

    # --- S1 and S2 ---

    def the_absence_is_recorded(self, *, first_day: int, expected_days: int) -> None:
        _employer, worker = self.keys
        iso = self.calendar.iso
        self.does(Role.HR, "/absences/new", worker=worker, first_day=iso(first_day), expected_days=str(expected_days))
        link = self.on(Role.COORDINATOR, "/cases").page.locator("main tbody th a").first
        self.case = re.sub(r"^/cases/", "", link.get_attribute("href") or "")

    def the_worker_is_invited(self) -> None:
        self.does(Role.COORDINATOR, "/cases/{case}/invitation")

    def the_first_call(self, decision: str, *, notes: str = "", supervisor_contact: str = "given") -> None:
        self.does(
            Role.COORDINATOR, "/cases/{case}/first-contact", channel="telephone", decision=decision, notes=notes,
            process_explained=True, questions_answered=True, confidentiality_explained=True, voluntary_explained=True,
            withdrawal_explained=True, preferred_channel="telephone", supervisor_contact=supervisor_contact,
        )  # fmt: skip

    def the_supervisor_is_told(self) -> None:
        self.does(Role.COORDINATOR, "/cases/{case}/inform-supervisor")

    def the_worker_stops(self) -> None:
        self.on(Role.WORKER, "/my-return/stop").presses("Stop taking part")

    # --- S3 and S4 ---

    def they_meet(self, notes: str) -> None:
        self.does(
            Role.COORDINATOR, "/cases/{case}/first-meeting", channel="in_person", place="neutral",
            answers__concerns=notes,
        )  # fmt: skip

    def they_agree_to_talk(self, *, every: int) -> None:
        path = "/cases/{case}/follow-up-agreement"
        self.does(Role.COORDINATOR, path, channel="telephone", interval_days=str(every))

    def they_talk(self, notes: str) -> None:
        self.does(Role.COORDINATOR, "/cases/{case}/follow-up", channel="telephone", answers__since_last=notes)

    def the_worker_writes_a_concern(self, words: str) -> None:
        self.does(Role.WORKER, "/my-return/concerns", text=words)

    def the_worker_tells_a_concern(self, words: str) -> None:
        self.the_worker_writes_a_concern(words)
        worker = self.on(Role.WORKER, "/my-return/concerns")
        worker.follows(worker.page.locator(".box", has_text=words).get_by_role("link", name="Tell"))
        worker.fills(topic=TOPIC)
        worker.sends()

    def the_worker_releases(self, words: str) -> None:
        worker = self.on(Role.WORKER, "/my-return/concerns")
        worker.follows(worker.page.locator(".box", has_text=words).get_by_role("link", name="Let it go to the meeting"))
        worker.sends()

    def the_meeting_is_prepared(self, *, return_day: int) -> None:
        today = self.calendar.iso()
        self.does(
            Role.COORDINATOR, "/cases/{case}/readiness", worker_ready_on=today, physician="occupational",
            capacity_from_on=today, return_on=self.calendar.iso(return_day),
        )  # fmt: skip
        self.does(Role.COORDINATOR, "/cases/{case}/summary", text="The rota, and how changes are told.")
        worker = self.on(Role.WORKER, "/my-return/concerns")
        worker.presses("This is right")
        self.does(Role.COORDINATOR, "/cases/{case}/tentative-plan", topics=TOPIC)
        self.does(Role.COORDINATOR, "/cases/{case}/meeting", on=today, at="15:00", place="The library")

    # --- S5 ---

    def the_meeting_is_held(self) -> None:
        coordinator = self.on(Role.COORDINATOR, "/cases/{case}/meeting/record")
        for each in ("worker", "supervisor", "coordinator"):
            coordinator.fills(present=each)
        coordinator.fills(objectives="A return that lasts.", worker_spoke_first=True)
        for box in coordinator.page.locator('main [name="raised"]').all():
            box.check()
        coordinator.sends()

    def a_plan_is_proposed(self, plan: Plan) -> None:
        welcome = {"answer": "given", "given_how": "in_person"}
        self.does(Role.COORDINATOR, "/cases/{case}/consents/welcome_arrangements", **welcome)
        coordinator, iso = self.on(Role.COORDINATOR, "/cases/{case}/plan/edit"), self.calendar.iso
        coordinator.fills(
            aim=plan.aim, first_day_on=iso(plan.first_day), full_week_hours="32", limitations="No night shifts.",
            if_it_stalls=plan.if_it_stalls, evaluations_on__0__on=iso(plan.first_day + 21), welcome="coffee",
            replacement="A colleague stays three weeks.", colleagues="Told on the day.",
            actions__0__description=plan.action, actions__0__kind="work_organisation",
            actions__0__responsible="supervisor", actions__0__due_on=iso(plan.first_day - 1),
            actions__0__before_return=True, actions__0__judged_by="No change within two weeks.",
        )  # fmt: skip
        for concern in coordinator.page.locator('main [name="actions-0-concerns"]').all():
            concern.check()
        for number, hours in enumerate(plan.hours):
            if not coordinator.page.locator(f'main [name="weeks-{number}-monday"]').count():
                coordinator.presses("Add a week")
            half = str(float(hours) / 2)
            coordinator.fills(**{
                f"weeks__{number}__monday": self.calendar.monday(plan.first_day + 7 * number),
                f"weeks__{number}__mon": half, f"weeks__{number}__thu": half,
                f"weeks__{number}__tasks": f"Tasks of week {number + 1}",
            })  # fmt: skip
        coordinator.sends('button[name="then"][value="propose"]')
        coordinator.sees("Not yet a contract")
        self.is_accessible(coordinator)

    def accepts(self, role: Role) -> None:
        path = "/my-return/plan" if role is Role.WORKER else "/cases/{case}/plan"
        self.does(role, path, agreed=True)

    def contract(self) -> int | None:
        """The version that both accepted; the plan's page says whether the newest is it."""
        with self.world.engine() as session:
            versions = versions_of(session, case_row(session, UUID(self.case)))
        waits = "Not yet a contract" in self.on(Role.COORDINATOR, "/cases/{case}/plan").page.inner_text("main")
        assert versions.newest is not None
        assert waits == (versions.contract is None or versions.contract.number != versions.newest.number)
        return versions.contract.number if versions.contract else None

    # --- S6 and S7 ---

    def what_was_promised_is_in_place(self) -> None:
        supervisor = self.on(Role.SUPERVISOR, "/cases/{case}/plan")
        supervisor.follows(supervisor.page.locator('main a[href*="/plan/actions/"]').first)
        supervisor.fills(in_place="true")
        supervisor.sends()
        coordinator = self.on(Role.COORDINATOR, "/cases/{case}/plan")
        coordinator.presses("Mark the return as prepared")
        coordinator.sees("Prepared")

    def the_worker_comes_back(self) -> None:
        path = "/cases/{case}/return"
        self.does(Role.COORDINATOR, path, first_day_on=self.calendar.iso(), supervisor_greeted="true")

    def a_week_is_worked(self, hours: str) -> None:
        path = "/cases/{case}/weeks?monday=" + self.calendar.monday()
        self.does(Role.COORDINATOR, path, monday=self.calendar.monday(), hours=hours, tasks="As planned")

    def the_worker_is_fit(self, *, first_day: int) -> None:  # noqa: ARG002 - a program says the first day again
        hr = self.on(Role.HR, "/absences")
        hr.follows(hr.page.locator("main a", has_text="Invented Worker").first)
        hr.fills(first_day_fit=self.calendar.iso())
        hr.sends()

    def is_asked_how_it_goes(self, party: Role) -> None:
        answers = {f"answers__{key}": said for key, said in answers_of(party).items()}
        self.does(Role.COORDINATOR, f"/cases/{{case}}/after-return/{party.value}", channel="telephone", **answers)

    def the_case_closes(self, outcome: str) -> None:
        self.does(Role.COORDINATOR, "/cases/{case}/close", outcome=outcome)

    # --- Conflict, another supervisor, another coordinator, another first day ---

    def the_worker_is_referred_to_mediation(self, mediator: UUID) -> None:
        self.does(Role.COORDINATOR, "/cases/{case}/help/conflict", note=SHOUTED)
        coordinator = self.on(Role.COORDINATOR, "/cases/{case}/help/refer")
        options = coordinator.page.locator('main [name="to"] option')
        codes = [option.get_attribute("value") or "" for option in options.all()]
        to = next(each for each in codes if str(mediator) in each)
        coordinator.fills(to=to, kind="mediation")
        coordinator.sends()
        coordinator.sees("no consent")
        self.does(Role.COORDINATOR, "/cases/{case}/help/consent", to=to, answer="given", given_how="telephone")
        self.does(Role.COORDINATOR, "/cases/{case}/help/refer", to=to, kind="mediation")

    def takes_part_in_mediation(self, role: Role) -> None:
        person = self.on(role, "/my-return/help" if role is Role.WORKER else "/team/mediation")
        person.follows(person.page.locator('main a[href*="/answer"]').first)
        person.fills(agreed="true")
        person.sends()

    def the_mediator_meets_both(self, *states: str) -> None:
        for state in states:
            mediator = self.on(Role.PROVIDER, "/referrals")
            mediator.follows(mediator.page.locator('main a[href^="/referrals/"]').first)
            if state == "met":
                mediator.follows(mediator.page.locator('main a[href$="/session"]').first)
                mediator.fills(on=self.calendar.iso(), present="worker")
                mediator.fills(present="supervisor")
            else:
                mediator.follows(mediator.page.locator('main a[href$="/state"]').first)
                mediator.fills(state=state)
            mediator.sends()

    def another_supervisor(self, person_id: UUID) -> None:
        self.does(Role.HR, "/employments/{employment}/supervisor", supervisor_id=str(person_id))

    def a_colleague_stands_in(self, colleague: UUID, *, last_day: int) -> None:
        self.does(
            Role.LEAD_COORDINATOR, "/cover", away=self.key_of(self.world.people[Role.COORDINATOR]),
            by=self.key_of(colleague), first_day=self.calendar.iso(), last_day=self.calendar.iso(last_day),
        )  # fmt: skip

    def the_first_day_was(self, day: int) -> list[str]:
        """Correct the first day of the absence; returns what moved, as it was shown before it was confirmed."""
        hr = self.on(Role.HR, "/absences")
        hr.follows(hr.page.locator("main a", has_text="Invented Worker").first)
        hr.fills(first_day=self.calendar.iso(day))
        hr.sends()
        hr.sees("What this correction moves")
        self.is_accessible(hr)
        moved = hr.page.locator("main table th[scope=row]").all_inner_texts()
        hr.presses("Confirm the correction")
        return moved

    def earlier_case(self) -> str | None:
        """Id of the case that this one goes on from."""
        page = self.on(Role.COORDINATOR, "/cases/{case}").page
        link = page.get_by_role("link", name="The earlier case").first
        return (link.get_attribute("href") or "").removeprefix("/cases/") if link.count() else None

    def close(self) -> None:
        """Put the browsers away."""
        for context in self._contexts:
            context.close()
