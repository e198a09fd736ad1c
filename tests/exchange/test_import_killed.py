"""An import killed at any moment, or whose database is: the next run completes it, row for row as if nothing had been.

Everything happens in processes of their own, against a PostgreSQL of its own that keeps what it promised.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select
from tests.builders import build_employer, build_person, build_tenant, give_role
from tests.exchange.feeds import add_workers, feed, workers_for

from handrail.audit.queries import faults
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit import db, migrations, roles
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import Connections, Settings, configure
from handrail.tenancy.models import ClientOrganisation, Tenant

pytestmark = pytest.mark.slow

ROWS: Final = 2_000
KILLS: Final = 3
SEED: Final = 445
PATIENCE_SECONDS: Final = 300
POLL_SECONDS: Final = 0.01
NOT_FINISHED: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """One consultancy with one employer, and the command that imports for it."""

    tenant_id: UUID
    command: tuple[str, ...]
    environment: dict[str, str]
    superuser_url: str

    def start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self.command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database as its superuser, who sees every row; `%(tenant)s` is this consultancy."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            return connection.execute(statement, {"tenant": self.tenant_id}).fetchall()  # type: ignore[call-overload, no-any-return]

    def rows_done(self) -> int:
        ((done,),) = self.ask("select coalesce(max(rows_done), 0) from import_run where tenant_id = %(tenant)s")
        return int(done)

    def writing(self) -> list[int]:
        """Return the backends whose transaction has written something and is not committed yet."""
        return [
            pid
            for (pid,) in self.ask(
                "select pid from pg_stat_activity where usename = 'handrail_app' and backend_xid is not null"
            )
        ]


def until(holds: Callable[[], Any], process: "subprocess.Popen[str]") -> Any:
    """Wait until something holds while a process goes on; the wait is bounded."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := holds()):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(POLL_SECONDS)
    return found


@pytest.fixture(scope="module")
def own_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServers]:
    made = EmbeddedServers(tmp_path_factory.mktemp("servers"))
    try:
        made.valkey.start()
        made.postgres.start()
        roles.prepare(made.postgres.url(), made.logins)
        migrations.upgrade(made.connections().migrate or "")
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def chosen(own_servers: EmbeddedServers, state_dir: Path) -> Iterator[Settings]:
    made = replace(
        Settings(state_dir=state_dir, tenants_dir=state_dir / "tenants", connections=own_servers.connections()),
        given_public_url="http://localhost:8080",
    )
    configure(made)
    yield made
    db.dispose_engines()
    configure(replace(made, connections=Connections()))


