"""What holds after every act, whoever did it: the rules of section 2, asked at the doors and of the rows."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from tests.isolation import crawling
from tests.isolation.crawling import Answer, Route, Visitor, routes_of
from tests.process.playing import EMPLOYERS_SIDE, WORD, Model, Play, Side, Version

from handrail.audit import queries as audit
from handrail.cases import commands as cases
from handrail.cases.models import CaseProcess
from handrail.cases.rules.outcomes import Outcome
from handrail.kit.codes import Role
from handrail.obligations import projection
from handrail.obligations.models import Obligation
from handrail.tenancy.models import Person

KNOWN: Final = frozenset({"case_id", "employment_id", "absence_id"})
_ABOUT_ONESELF: Final = (
    "/account/", "/api/v1/account/calendar", "/api/v1/account/f", "/api/v1/account/l", "/api/v1/account/t",
    "/administration/", "/api/v1/openapi", "/absences/", "/framework", "/api/v1/programs", "/api/v1/sign-on",
)  # fmt: skip
_OWN_ROWS: Final = frozenset({"tenant_id", "id", "subject_id", "employment_id", "case_id", "key", "computed_at"})
_CASE_NUMBER: Final = re.compile(r"\b20\d\d-\d{5}\b")


def _is_about_workers(route: Route) -> bool:
    """Say whether a door leads to anything of a worker, by ids that the employer's side has."""
    if not route.rule.arguments <= KNOWN:
        return False
    return bool(route.rule.arguments) or (route.act != "public" and not route.path.startswith(_ABOUT_ONESELF))


class UndoneError(Exception):
    """Ends a transaction whose act was only tried."""


