"""What a release is decided from: who could have told, and who told, by department and quarter. In the engine's scope.

Nothing of it leaves this slice but through `rules.hiding`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from handrail.cases.models import CaseProcess
from handrail.cases.rules.participation import Participation
from handrail.consents.models import Consent
from handrail.consents.rules import Answer
from handrail.plans.models import WorkAspect
from handrail.plans.rules.codes import AspectCategory, Effect
from handrail.prevention.rules.hiding import Heads
from handrail.prevention.rules.quarters import Quarter, Window
from handrail.tenancy.models import Case, Employment

Kind = tuple[AspectCategory, Effect]


@dataclass(frozen=True, slots=True)
class Part:
    """A worker who takes part at one organisation, from one quarter on; `until` None: to this day."""

    person_id: UUID
    department: str
    since: Quarter
    until: Quarter | None

    def lies_in(self, since: Quarter, until: Quarter) -> bool:
        """Whether any of it lies in these quarters."""
        return self.since <= until and (self.until is None or self.until >= since)


@dataclass(frozen=True, slots=True)
class Told:
    """That a worker told of something in a quarter, under a consent that stands."""

    person_id: UUID
    department: str
    quarter: Quarter


@dataclass(frozen=True)
class Gathered:
    """All that a release of one organisation is decided from."""

    parts: tuple[Part, ...]
    told: Mapping[Kind, tuple[Told, ...]]

    @property
    def begun(self) -> Quarter | None:
        """The first quarter in which anybody could tell of anything."""
        return min((part.since for part in self.parts), default=None)

    def able(self, window: Window, *, fresh: bool = False) -> Heads:
        """Who could have told in a window, or in what is fresh of it."""
        since = window.fresh if fresh else window.since
        return _heads((part.department, part.person_id) for part in self.parts if part.lies_in(since, window.until))

    def tellers(self, kind: Kind, window: Window) -> Heads:
        """Who told of a theme in a window; only ever some of those who could."""
        return _heads(
            (each.department, each.person_id)
            for each in self.told.get(kind, ())
            if window.since <= each.quarter <= window.until and self._could(each)
        )

    def _could(self, told: Told) -> bool:
        return any(part.lies_in(told.quarter, told.quarter) for part in self._of.get(told.person_id, ()))

    @cached_property
    def _of(self) -> Mapping[UUID, list[Part]]:
        found: defaultdict[UUID, list[Part]] = defaultdict(list)
        for part in self.parts:
            found[part.person_id].append(part)
        return found


def gather(session: Session, tenant_id: UUID, employer_id: UUID) -> Gathered:
    """Read what a release of one organisation is decided from; two statements."""
    told: defaultdict[Kind, list[Told]] = defaultdict(list)
    for row in session.execute(_aspects(tenant_id, employer_id)):
        told[row.category, row.effect].append(Told(row.person_id, _department(row), Quarter.of(row.noted_on)))
    parts = tuple(
        Part(row.person_id, _department(row), Quarter.of(row.decided_on), _quarter(row.closed_on))
        for row in session.execute(_participating(tenant_id, employer_id))
        if row.decided_on
    )
    return Gathered(parts, {kind: tuple(each) for kind, each in told.items()})


def _aspects(tenant_id: UUID, employer_id: UUID) -> Select[AspectCategory, Effect, date, UUID, UUID | None]:
    """Observations under the very consent that stands now (CON-7)."""
    return (
        select(
            WorkAspect.category, WorkAspect.effect, WorkAspect.noted_on, Employment.person_id, Employment.department_id
        )
        .join(Consent, (Consent.tenant_id == WorkAspect.tenant_id) & (Consent.id == WorkAspect.consent_id))
        .join(Case, (Case.tenant_id == WorkAspect.tenant_id) & (Case.id == WorkAspect.subject_id))
        .join(Employment, (Employment.tenant_id == Case.tenant_id) & (Employment.id == Case.employment_id))
        .where(
            WorkAspect.tenant_id == tenant_id,
            WorkAspect.employer_id == employer_id,
            Consent.answer == Answer.GIVEN,
            Consent.withdrawn_at.is_(None),
        )
    )


def _participating(tenant_id: UUID, employer_id: UUID) -> Select[date | None, date | None, UUID, UUID | None]:
    """Whoever takes part, or took part until the end. Whoever left counts with neither those who could nor who did."""
    return (
        select(CaseProcess.decided_on, CaseProcess.closed_on, Employment.person_id, Employment.department_id)
        .join(Case, (Case.tenant_id == CaseProcess.tenant_id) & (Case.id == CaseProcess.subject_id))
        .join(Employment, (Employment.tenant_id == Case.tenant_id) & (Employment.id == Case.employment_id))
        .where(
            CaseProcess.tenant_id == tenant_id,
            CaseProcess.employer_id == employer_id,
            CaseProcess.participation == Participation.PARTICIPATING,
        )
    )


def _department(row: Row[*tuple[object, ...]]) -> str:
    return str(row.department_id or "")


def _quarter(day: date | None) -> Quarter | None:
    return None if day is None else Quarter.of(day)


def _heads(who: Iterable[tuple[str, UUID]]) -> Heads:
    """Count distinct people by department; somebody who changed department counts where they are now."""
    departments = {person_id: department for department, person_id in who}
    heads: defaultdict[str, int] = defaultdict(int)
    for department in departments.values():
        heads[department] += 1
    return heads