@pytest.fixture(scope="module")
def place_of(chosen: Settings, own_servers: EmbeddedServers, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Make a consultancy with workers for so many rows, and a file that names them."""

    def _place(rows: int, *options: str) -> Place:
        tenant_id = build_tenant()
        employer_id, _site_id = build_employer(tenant_id)
        for number in range(2):
            coordinator = build_person(tenant_id, f"Invented Coordinator {number}")
            give_role(tenant_id, coordinator, Role.COORDINATOR, employer_id)
        add_workers(tenant_id, employer_id, workers_for(rows))
        file = tmp_path_factory.mktemp("feed") / "feed.csv"
        file.write_bytes(feed(rows))
        with tenant_session(engine_context(tenant_id)) as session:
            slug = session.scalars(select(Tenant.slug)).one()
            employer = session.scalars(select(ClientOrganisation.key)).one()
        command = (sys.executable, "-m", "handrail.entrypoints.cli", "absence", "import", str(file), "--tenant", slug)
        told = chosen.connections
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
        environment = kept | {
            "HANDRAIL_DATABASE_URL": told.database or "",
            "HANDRAIL_ADMIN_URL": told.admin or "",
            "HANDRAIL_STATE_DIR": str(chosen.state_dir),
            "HANDRAIL_TENANTS_DIR": str(chosen.tenants_dir),
        }
        superuser = own_servers.postgres.url(database=roles.DATABASE)
        options = ("--employer", employer, "--profile", "generic", *options)
        return Place(tenant_id, (*command, *options), environment, superuser)

    return _place


# What stands in the tables, with names instead of ids: the same for two consultancies that took in the same file.
STATES: Final = {
    "absences": """
        select e.key, a.external_key, a.first_day, a.first_day_fit, a.hours, a.expected_days, a.percent, a.source
        from absence a join employment e on e.id = a.subject_id where a.tenant_id = %(tenant)s""",
    "facts": """
        select e.key, f.type, f."on", f.fields::text, f.compartment, f.source, f.void, f.replaced_by is null,
               f.case_id is null
        from fact f join employment e on e.id = f.employment_id where f.tenant_id = %(tenant)s""",
    "obligations": """
        select e.key, o.rule, o.about, o.sequence, o.for_absence, o.due_on, o.due_at, o.status, o.reason, o.met_on,
               o.owed_by, o.compartment, o.closed_at is null, o.case_id is null
        from obligation o join employment e on e.id = o.employment_id where o.tenant_id = %(tenant)s""",
    "changes": """
        select e.key, o.rule, o.for_absence, c.kind, c.due_before, c.due_after
        from obligation_change c join obligation o on o.id = c.obligation_id join employment e on e.id = o.employment_id
        where c.tenant_id = %(tenant)s""",
    "cases": """
        select e.key, c.number, c.opened_on, c.previous_case_id is null
        from cases c join employment e on e.id = c.employment_id where c.tenant_id = %(tenant)s""",
    "timelines": """
        select e.key, t.seq, t.verb, t.compartment from timeline_entry t
        join employment e on e.id = t.subject_id where t.tenant_id = %(tenant)s
        union all
        select e.key, t.seq, t.verb, t.compartment from timeline_entry t
        join cases c on c.id = t.subject_id join employment e on e.id = c.employment_id
        where t.tenant_id = %(tenant)s""",
    "grants": """
        select e.key, g.role, g.compartment, count(*) from case_grant g
        join employment e on e.id = g.subject_id where g.tenant_id = %(tenant)s group by 1, 2, 3""",
    "outbox": """
        select name, queue, count(*), count(distinct idem_key) from outbox where tenant_id = %(tenant)s
        group by 1, 2""",
    "runs": """
        select status, rows_in_all, rows_done, counts::text, workers_added, file_sha256 from import_run
        where tenant_id = %(tenant)s""",
    "acts": """
        select verb, count(*) from tenant_entry where tenant_id = %(tenant)s and verb like 'absences.%%' group by 1""",
}


def stands(place: Place) -> dict[str, Counter[Any]]:
    return {name: Counter(place.ask(statement)) for name, statement in STATES.items()}


def test_an_import_killed_again_and_again_ends_as_one_that_nobody_disturbed(
    place_of: Any, own_servers: EmbeddedServers
) -> None:
    undisturbed, killed = place_of(ROWS), place_of(ROWS)
    assert undisturbed.run().returncode == 0
    chance = Random(SEED)  # noqa: S311 - moments, no secrets
    done = [0]
    for moment in sorted(chance.randrange(200, ROWS * 3 // 4) for _kill in range(KILLS)):
        process = killed.start()
        until(lambda moment=moment: killed.rows_done() >= moment and killed.writing(), process)
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == -signal.SIGKILL
        _wait_for_nobody(killed)
        done.append(killed.rows_done())
        assert done[-1] == _absences(killed) + _counted(killed, "rejected")  # none of them half
    assert done == sorted(done)

    process = killed.start()
    (backend, *_others) = until(killed.writing, process)
    os.kill(backend, signal.SIGKILL)  # PostgreSQL then ends all others, and recovers
    _said, problem = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == NOT_FINISHED, problem
    assert "The same command goes on there" in problem
    _wait_for_nobody(killed)

    process = killed.start()
    until(killed.writing, process)
    assert own_servers.postgres.child is not None
    _kill_server(own_servers)
    _said, problem = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == NOT_FINISHED, problem
    own_servers.postgres.start()
    db.dispose_engines()
    assert 0 < killed.rows_done() < ROWS

    last = killed.run()
    assert last.returncode == 0, last.stderr
    assert "it goes on after them" in last.stderr
    expected, found = stands(undisturbed), stands(killed)
    assert found["outbox"] == expected["outbox"]
    assert all(each[2] == each[3] for each in found["outbox"])
    for name, rows in expected.items():
        assert rows, name
        assert found[name] == rows, (
            name,
            list((found[name] - rows).items())[:3],
            list((rows - found[name]).items())[:3],
        )
    for place in (undisturbed, killed):
        with tenant_session(engine_context(place.tenant_id)) as session:
            assert [*faults(session, place.tenant_id)] == []
    again = killed.run()
    assert again.returncode == 0
    assert stands(killed) == found


def test_a_signal_ends_an_import_between_two_parts_and_says_how_to_go_on(place_of: Any) -> None:
    place = place_of(1_000)
    process = place.start()
    until(lambda: place.rows_done() > 0, process)
    process.send_signal(signal.SIGTERM)
    _said, problem = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == NOT_FINISHED
    done = place.rows_done()
    assert f"Not finished: {done:,} of 1,000 rows are done" in problem
    assert done == _absences(place) + _counted(place, "rejected")
    assert place.run().returncode == 0
    assert place.rows_done() == 1_000


def test_memory_does_not_grow_with_the_file(place_of: Any) -> None:
    few, many = (_most_memory(place_of(rows)) for rows in (1_000, 5_000))
    assert many - few < 20 * 1024, (few, many)
    few, many = (_most_memory(place_of(rows, "--dry-run")) for rows in (2_000, 40_000))
    assert many - few < 20 * 1024, (few, many)


def test_on_a_terminal_a_bar_shows_how_far_it_came(place_of: Any) -> None:
    place = place_of(600)
    ours, theirs = os.openpty()
    with subprocess.Popen(place.command, env=place.environment, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b"".join(_chunks(ours))
        assert process.stdout is not None
        said = process.stdout.read()
    assert process.returncode == 0
    assert b"600  rows in all" in said
    shares = [int(share) for share in re.findall(rb"(\d+)%", shown)]
    assert [share for share, _same in groupby(shares)] == sorted({*shares})
    assert shares[-1] == 100
    assert b"600/600" in shown


def _chunks(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(descriptor, 4_096)
        except OSError:  # the other side is closed
            break
        if not chunk:
            break
        yield chunk
    os.close(descriptor)


def _most_memory(place: Place) -> int:
    """Return the most memory, in KiB, that the process of an import held at once."""
    process = subprocess.Popen(
        place.command, env=place.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss


def _absences(place: Place) -> int:
    ((count,),) = place.ask("select count(*) from absence where tenant_id = %(tenant)s")
    return int(count)


def _counted(place: Place, name: str) -> int:
    ((counts,),) = place.ask("select counts from import_run where tenant_id = %(tenant)s")
    return int(counts[name])


def _wait_for_nobody(place: Place) -> None:
    """Wait until the killed process's session has ended, and PostgreSQL answers again where it had to recover."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            if not place.writing():
                return
        except psycopg.OperationalError:
            pass
        assert time.monotonic() < deadline
        time.sleep(POLL_SECONDS)


def _kill_server(servers: EmbeddedServers) -> None:
    """Kill the server as the kernel does when it runs out of memory: nobody closes anything."""
    numbers = (servers.postgres.data / "postmaster.pid").read_text("ascii").split()
    os.kill(int(numbers[0]), signal.SIGKILL)
    assert servers.postgres.child is not None
    servers.postgres.child.wait(PATIENCE_SECONDS)