@dataclass
class Watch:
    """Looks at the doors: some after every act, all of them at the end."""

    play: Play
    app: Flask
    _visitors: dict[tuple[Role, UUID], tuple[date, Visitor]] = field(default_factory=dict)
    _seen: dict[tuple[Role, UUID], datetime] = field(default_factory=dict)
    _neutral: dict[str, str] = field(default_factory=dict)
    _turn: int = 0

    def __post_init__(self) -> None:
        doors = [each for each in routes_of(self.app) if each.method == "GET" and _is_about_workers(each)]
        self._routes = {role: [route for route in doors if crawling.may_knock(route, role)] for role in EMPLOYERS_SIDE}
        with self.play.world.engine() as session:
            for side in (self.play.me, self.play.twin):
                person = session.scalars(select(Person).where(Person.id == side.worker_id)).one()
                self._neutral |= {str(person.email): "EMAIL", f"{person.key}": "PERSON", side.key: "KEY"}

    # --- Doors --------------------------------------------------------------------------------------------

    def looks(self, share: int = 1) -> None:
        """Have the employer's side open every door that names the worker, or one in `share` of them, in turn."""
        self._turn += 1
        for role in EMPLOYERS_SIDE:
            for place, route in enumerate(self._routes[role]):
                if (place + self._turn) % share == 0:
                    self._looks_at(role, route)

    def _looks_at(self, role: Role, route: Route) -> None:
        play, person_id = self.play, self.play.person(role)
        visitor = self._visitor(role, person_id)
        parts = route.rule.arguments
        with play.frozen():
            mine = self._ask(visitor, route, play.me)
            self._finds_nothing(role, person_id, route.named, mine.body)
            if not parts or (role is Role.SUPERVISOR and play.in_use_for(person_id)):
                return
            difference = mine.differs_from(self._ask(visitor, route, play.twin))
        assert difference is None, f"VOL-2: {role} tells the two apart at {route.named}: {difference}"

    def _ask(self, visitor: Visitor, route: Route, side: Side) -> Answer:
        ids = {"case_id": side.case_id, "employment_id": side.employment_id, "absence_id": side.absence_id}
        known = {name: ids[name] or side.worker_id for name in route.rule.arguments}
        asked = {"employer": self.play.employer, "subject": side.employment_id}
        answer = visitor.ask(route, known, given={**asked, "worker": side.key})
        assert answer.status < 500, f"{visitor.role} finds an error at {route.named}"
        for text, name in sorted(self._neutral.items(), key=lambda pair: -len(pair[0])):
            answer.body = answer.body.replace(text, name)
        answer.body = _CASE_NUMBER.sub("NUMBER", answer.body)
        answer.headers = [each for each in answer.headers if each[0] != "Content-Length"]  # of keys with more digits
        return answer

    def _visitor(self, role: Role, person_id: UUID) -> Visitor:
        """Return somebody at a browser since this morning."""
        made, visitor = self._visitors.get((role, person_id), (None, None))
        if visitor is None or made != self.play.today:
            with self.play.frozen():
                self.play.world.people[role] = person_id
                visitor = Visitor(self.app, self.play.world, role)
            self._visitors[role, person_id] = (self.play.today, visitor)
        if self._seen.get((role, person_id)) != self.play.now:
            self._seen[role, person_id] = self.play.now
            with self.play.frozen():  # the first request after a while writes down that somebody is still there
                for path in ("/account/notifications", "/api/v1/account/messages"):
                    visitor.send("GET", path)
        return visitor

    def _finds_nothing(self, role: Role, person_id: UUID, where: str, text: str) -> None:
        for found in set(WORD.findall(text)):
            word = self.play.words[found]
            allowed = self.play.may_read(word, role, person_id)
            assert allowed, f"CON-1: {role} finds at {where} what lies in {word.kind}"

    def others_find_nothing(self, former: Sequence[UUID]) -> None:
        """Have those read who are to find little: former supervisors, the coordinator, the worker."""
        play = self.play
        readers = [(Role.SUPERVISOR, each) for each in former]
        readers += [(role, play.person(role)) for role in (Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR)]
        for model in play.models:
            case = f"/api/v1/cases/{model.case_id}"
            for role, person_id in readers:
                for what in ("plan", "calls", "meetings", "contacts", "concerns", "own-concerns", "weeks", "summary",
                             "own-answers", "plan/remarks", "plan/draft", "consents"):  # fmt: skip
                    reply = play.read(f"{case}/{what}", role, person_id)
                    assert reply.status < 500, f"{what}: {reply.text}"
                    self._finds_nothing(role, person_id, what, reply.text)

    # --- Rows ---------------------------------------------------------------------------------------------

    def rows_hold(self) -> None:
        """Ask the rows: what is due is what the facts make due, and the log is whole."""
        play = self.play
        with play.frozen(), play.world.engine() as session:
            assert list(audit.faults(session, play.world.tenant_id)) == [], "ACC-1: the log is not whole"
            statement = select(Obligation).where(Obligation.tenant_id == play.world.tenant_id)
            due = list(session.scalars(statement))
            for each in due:
                assert each.owed_by, "ACC-2: nobody owes it"
                assert each.explanation or each.due_on is None, f"ACC-2: {each.rule} does not say how it was derived"
                assert each.source is not None, f"ACC-2: {each.rule} does not say why"
            mine, others = (statutory(due, side) for side in (play.me, play.twin))
            assert mine == others, "VOL-4: the statutory track differs from that of somebody without support"
            for side in (play.me, play.twin):
                assert projection.preview(session, play.world.tenant_id, side.employment_id) == []
                alone = projection.foresee(
                    session, play.world.tenant_id, side.employment_id,
                    lambda rows: [row for row in rows if row.case_id is None],
                )  # fmt: skip
                assert alone == [], "VOL-4: the statutory track does not follow from the absence alone"

    def steps_hold(self) -> None:
        """Nothing beyond the second step without participation, and the process says what was decided (S2-2)."""
        for model in self.play.models:
            with self.play.frozen(), self.play.world.engine() as session:
                process = session.scalars(select(CaseProcess).where(CaseProcess.subject_id == model.case_id)).one()
                assert process.participation.value == model.participation
                assert (process.outcome is not None) == model.closed

    def contract_holds(self) -> None:
        """The contract is the newest version that both accepted, and no version ever changes (S5-6)."""
        for model in self.play.models:
            self._contract_holds(model)

    def _contract_holds(self, model: Model) -> None:
        if not model.versions:
            return
        case = f"/api/v1/cases/{model.case_id}"
        plan = self.play.read(f"{case}/plan", Role.COORDINATOR).body
        assert plan["contract"] == model.contract, "S5-6: another contract than both accepted"
        assert plan["newest"] == model.newest
        found = {each["number"]: each for each in plan["versions"]}
        assert found.keys() == model.versions.keys()
        for number, version in model.versions.items():
            assert found[number]["digest"] == version.digest, "S5-6: a version changed"
            assert {each["party"] for each in found[number]["accepted"]} == version.accepted
        self._reads_the_same(case, model.newest or 0, model.versions[model.newest or 0])

    def _reads_the_same(self, case: str, number: int, version: Version) -> None:
        content = self.play.read(f"{case}/plan/versions/{number}", Role.COORDINATOR).body["content"]
        assert json.dumps(content, sort_keys=True) == version.content, "S5-6: the words of a version changed"

    def gates_hold(self) -> None:
        """What the coordinator holds back stays held back (NEU-2)."""
        play = self.play
        if play.me.case_id is None:
            return
        reply = play.read(f"{play.me.case}/contact-requests", Role.COORDINATOR)
        found = {each["id"]: each["state"] for each in reply.body["items"]}
        for place, request_id in enumerate(play.me.requests):
            assert found[request_id] == play.states[place], "NEU-2: a contact was allowed by nobody"

    # --- A way on -----------------------------------------------------------------------------------------

    def the_worker_can_leave_and_the_case_can_be_closed(self) -> None:
        """Try both, and undo them (VOL-2, S7-5)."""
        for model in self.play.models:
            if model.takes_part:
                self._tries(Role.WORKER, model, cases.withdraw)
            if not model.closed:
                self._tries(Role.COORDINATOR, model, partial(cases.close_case, outcome=Outcome.NO_RETURN))

    def _tries(self, role: Role, model: Model, act: Callable[..., object]) -> None:
        with self.play.frozen(), suppress(UndoneError), self.play.world.session(role) as (session, actor):
            act(session, actor, model.case_id)
            session.flush()
            raise UndoneError


def statutory(due: Sequence[Obligation], side: Side) -> list[dict[str, object]]:
    """Return what is stored of a worker's statutory track, but for its ids."""
    names = {column.name for column in Obligation.__table__.columns} - _OWN_ROWS
    rows = [row for row in due if row.employment_id == side.employment_id and row.case_id is None]
    found: Iterator[dict[str, object]] = ({name: getattr(row, name) for name in names} for row in rows)
    return sorted(found, key=lambda row: (str(row["rule"]), str(row["due_on"]), str(row["about"]), str(row)))
