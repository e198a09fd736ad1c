"""The night: everything that goes on of fifty thousand open cases computed once more, by one worker process."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Final
from uuid import UUID

from sqlalchemy import text
from tests.bench.book import server_of
from tests.bench.page import machine, put
from tests.builders import World, build_employer, build_world

from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.extensions.registry import registry
from handrail.kit import clock, jobs
from handrail.kit.settings import Settings
from handrail.obligations import releases, tasks

CASES: Final = int(os.environ.get("NIGHT_CASES", "50000"))
_NOW: Final = datetime(2026, 11, 23, 4, tzinfo=UTC)
_TODAY: Final = date(2026, 11, 23)

_PEOPLE: Final = """
insert into person (tenant_id, id, key, name, sort_name, locale, time_zone, active)
select :tenant, md5('p' || :code || n)::uuid, 'night-' || :code || n, 'Invented Worker ' || n, 'worker ' || n, 'en',
       'Europe/Amsterdam', true
  from generate_series(1, :number) n
"""
_EMPLOYMENTS: Final = """
insert into employment (tenant_id, id, employer_id, key, person_id, site_id, started_on)
select :tenant, md5('e' || :code || n)::uuid, :employer, 'night-' || n, md5('p' || :code || n)::uuid, :site,
       date '2019-01-01'
  from generate_series(1, :number) n
"""
_CASES: Final = """
insert into cases (tenant_id, id, employer_id, compartment, employment_id, number, opened_on, opened_at)
select :tenant, md5('c' || :code || n)::uuid, :employer, 'administrative', md5('e' || :code || n)::uuid,
       :code || '-' || n, {began} + 10, now()
  from generate_series(1, :number) n
"""
_FACTS: Final = """
insert into fact (tenant_id, id, employer_id, subject_id, compartment, employment_id, case_id, "on", type, fields,
                  source, recorded_at, void)
select :tenant, md5('f' || kind || :code || n)::uuid, :employer,
       case when of_case then md5('c' || :code || n)::uuid else md5('e' || :code || n)::uuid end,
       case when of_case then 'coordination' else 'administrative' end, md5('e' || :code || n)::uuid,
       case when of_case then md5('c' || :code || n)::uuid end, {began} + after, kind, fields::jsonb, 'bench', now(),
       false
  from generate_series(1, :number) n,
       (values ('absence_started', 0, false, '{{}}', 1), ('file_forwarded', 10, true, '{{}}', 1),
               ('invitation_sent', 12, true, '{{}}', 1), ('participation_decided', 20, true,
               '{{"decision": "participating"}}', 2), ('follow_up_agreed', 20, true, '{{"interval_days": 28}}', 2),
               ('contact_held', 48, true, '{{}}', 2)) as told(kind, after, of_case, fields, one_in)
 where n % one_in = 0
"""
_EARLIER: Final = """
insert into fact (tenant_id, id, employer_id, subject_id, compartment, employment_id, "on", type, fields, source,
                  recorded_at, void)
select :tenant, md5('b' || kind || :code || n)::uuid, :employer, md5('e' || :code || n)::uuid, 'administrative',
       md5('e' || :code || n)::uuid, {began} + after, kind, '{{}}'::jsonb, 'bench', now(), false
  from generate_series(1, :number) n, (values ('absence_started', -60), ('recovered', -20)) as told(kind, after)
 where n % 3 = 0
"""
_BEGAN: Final = "(cast(:today as date) - 30 - (n * 37) % 600)"


@dataclass(frozen=True, slots=True)
class Night:
    """What one night took: seconds, those of the worker's own processor, its most memory in MB, rows written."""

    seconds: float
    processor: float
    megabytes: int
    written: int


