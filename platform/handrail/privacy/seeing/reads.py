"""Who looked: the read log of a worker, with what was none of the daily work apart (CON-5, CON-6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from handrail.audit.models import ReadLog
from handrail.cases.overview import names_of
from handrail.identity.granting.models import SupportAccess, SupportLook
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.i18n import gettext
from handrail.plans.portal.home import PURPOSES
from handrail.privacy.mine import Mine
from handrail.privacy.seeing.words import APART, PARTS
from handrail.privacy.seeing.words import PURPOSES as OURS

A_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened something: `why` and `what` are words in the current language."""

    at: datetime
    person_id: UUID
    name: str
    role: Role
    what: Sequence[str]
    purpose: str
    is_apart: bool

    @property
    def why(self) -> str:
        """The purpose in words; a code that has none is shown as it is."""
        return purpose_in_words(self.purpose)


def purpose_in_words(purpose: str) -> str:
    """Return why somebody looked; after the code of an access that is apart, its reason may follow."""
    words: Mapping[str, str] = PURPOSES | OURS
    return gettext(words[purpose]) if purpose in words else purpose


def looks_of(session: Session, mine: Mine, *, page: int = 1, size: int = A_PAGE) -> tuple[list[Look], bool]:
    """Return one page of who looked in the daily work, the newest first, and whether there are older ones."""
    statement = _statement(mine).where(~_apart()).offset((page - 1) * size).limit(size + 1)
    found = _looks(session, mine, list(session.scalars(statement)))
    return found[:size], len(found) > size


def apart_of(session: Session, mine: Mine) -> list[Look]:
    """Return what was opened by emergency and support access, the newest first: every one of it."""
    found = _looks(session, mine, list(session.scalars(_statement(mine).where(_apart()))))
    return sorted([*found, *_of_support(mine)], key=lambda look: look.at, reverse=True)


def _of_support(mine: Mine) -> list[Look]:
    """Return what agents opened of this very worker with the consultancy's leave.

    Their notes are kept from everybody but those who watch over the consultancy, so they are read in the engine's
    scope, and only those about this worker.
    """
    tenant_id = mine.person.tenant_id
    statement = (
        select(SupportLook.at, SupportAccess.agent_id, SupportAccess.reason)
        .join(
            SupportAccess,
            (SupportAccess.tenant_id == SupportLook.tenant_id) & (SupportAccess.id == SupportLook.access_id),
        )
        .where(SupportLook.tenant_id == tenant_id, SupportLook.subject_id.in_(mine.subjects))
    )
    with tenant_session(engine_context(tenant_id)) as engine:
        rows = engine.execute(statement).all()
        names = names_of(engine, tenant_id, {row.agent_id for row in rows})
    return [
        Look(
            at=row.at,
            person_id=row.agent_id,
            name=names.get(row.agent_id, ""),
            role=Role.SUPPORT,
            what=[gettext(PARTS[Compartment.ADMINISTRATIVE][0])],
            purpose=row.reason,
            is_apart=True,
        )
        for row in rows
    ]


def _statement(mine: Mine) -> Select[ReadLog]:
    return (
        select(ReadLog)
        .where(ReadLog.tenant_id == mine.person.tenant_id, ReadLog.subject_id.in_(mine.subjects))
        .order_by(ReadLog.at.desc(), ReadLog.id.desc())
    )


def _apart() -> ColumnElement[bool]:
    return or_(*(ReadLog.purpose.startswith(prefix, autoescape=True) for prefix in APART))


def _looks(session: Session, mine: Mine, rows: Sequence[ReadLog]) -> list[Look]:
    names = names_of(session, mine.person.tenant_id, {row.person_id for row in rows})
    return [
        Look(
            at=row.at,
            person_id=row.person_id,
            name=names.get(row.person_id, ""),
            role=row.role,
            what=[gettext(PARTS[Compartment(code)][0]) for code in row.compartments],
            purpose=row.purpose,
            is_apart=row.purpose.startswith(APART),
        )
        for row in rows
    ]
