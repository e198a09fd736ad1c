"""From what was typed or sent to what is wanted: keys to ids, names of periods to days."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.queries import employers_of
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.reports import queries
from handrail.reports.commands import Wanted, zone_of
from handrail.reports.periods import Period, Stretch, period_of


def wanted_of(session: Session, actor: Actor, given: Mapping[str, Any]) -> Wanted:
    """Return what is asked for. Raises NotFound for the key of a client organisation that the actor does not reach."""
    return Wanted(given["kind"], days_of(session, actor, given), employers_named(session, actor, given["employer"]))


def employers_named(session: Session, actor: Actor, key: str | None) -> tuple[UUID, ...]:
    """Return the one client organisation with this key; without a key nothing, which means all."""
    if not key:
        return ()
    found = next((each.id for each in employers_of(session, actor) if each.key == key), None)
    if found is None:
        raise NotFound(_("No client organisation of yours has the key %(key)s.", key=key))
    return (found,)


def days_of(session: Session, actor: Actor, given: Mapping[str, Any]) -> Period:
    """Return the days between two given ones, or those that a name means today; twelve months where nothing is said."""
    first_day, last_day = given.get("first_day"), given.get("last_day")
    if first_day and last_day:
        return Period(first_day, last_day)
    if first_day or last_day:
        where = "/last_day" if first_day else "/first_day"
        raise Invalid(problems=[FieldProblem(where, _("Give both days, the first and the last."))])
    default = Stretch.LAST_FOUR_QUARTERS if queries.side_of(actor) == "employer" else Stretch.UNTIL_TODAY
    return period_of(given.get("period") or default, clock.today(zone_of(session, actor.tenant_id)))
