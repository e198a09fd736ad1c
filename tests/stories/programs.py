"""People who act through programs: every act is one request to the API, with the token of who acts."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from tests.builders import bearer
from tests.stories.stage import SHOUTED, Plan, Story, answers_of

from handrail.kit.codes import Role

TICKS = ("process_explained", "questions_answered", "confidentiality_explained", "voluntary_explained",
         "withdrawal_explained")  # fmt: skip
READ_BY = {
    Role.SUPERVISOR: ("/cases/{case}/plan", "/cases/{case}/meetings", "/cases/{case}/supervisor-notice",
                      "/employments/{employment}/obligations", "/absences?employer={employer}"),
    Role.HR: ("/cases/{case}/plan", "/employments/{employment}/obligations", "/absences?employer={employer}",
              "/employments/{employment}/contact-requests"),
    Role.PROVIDER: ("/referrals", "/cases/{case}", "/cases/{case}/plan"),
    Role.LEAD_COORDINATOR: ("/cases",),
    Role.WORKER: ("/cases/{case}/process", "/cases/{case}/people", "/cases/{case}/plan", "/cases/{case}/concerns"),
    Role.COORDINATOR: ("/cases/{case}", "/cases/{case}/process", "/cases/{case}/contacts", "/cases/{case}/concerns",
                       "/cases/{case}/plan", "/cases"),
}  # fmt: skip
"""What of a case each reads through a program; what is not theirs is simply not there."""


@dataclass
class Programs(Story):
    """The story told through the API."""

    app: Flask | None = None
    _tokens: dict[tuple[Role, int], dict[str, str]] = field(default_factory=dict)

    def ask(self, role: Role, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send one request as the person of this role today; returns the answer."""
        assert self.app is not None
        today = (role, self.calendar.day)
        if today not in self._tokens:
            self._tokens[today] = bearer(self.world, role)
        address = "/api/v1" + path.format(case=self.case, employment=self.employment, employer=self.keys[0])
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.app.test_client().open(address, method=method, json=body, headers=self._tokens[today] | named)

    def done(self, role: Role, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request that is granted; returns what is in the answer."""
        answer = self.ask(role, method, path, body, **headers)
        assert answer.status_code < 300, (path, answer.status_code, answer.get_data(as_text=True))
        return answer.get_json() if answer.get_data() else None

    def plain(self, role: Role) -> str:
        """Return what this person reads, to be compared word by word."""
        return self.read(role)

    def leave(self) -> None:
        self._tokens.clear()

    def read(self, role: Role) -> str:
        """Return all that this person reads of the case through a program."""
        return "\n".join(self.ask(role, "GET", path).get_data(as_text=True) for path in READ_BY[role])

    def sees(self, role: Role, *words: str) -> None:
        """Each of the words is in what this person reads."""
        found = self.read(role)
        assert not [each for each in words if each not in found], (role, words, found)

    def does_not_see(self, role: Role, *words: str) -> None:
        """None of the words is in what this person reads."""
        found = self.read(role)
        assert not [each for each in words if each in found], (role, words)

    # --- S1 and S2 ---

    def the_absence_is_recorded(self, *, first_day: int, expected_days: int) -> None:
        employer, worker = self.keys
        body = {
            "employer": employer, "worker": worker, "external_key": f"A-{first_day}",
            "first_day": self.calendar.iso(first_day), "expected_days": expected_days,
        }  # fmt: skip
        self.done(Role.HR, "POST", "/absences", body)
        (row,) = self.done(Role.COORDINATOR, "GET", "/cases?state=open")["items"]
        self.case = row["id"]

    def the_worker_is_invited(self) -> None:
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/invitation", {})

    def the_first_call(self, decision: str, *, notes: str = "", supervisor_contact: str = "given") -> None:
        body = dict.fromkeys(TICKS, True) | {
            "channel": "telephone", "decision": decision, "notes": notes, "supervisor_contact": supervisor_contact,
        }  # fmt: skip
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/first-contact", body)

    def the_supervisor_is_told(self) -> None:
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/supervisor-notice", {})

    def the_worker_stops(self) -> None:
        self.done(Role.WORKER, "POST", "/cases/{case}/withdrawal", {})

    # --- S3 and S4 ---

    def they_meet(self, notes: str) -> None:
        body = {"kind": "first_meeting", "channel": "in_person", "place": "neutral", "notes": notes}
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/contacts", body)

    def they_agree_to_talk(self, *, every: int) -> None:
        body = {"interval_days": every, "channel": "telephone"}
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/follow-up-agreements", body)

    def they_talk(self, notes: str) -> None:
        body = {"kind": "follow_up", "channel": "telephone", "notes": notes}
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/contacts", body)

    def the_worker_writes_a_concern(self, words: str) -> None:
        self.done(Role.WORKER, "POST", "/cases/{case}/own-concerns", {"text": words})

    def the_worker_tells_a_concern(self, words: str) -> None:
        own = self.done(Role.WORKER, "POST", "/cases/{case}/own-concerns", {"text": words})["id"]
        self.done(Role.WORKER, "POST", f"/cases/{{case}}/own-concerns/{own}/telling", {"topic": "workload"})

    def the_worker_releases(self, words: str) -> None:
        rows = self.done(Role.WORKER, "GET", "/cases/{case}/concerns")["items"]
        concern = next(row["id"] for row in rows if row["wording"] == words)
        self.done(Role.WORKER, "PUT", f"/cases/{{case}}/concerns/{concern}/release", {"words": words})

    def the_meeting_is_prepared(self, *, return_day: int) -> None:
        day = self.calendar.iso()
        ready = {"worker_ready_on": day, "physician": "occupational", "return_on": self.calendar.iso(return_day)}
        self.done(Role.COORDINATOR, "PUT", "/cases/{case}/readiness", ready | {"capacity_from_on": day})
        text = {"text": "The rota, and how changes are told."}
        number = self._etag(self.ask(Role.COORDINATOR, "GET", "/cases/{case}/summary"))
        self.done(Role.COORDINATOR, "PUT", "/cases/{case}/summary", text, If_Match=number)
        made = self._etag(self.ask(Role.COORDINATOR, "GET", "/cases/{case}/summary"))
        self.done(Role.WORKER, "POST", "/cases/{case}/summary/validation", {"number": int(made.strip('"'))})
        topics = {"topics": ["workload"]}
        number = self._etag(self.ask(Role.COORDINATOR, "GET", "/cases/{case}/tentative-plan"))
        self.done(Role.COORDINATOR, "PUT", "/cases/{case}/tentative-plan", topics, If_Match=number)
        meeting = {"on": day, "at": "15:00", "minutes": 90, "place": "The library"}
        self.done(Role.COORDINATOR, "PUT", "/cases/{case}/meeting", meeting)

    @staticmethod
    def _etag(answer: Any) -> str:
        return str(answer.headers.get("ETag") or '"0"')

    # --- S5 ---

    def the_meeting_is_held(self) -> None:
        raised = [row["id"] for row in self._released()]
        body = {
            "held_on": self.calendar.iso(), "present": ["worker", "supervisor", "coordinator"],
            "objectives": "A return that lasts.", "worker_spoke_first": True, "raised": raised,
        }  # fmt: skip
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/meeting/record", body)

    def _released(self) -> list[dict[str, Any]]:
        rows = self.done(Role.COORDINATOR, "GET", "/cases/{case}/concerns")["items"]
        return [row for row in rows if row["released_at"]]

    def a_plan_is_proposed(self, plan: Plan) -> None:
        path = "/cases/{case}/plan/draft"
        first = self.ask(Role.COORDINATOR, "GET", path)
        if first.status_code == 404:
            self.done(Role.COORDINATOR, "PUT", path, {"aim": plan.aim}, If_Match='"0"')
        draft = self.ask(Role.COORDINATOR, "GET", path)
        welcome = {"purpose": "welcome_arrangements", "answer": "given", "given_how": "in_person"}
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/consents", welcome)
        concerns = [each["id"] for each in draft.get_json()["content"]["concerns"]]
        iso, weeks = self.calendar.iso, []
        for number, hours in enumerate(plan.hours):
            monday = self.calendar.monday(plan.first_day + 7 * number)
            weeks.append({"monday": monday, "mon": str(float(hours) / 2), "thu": str(float(hours) / 2)}
                         | {"tasks": f"Tasks of week {number + 1}"})  # fmt: skip
        action = {
            "kind": "work_organisation", "description": plan.action, "responsible": "supervisor",
            "due_on": iso(plan.first_day - 1), "judged_by": "No change within two weeks.", "before_return": True,
            "concerns": concerns,
        }  # fmt: skip
        body = {
            "aim": plan.aim, "first_day_on": iso(plan.first_day), "full_week_hours": "32",
            "limitations": "No night shifts.", "if_it_stalls": plan.if_it_stalls, "welcome": "coffee",
            "evaluations_on": [{"on": iso(plan.first_day + 21)}], "replacement": "A colleague stays three weeks.",
            "colleagues": "Told on the day.", "weeks": weeks, "actions": [action],
            "concerns": [{"id": each, "why_no_action": ""} for each in concerns],
        }  # fmt: skip
        saved = self.ask(Role.COORDINATOR, "PUT", path, body, If_Match=self._etag(draft))
        assert saved.status_code == 200, saved.get_data(as_text=True)
        revision = int(self._etag(saved).strip('"'))
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/plan/versions", {"revision": revision})

    def accepts(self, role: Role) -> None:
        newest = self.done(role, "GET", "/cases/{case}/plan")["newest"]
        self.done(role, "POST", f"/cases/{{case}}/plan/versions/{newest}/acceptances")

    def contract(self) -> int | None:
        """The version that both accepted."""
        found: int | None = self.done(Role.COORDINATOR, "GET", "/cases/{case}/plan")["contract"]
        return found

    # --- S6 and S7 ---

    def what_was_promised_is_in_place(self) -> None:
        self.done(Role.SUPERVISOR, "PUT", "/cases/{case}/plan/actions/a1/confirmation", {"in_place": True})
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/return/preparation")

    def the_worker_comes_back(self) -> None:
        body = {"first_day_on": self.calendar.iso(), "supervisor_greeted": True}
        self.done(Role.COORDINATOR, "PUT", "/cases/{case}/return", body)

    def a_week_is_worked(self, hours: str) -> None:
        path = f"/cases/{{case}}/weeks/{self.calendar.monday()}"
        self.done(Role.WORKER, "PUT", path, {"hours": hours, "tasks": "As planned"})

    def the_worker_is_fit(self, *, first_day: int) -> None:
        rows = self.done(Role.HR, "GET", "/absences?employer={employer}")["items"]
        row = max(rows, key=lambda each: str(each["first_day"]))
        answer = self.ask(Role.HR, "GET", f"/absences/{row['id']}")
        body = {"first_day": self.calendar.iso(first_day), "first_day_fit": self.calendar.iso()}
        self.done(Role.HR, "PATCH", f"/absences/{row['id']}", body, If_Match=self._etag(answer))

    def is_asked_how_it_goes(self, party: Role) -> None:
        body = {"party": party.value, "channel": "telephone", "answers": answers_of(party)}
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/follow-ups-after-return", body)

    def the_case_closes(self, outcome: str) -> None:
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/closing", {"outcome": outcome})

    # --- Conflict, another supervisor, another coordinator, another first day ---

    def the_worker_is_referred_to_mediation(self, mediator: UUID) -> None:
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/conflicts", {"note": SHOUTED})
        to = next(each["code"] for each in self._help()["targets"] if str(mediator) in each["code"])
        agreed = {"to": to, "answer": "given", "given_how": "telephone"}
        referral = {"to": to, "kind": "mediation"}
        refused = self.ask(Role.COORDINATOR, "POST", "/cases/{case}/referrals", referral)
        assert (refused.status_code, refused.get_json()["rule"]) == (409, "CON-7")
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/referrals/consents", agreed)
        self.done(Role.COORDINATOR, "POST", "/cases/{case}/referrals", referral)

    def _help(self) -> Any:
        return self.done(Role.COORDINATOR, "GET", "/cases/{case}/help")

    def takes_part_in_mediation(self, role: Role) -> None:
        (mine,) = self.done(role, "GET", "/mediations")["items"]
        self.done(role, "PUT", f"/mediations/{mine['id']}/answer", {"agreed": True})

    def the_mediator_meets_both(self, *states: str) -> None:
        (slice_,) = self.done(Role.PROVIDER, "GET", "/referrals")["items"]
        path = f"/referrals/{slice_['id']}"
        met = {"on": self.calendar.iso(), "present": ["worker", "supervisor"]}
        for state in states:
            if state == "met":
                self.done(Role.PROVIDER, "PUT", f"{path}/sessions", met)
            else:
                self.done(Role.PROVIDER, "PUT", f"{path}/state", {"state": state})

    def another_supervisor(self, person_id: UUID) -> None:
        path = "/employments/{employment}/supervisor"
        self.done(Role.HR, "PUT", path, {"supervisor_id": str(person_id)})

    def a_colleague_stands_in(self, colleague: UUID, *, last_day: int) -> None:
        body = {
            "employer": self.keys[0], "away": self.key_of(self.world.people[Role.COORDINATOR]),
            "by": self.key_of(colleague), "first_day": self.calendar.iso(), "last_day": self.calendar.iso(last_day),
        }  # fmt: skip
        self.done(Role.LEAD_COORDINATOR, "POST", "/covers", body)

    def the_first_day_was(self, day: int) -> list[str]:
        """Correct the first day of the absence; returns what moved, as it was shown before it was confirmed."""
        rows = self.done(Role.HR, "GET", "/absences?employer={employer}")["items"]
        path, body = f"/absences/{rows[0]['id']}", {"first_day": self.calendar.iso(day)}
        foreseen = self.done(Role.HR, "POST", f"{path}/correction-preview", body)
        etag = self._etag(self.ask(Role.HR, "GET", path))
        self.done(Role.HR, "PATCH", path, body | {"digest": foreseen["digest"]}, If_Match=etag)
        return [str(each["title"]) for each in foreseen["moves"]]

    def earlier_case(self) -> str | None:
        """Id of the case that this one goes on from."""
        found: str | None = self.done(Role.COORDINATOR, "GET", "/cases/{case}")["previous_case_id"]
        return found
