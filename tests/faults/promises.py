"""What must hold after every fault: what was acknowledged is there once, nothing was sent twice, the chain verifies."""

import email
import email.policy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from tests.builders import World, add_worker, bearer, build_world, employment_row, open_case
from tests.faults.running import Act, Running, until

from handrail.identity.actor import Actor
from handrail.kit.codes import Role
from handrail.notifications.commands import choose
from handrail.tenancy.models import ClientOrganisation, Tenant

_MONDAY: Final = date(2026, 1, 5)
_OPEN: Final = (
    "select count(*) from outbox where done_at is null and parked_at is null "
    "and (attempts > 0 or not_before <= now() or not_before <= published_at)"  # the last: asked for by a clock ahead
)
_UNEXPLAINED: Final = "select count(*) from outbox where parked_at is not null and coalesce(last_error, '') = ''"


@dataclass
class Promises:
    """A consultancy in a running Handrail, the acts that were asked of it, and what it answered."""

    running: Running
    world: World
    acts: list[Act] = field(default_factory=list)
    _headers: dict[Role, dict[str, str]] = field(default_factory=dict)
    _absences: int = 0

    @classmethod
    def of(cls, running: Running) -> "Promises":
        world = build_world()
        for person_id in world.people.values():
            undisturbed(world, person_id)
        return cls(running, world)

    def headers(self, role: Role) -> dict[str, str]:
        if role not in self._headers:
            self._headers[role] = bearer(self.world, role)
        return self._headers[role]

    def keys(self) -> tuple[str, str, str]:
        """The short name of the consultancy, and the keys of its employer and its worker."""
        with self.world.engine() as session:
            tenant = session.get_one(Tenant, (self.world.tenant_id, self.world.tenant_id))
            employer = session.get_one(ClientOrganisation, (self.world.tenant_id, self.world.employer_id))
            return tenant.slug, employer.key, employment_row(session, self.world).key

    def absence(self) -> Act:
        """The act of recording one more absence of a week, which nobody recorded yet."""
        _slug, employer, worker = self.keys()
        first_day = _MONDAY - timedelta(weeks=self._absences)
        self._absences += 1
        body = {
            "employer": employer,
            "worker": worker,
            "external_key": f"absence-{self._absences}",
            "first_day": first_day.isoformat(),
            "first_day_fit": (first_day + timedelta(days=4)).isoformat(),
        }
        return self.act("POST", "/api/v1/absences", Role.ABSENCE_ADMIN, body)

    def invitation(self) -> Act:
        """The act of inviting one more worker, who is told so by mail."""
        employment_id = add_worker(self.world)
        with self.world.engine() as session:
            person_id = employment_row(session, self.world, employment_id).person_id
        undisturbed(self.world, person_id)
        case_id = open_case(self.world, employment_id=employment_id)
        return self.act("POST", f"/api/v1/cases/{case_id}/invitation", Role.COORDINATOR, {})

    def act(self, method: str, path: str, role: Role, body: object = None) -> Act:
        self.acts.append(Act(method, path, self.headers(role), body))
        return self.acts[-1]

    # --- afterwards -----------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Every act is acknowledged in the end, by the same request, and all that follows from it is done."""
        for act in self.acts:
            act.insist(self.running)
        until(lambda: self.running.ask(_OPEN) == [(0,)], self._open_rows)

    def hold(self, *, parked: int = 0) -> None:
        """Check all of it; `parked` rows wait for the operator, each with a reason."""
        self.settle()
        self._each_act_is_there_once()
        self._nothing_was_sent_twice()
        self._parked(parked)
        verified = self.running.cli("audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        assert verified.stdout.count(": verified") == 1

    def _each_act_is_there_once(self) -> None:
        for act in self.acts:
            first, *others = [answer.json() for answer in act.answers if answer.acknowledged]
            assert all(other == first for other in others), (first, others)  # asked again, it says the same
        asked = Counter(act.body["external_key"] for act in self.acts if isinstance(act.body, dict) and act.body)
        stored = Counter(
            dict(self.running.ask("select external_key, count(*) from absence where source = 'api' group by 1"))
        )
        assert stored == asked
        recorded = self.running.ask(
            "select e.object_id, count(*) from timeline_entry e join absence a on a.id = e.object_id "
            "where e.verb = 'absence.recorded' and a.source = 'api' group by 1"
        )
        assert sorted(number for _, number in recorded) == [1] * len(asked)
        ((letters,),) = self.running.ask("select count(*) from timeline_entry where verb = 'invitation.sent'")
        assert letters == sum(act.path.endswith("/invitation") for act in self.acts)

    def _nothing_was_sent_twice(self) -> None:
        sent = Counter(message_id(mail) for mail in self.running.mails())
        assert [key for key, number in sent.items() if number > 1] == []
        asked = self.running.ask("select status, count(*) from message group by 1")
        expected = sum(number for status, number in asked if status == "sent")
        # One whose answer never came may or may not have arrived; it is not sent again by itself.
        doubtful = sum(number for status, number in asked if status == "unanswered")
        assert expected <= len(sent) <= expected + doubtful, (asked, len(sent))
        invited = sum(act.path.endswith("/invitation") for act in self.acts)
        told = self.running.ask("select status from message where kind = 'invitation'")
        assert len(told) == invited
        assert {status for (status,) in told} <= {"sent", "unanswered"}, told

    def _parked(self, expected: int) -> None:
        assert self.running.ask(_UNEXPLAINED) == [(0,)]
        listed = self.running.cli("outbox", "parked")
        assert listed.returncode == 0, listed.stderr
        assert listed.stdout.splitlines()[-1] == f"{expected} parked", listed.stdout

    def _open_rows(self) -> str:
        rows = self.running.ask(
            "select name, attempts, not_before - now(), sent_until - now(), run_until - now(), last_error "
            "from outbox where done_at is null"
        )
        return "\n".join(map(str, rows)) + "\n" + self.running.story()


def undisturbed(world: World, person_id: UUID) -> None:
    """Let somebody be told by mail at any hour, so that no test waits for a morning."""
    with world.engine() as session:
        actor = Actor(world.tenant_id, person_id, Role.WORKER, (world.employer_id,))
        choose(session, actor, email=True, quiet_from=None, quiet_until=None)


def message_id(mail: str) -> str:
    parsed = email.message_from_string(mail, policy=email.policy.default)
    return str(parsed["Message-ID"])


def lines(log: str, event: str) -> Iterator[str]:
    """The lines of a log about an event."""
    return (line for line in log.splitlines() if event in line)


def outbox(running: Running) -> list[dict[str, Any]]:
    names = ("id", "name", "attempts", "done", "parked", "error")
    rows = running.ask(
        "select id, name, attempts, done_at is not null, parked_at is not null, last_error from outbox order by id"
    )
    return [dict(zip(names, row, strict=True)) for row in rows]
