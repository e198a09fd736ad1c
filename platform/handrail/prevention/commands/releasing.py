"""Releases the themes of a quarter that is over (OAP-2). By rule: nobody chooses what is asked for, or when."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.kit import clock
from handrail.kit.ids import new_id
from handrail.kit.subjects import System
from handrail.plans.rules.codes import AspectCategory, Effect
from handrail.prevention.gathering import Gathered, Kind, gather
from handrail.prevention.models import Theme, ThemeQuestion, ThemeRelease
from handrail.prevention.queries import minimum_of
from handrail.prevention.rules.hiding import at_least, is_shown, may_ask
from handrail.prevention.rules.quarters import Asked, Quarter, Window, ended_before, next_window
from handrail.tenancy.models import ClientOrganisation, Department

KINDS: Final[tuple[Kind, ...]] = tuple((category, effect) for category in AspectCategory for effect in Effect)
log = structlog.get_logger(__name__)


def release_due(session: Session, tenant_id: UUID, today: date) -> int:
    """Release for every client organisation the newest quarter that is over; returns how many had not been.

    For the engine's context. A quarter that was missed is part of the next one that is released.
    """
    until = ended_before(today)
    statement = select(ClientOrganisation).where(ClientOrganisation.tenant_id == tenant_id)
    employers = session.scalars(statement.order_by(ClientOrganisation.id)).all()
    return sum(release(session, employer, until) is not None for employer in employers)


def release(session: Session, employer: ClientOrganisation, until: Quarter) -> ThemeRelease | None:
    """Release the themes of one client organisation up to a quarter; None where that was done before."""
    made = _first(session, employer, until)
    if made is None:
        return None
    asking = _Asking(
        session,
        made,
        gather(session, employer.tenant_id, employer.id),
        minimum_of(session, employer, until.next.first_day),
        departments=_has_departments(session, employer),
    )
    last = _last_asked(session, employer)
    shown = sum(asking.ask(kind, last.get(kind)) for kind in KINDS)
    changes: dict[str, tuple[object, object]] = {"until_on": (None, until.last_day.isoformat()), "shown": (None, shown)}
    timeline.append_tenant_act(session, System(employer.tenant_id), "themes.released", record=made, changes=changes)
    return made


def _first(session: Session, employer: ClientOrganisation, until: Quarter) -> ThemeRelease | None:
    """Make the row of a release; None where there is one: two jobs at once wait here for each other."""
    values = {
        "tenant_id": employer.tenant_id,
        "id": new_id(),
        "employer_id": employer.id,
        "until_on": until.last_day,
        "released_at": clock.now(),
    }
    statement = insert(ThemeRelease).values(values).on_conflict_do_nothing().returning(ThemeRelease)
    return session.scalars(statement).one_or_none()


@dataclass(frozen=True, slots=True)
class _Asking:
    """One release at work: asks for each theme where that gives nobody away, and keeps the answer."""

    session: Session
    made: ThemeRelease
    gathered: Gathered
    minimum: int
    departments: bool

    def ask(self, kind: Kind, last: Asked | None) -> bool:
        """Ask for one theme; returns whether it is shown."""
        begun = self.gathered.begun
        window = None if begun is None else next_window(last, begun, Quarter.of(self.made.until_on))
        if window is None:
            return False
        able, fresh = self.gathered.able(window), self.gathered.able(window, fresh=True)
        if not may_ask(able, fresh, self.minimum, departments=self.departments):
            return False
        told = self.gathered.tellers(kind, window)
        shown = is_shown(told, self.minimum, departments=self.departments)
        self._keep(kind, window, shown=shown)
        if shown:
            self._show(kind, window, at_least(told, able, self.minimum))
        return shown

    def _keep(self, kind: Kind, window: Window, *, shown: bool) -> None:
        place = self._place(kind, window)
        self.session.add(ThemeQuestion(**place, shown=shown, asked_at=self.made.released_at))

    def _show(self, kind: Kind, window: Window, count: int) -> None:
        self.session.add(Theme(**self._place(kind, window), at_least=count, release_id=self.made.id))

    def _place(self, kind: Kind, window: Window) -> dict[str, Any]:
        category, effect = kind
        return {
            "tenant_id": self.made.tenant_id,
            "employer_id": self.made.employer_id,
            "category": category,
            "effect": effect,
            "since_on": window.since.first_day,
            "until_on": window.until.last_day,
        }


def _last_asked(session: Session, employer: ClientOrganisation) -> dict[Kind, Asked]:
    """Return the newest question about each theme."""
    statement = (
        select(ThemeQuestion)
        .where(ThemeQuestion.tenant_id == employer.tenant_id, ThemeQuestion.employer_id == employer.id)
        .order_by(ThemeQuestion.until_on)
    )
    return {
        (row.category, row.effect): Asked(Quarter.of(row.since_on), Quarter.of(row.until_on), row.shown)
        for row in session.scalars(statement)
    }


def _has_departments(session: Session, employer: ClientOrganisation) -> bool:
    statement = select(func.count()).where(
        Department.tenant_id == employer.tenant_id, Department.employer_id == employer.id
    )
    return (session.scalar(statement) or 0) > 1
