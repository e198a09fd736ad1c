"""What several pages show of an obligation: in words, with the worker and where to go from there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from handrail.identity.actor import Actor
from handrail.obligations import presenting
from handrail.obligations.listing import CASEWORK, Listed
from handrail.obligations.presenting import Shown


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. `case_href` None: no case, or none that this reader opens."""

    item: Shown
    worker: str
    employer: str
    number: str | None
    case_href: str | None
    what_if_href: str
    law_href: str


def lines(rows: Iterable[Listed], actor: Actor, today: date) -> list[Line]:
    """Return the lines of a list for its reader."""
    return [line(row, actor, today) for row in rows]


def line(row: Listed, actor: Actor, today: date) -> Line:
    """Return one line for its reader."""
    obligation = row.obligation
    item = presenting.show(obligation, today, reader=actor.role)
    opens_case = actor.role in CASEWORK and row.case_id is not None
    return Line(
        item=replace(item, href=url_for("obligations_pages.one", obligation_id=obligation.id)),
        worker=row.worker,
        employer=row.employer,
        number=row.number_for(actor.role),
        case_href=url_for("cases.show", case_id=row.case_id) if opens_case else None,
        what_if_href=url_for("obligations_pages.what_if", employment_id=obligation.employment_id),
        law_href=url_for("obligations_pages.law", employment_id=obligation.employment_id),
    )
