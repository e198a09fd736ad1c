"""Feeds of any size for tests: a year of invented absences, the same for the same seed, and the workers it names.

How long people are away follows what sickness figures look like everywhere: most spells are days, few are weeks, some
go on for months. About three rows in a thousand are wrong, each in a way of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import Range

from handrail.identity.models import CaseGrant
from handrail.identity.policies import MATRIX, Reach, subject_is_employment
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.tenancy.models import Employment, Person, Site

HEADER: Final = "absence_id,worker_id,first_day,last_day,expected_days,percent"
LAST_DAY: Final = date(2026, 11, 20)
ROWS_A_WORKER: Final = 2.5
_YEAR: Final = 365
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Spell:
    """One row before it is written."""

    key: str
    worker: str
    first_day: date
    last_day: date | None
    expected_days: int | None
    percent: int | None

    @property
    def line(self) -> str:
        """The row as the profile `generic` reads it."""
        cells = (self.key, self.worker, self.first_day, self.last_day, self.expected_days, self.percent)
        return ",".join("" if cell is None else str(cell) for cell in cells)


def workers_for(rows: int) -> list[str]:
    """Return the keys of the workers that a feed of so many rows names."""
    return [f"w{number:06}" for number in range(max(1, round(rows / ROWS_A_WORKER)))]


def feed(rows: int, seed: int = 1) -> bytes:
    """Return a file of exactly so many rows, in the order of their first day."""
    chance = Random(seed)  # noqa: S311 - invented absences, no secrets
    workers = workers_for(rows)
    shares = [0] * len(workers)
    for _row in range(rows):
        shares[chance.randrange(len(workers))] += 1
    numbers = count(1)
    spells = [
        spell
        for worker, share in zip(workers, shares, strict=True)
        for spell in _spells(chance, worker, share, numbers)
    ]
    spells.sort(key=lambda spell: (spell.first_day, spell.key))
    lines = [_spoilt(chance, spell) for spell in spells]
    return "\n".join([HEADER, *lines, ""]).encode()


def _spells(chance: Random, worker: str, share: int, numbers: Iterator[int]) -> Iterator[Spell]:
    """Yield the spells of one worker, none of which overlaps another: each in a part of the year of its own."""
    for place in range(share):
        begins = LAST_DAY - timedelta(days=_YEAR - place * _YEAR // share)
        room = _YEAR // share
        length = min(_length(chance), max(1, room - 2))
        first = begins + timedelta(days=chance.randrange(max(1, room - length - 1)))
        last: date | None = first + timedelta(days=length - 1)
        is_last = place == share - 1
        if is_last and chance.random() < 0.04:
            first, last = max(first, LAST_DAY - timedelta(days=chance.randrange(1, 60))), None
        expected = chance.choice((7, 14, 30, 90)) if last is None and chance.random() < 0.5 else None
        percent = 100 if chance.random() < 0.8 else chance.randrange(20, 100)
        yield Spell(f"a{next(numbers):07}", worker, first, last, expected, percent)


def _length(chance: Random) -> int:
    """Return how many calendar days somebody is away."""
    kind = chance.random()
    if kind < 0.75:
        return chance.randint(1, 7)
    return chance.randint(8, 42) if kind < 0.93 else chance.randint(43, 300)


def _spoilt(chance: Random, spell: Spell) -> str:
    kind = chance.random()
    if kind < 0.001:
        return spell.line.replace(spell.worker, "nobody")
    if kind < 0.002:
        return spell.line.replace(spell.first_day.isoformat(), "2026-02-30")
    return spell.line.replace(spell.first_day.isoformat(), "1926-01-01") if kind < 0.003 else spell.line


def add_workers(tenant_id: UUID, employer_id: UUID, keys: list[str]) -> None:
    """Add a person, an employment and its grant for each key, as provisioning would, at the employer's only site."""
    worker = MATRIX[Role.WORKER].items()
    readable = [
        name for name, cell in worker if cell.read and cell.reach is Reach.RELATED and subject_is_employment(name)
    ]
    with tenant_session(engine_context(tenant_id)) as session:
        site_id = session.scalars(
            select(Site.id).where(Site.tenant_id == tenant_id, Site.employer_id == employer_id)
        ).one()
        for start in range(0, len(keys), _AT_ONCE):
            some = [
                (key, uuid5(employer_id, f"person {key}"), uuid5(employer_id, key))
                for key in keys[start : start + _AT_ONCE]
            ]
            at = {"tenant_id": tenant_id, "employer_id": employer_id}
            session.execute(
                insert(Person),
                [
                    {
                        "tenant_id": tenant_id,
                        "id": person,
                        "key": key,
                        "name": f"Invented {key}",
                        "sort_name": key,
                        "locale": "en",
                        "time_zone": "Europe/Amsterdam",
                    }
                    for key, person, _employment in some
                ],
            )
            session.execute(
                insert(Employment),
                [
                    at | {"id": employment, "key": key, "person_id": person, "site_id": site_id}
                    for key, person, employment in some
                ],
            )
            session.execute(
                insert(CaseGrant),
                [
                    at
                    | {
                        "subject_id": employment,
                        "person_id": person,
                        "role": Role.WORKER,
                        "compartment": name,
                        "during": Range(None, None, bounds="()"),
                    }
                    for _key, person, employment in some
                    for name in readable
                ],
            )