def bench_the_night(servers: EmbeddedServers, database: Settings) -> None:
    del database
    load = os.getloadavg()[0]
    world = build_world()
    codes = sorted(registry().jurisdictions)
    for code in codes:
        _fill(world, code, CASES // len(codes))
    with world.engine() as session:
        session.connection().exec_driver_sql("analyze")
    nights = {"first, in which every obligation is written": night(world, 0)}
    nights["an ordinary one"] = night(world, 1)
    real = releases.installed
    with _new_release(real):
        nights["with a new release that moves nothing"] = night(world, 2)
    with world.engine() as session:
        counts = "select count(*), count(distinct employment_id) from obligation"
        obligations, workers = session.execute(text(counts)).one()
    rows = "\n".join(
        f"| {name} | {each.written:,} | {each.seconds:,.0f} s | {each.processor:,.0f} s "
        f"| {workers / each.seconds:,.0f} | {each.megabytes} |"
        for name, each in nights.items()
    )
    put(
        "night",
        f"Written by `make bench`: {machine(server_of(servers), load)}.\n\n"
        f"{workers:,} open cases of one consultancy in {len(codes)} jurisdictions with {obligations:,} obligations;\n"
        "one worker process, on the same machine as its database. The worker takes a hundred employments a row of the\n"
        "outbox and twenty a transaction, so its memory does not grow with the consultancy.\n\n"
        "| night | obligations written | took | of it the worker's processor | cases a second | worker's memory, MB |\n"
        f"| --- | --- | --- | --- | --- | --- |\n{rows}",
    )


def night(world: World, later: int) -> Night:
    """Have the rows of one night done, one after another; time does not stand still between them."""
    with clock.frozen(_NOW + timedelta(days=later)):
        asked = _ask(world, _TODAY + timedelta(days=later))
        Path("/proc/self/clear_refs").write_text("5")
        began, used = perf_counter(), process_time()
        jobs.run_row(world.tenant_id, asked)
        for row in _open_batches(world):
            assert jobs.run_row(world.tenant_id, row)
        seconds, processor = perf_counter() - began, process_time() - used
        found = Night(seconds, processor, _most_memory(), _written(world, _NOW + timedelta(days=later)))
        print(found, flush=True)  # noqa: T201 - a benchmark speaks
        return found


def _fill(world: World, code: str, number: int) -> None:
    employer, site = build_employer(world.tenant_id, jurisdiction=code)
    given = {
        "tenant": world.tenant_id, "code": code, "number": number, "employer": employer, "site": site,
        "today": _TODAY,
    }  # fmt: skip
    with world.engine() as session:
        for statement in (_PEOPLE, _EMPLOYMENTS, _CASES, _FACTS, _EARLIER):
            session.connection().execute(text(statement.format(began=_BEGAN)), given)


def _ask(world: World, day: date) -> UUID:
    with world.engine() as session:
        return UUID(
            str(
                session.execute(
                    text(
                        "insert into outbox (tenant_id, id, queue, name, payload, idem_key, priority) values "
                        "(:tenant, gen_random_uuid(), 'obligations', :name, "
                        "jsonb_build_object('period', cast(:day as text)), :key, 5) returning id"
                    ),
                    {
                        "tenant": world.tenant_id, "name": tasks.recompute.name, "day": day.isoformat(),
                        "key": f"{tasks.recompute.name}:{day}",
                    },
                ).scalar_one()
            )
        )  # fmt: skip


def _open_batches(world: World) -> list[UUID]:
    with world.engine() as session:
        statement = text("select id from outbox where name = :name and done_at is null order by id")
        return list(session.scalars(statement, {"name": tasks.recompute_batch.name}))


def _written(world: World, since: datetime) -> int:
    with world.engine() as session:
        counted = text("select count(*) from obligation where computed_at >= :since")
        return int(session.scalar(counted, {"since": since}) or 0)


def _most_memory() -> int:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def _new_release(real: object) -> Iterator[None]:
    releases.installed = lambda code: f"next of {code}"  # type: ignore[assignment]
    try:
        yield
    finally:
        releases.installed = real  # type: ignore[assignment]
