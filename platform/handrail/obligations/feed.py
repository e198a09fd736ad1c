"""What is due as an iCalendar feed: one all-day entry for each date, under a name that lasts (RFC 5545, RFC 7986).

A calendar is looked at over shoulders, shared with families and kept by companies that we know nothing of. So an entry
names what is to be done, for those who open cases the number of the case, and nobody by name; what would say something
of an illness has no name either. Who it is about is behind the link, and the link asks for a sign-in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Calendar, Event
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handrail.kit.codes import Compartment, Role
from handrail.kit.i18n import _
from handrail.obligations import presenting
from handrail.obligations.listing import Listed
from handrail.obligations.models import Obligation, ObligationChange

BACK: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=400)
MOST: Final = 1000
"""How many entries a feed holds, the earliest first."""

_REREAD: Final = timedelta(hours=6)
_NAMED: Final = frozenset({Compartment.ADMINISTRATIVE, Compartment.COORDINATION, Compartment.PLAN})
"""Compartments whose titles say nothing of an illness; what lies elsewhere is a date without a name."""


@dataclass(frozen=True, slots=True)
class Revision:
    """How often a date moved, and when it last changed in any way."""

    number: int
    at: datetime


def revisions_of(session: Session, tenant_id: UUID, rows: Iterable[Obligation]) -> dict[UUID, Revision]:
    """Return the revision of each obligation, so that a moved date is taken for the same entry. One statement."""
    moved = func.count().filter(ObligationChange.kind.in_(("moved", "reopened")))
    statement = (
        select(ObligationChange.obligation_id, moved, func.max(ObligationChange.at))
        .where(ObligationChange.tenant_id == tenant_id, ObligationChange.obligation_id.in_([row.id for row in rows]))
        .group_by(ObligationChange.obligation_id)
    )
    return {obligation_id: Revision(number, at) for obligation_id, number, at in session.execute(statement)}


def calendar_of(rows: Iterable[Listed], revisions: Mapping[UUID, Revision], root: str, *, reader: Role) -> bytes:
    """Return the calendar. `root` is the address of this Handrail; `reader` is the role whose calendar it is."""
    calendar = Calendar()
    calendar.add("prodid", "-//Handrail//What is due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _("What is due"))
    calendar.add("x-wr-calname", _("What is due"))
    calendar.add("refresh-interval", _REREAD, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for row in rows:
        calendar.add_component(_entry(row, revisions.get(row.obligation.id), root, reader=reader))
    return bytes(calendar.to_ical())


def _entry(row: Listed, revision: Revision | None, root: str, *, reader: Role) -> Event:
    obligation = row.obligation
    title, number = _title(obligation), row.number_for(reader)
    day = obligation.due_on
    assert day is not None  # noqa: S101 - told to the type checker; only dated ones are listed
    changed_at = (revision.at if revision else obligation.computed_at).astimezone(UTC).replace(microsecond=0)
    entry = Event()
    entry.add("uid", f"{obligation.id}@handrail")
    entry.add("sequence", revision.number if revision else 0)
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("summary", f"{title} ({number})" if number else title)
    entry.add("description", _("Sign in to Handrail to see who it is about and why it is due."))
    entry.add("url", f"{root}obligations/{obligation.id}")
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    return entry


def _title(obligation: Obligation) -> str:
    """Return the short title; none for a date whose name would say something of an illness."""
    if obligation.tells_cause or obligation.compartment not in _NAMED:
        return _("A date in Handrail")
    return presenting.title_of(obligation.rule)
