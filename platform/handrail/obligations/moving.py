"""What a correction moves, in words: each date before and after, by which fact and which article (ACC-3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment, Role
from handrail.kit.i18n import N_
from handrail.obligations import presenting
from handrail.obligations.comparing import Outcome
from handrail.obligations.listing import EMPLOYER_SIDE
from handrail.obligations.models import Obligation, ObligationChange
from handrail.obligations.presenting_if import as_obligation
from handrail.tenancy.models import Employment

KINDS: Final = {
    "moved": ("now", N_("Moves")),
    "appeared": ("now", N_("New")),
    "reopened": ("now", N_("Asked again")),
    "dropped": ("off", N_("Not asked any more")),
    "met": ("done", N_("Done already")),
}
"""State of the tag, and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One date that a correction moves. `newly_missed`: its last day on time was over when it came to be."""

    kind: str
    rule: str
    title: str
    owed_by: str
    before: date | None
    after: date | None
    because: Sequence[str]
    source: str
    newly_missed: bool


def moves_of(outcomes: Iterable[Outcome], employment: Employment, reader: Role) -> list[Move]:
    """Return what is foreseen, by date; nothing of how a date was derived where that would tell of the illness."""
    found = []
    for outcome in outcomes:
        before = outcome.before
        row = outcome.after or (before.row if before else None)
        if row is None or outcome.kind is None:
            continue
        shown = as_obligation(row, employment)
        found.append(
            Move(
                kind=outcome.kind,
                rule=row.rule.id,
                title=presenting.title_of(row.rule.id),
                owed_by=presenting.owed_by(shown, reader=reader),
                before=None if before is None or outcome.kind == "appeared" else before.due_on,
                after=outcome.after.due if outcome.after else None,
                because=_because(shown, outcome.because, outcome.kind, reader),
                source=presenting.source_of(shown),
                newly_missed=outcome.after is not None and outcome.after.status == "missed",
            )
        )
    return sorted(found, key=_by_date)


def moved_by(session: Session, actor: Actor, correction_id: UUID) -> tuple[list[Move], list[Obligation]]:
    """Return what a correction moved of what the reader may know, by date, and the obligations looked at."""
    statement = (
        select(ObligationChange, Obligation)
        .join(
            Obligation,
            (Obligation.tenant_id == ObligationChange.tenant_id) & (Obligation.id == ObligationChange.obligation_id),
        )
        .where(ObligationChange.tenant_id == actor.tenant_id, ObligationChange.correction_id == correction_id)
    )
    if actor.role in EMPLOYER_SIDE:
        statement = statement.where(
            Obligation.case_id.is_(None), ObligationChange.compartment == Compartment.ADMINISTRATIVE
        )
    rows = session.execute(statement).all()
    found = [_moved(change, obligation, actor.role) for change, obligation in rows]
    return sorted(found, key=_by_date), [obligation for _change, obligation in rows]


def _moved(change: ObligationChange, obligation: Obligation, reader: Role) -> Move:
    is_late = obligation.kind == "act" and change.kind not in {"met", "dropped"}
    return Move(
        kind=change.kind,
        rule=obligation.rule,
        title=presenting.title_of(obligation.rule),
        owed_by=presenting.owed_by(obligation, reader=reader),
        before=None if change.kind == "appeared" else change.due_before,
        after=change.due_after,
        because=_because(obligation, change.because, change.kind, reader),
        source=presenting.source_of(obligation),
        newly_missed=is_late and change.due_after is not None and change.due_after < change.at.date(),
    )


def _because(shown: Obligation, because: Any, kind: str, reader: Role) -> list[str]:
    if presenting.tells_too_much(shown, reader):
        return []
    steps = shown.explanation[:-1] if kind == "appeared" else because.get("steps", ())
    return [each["text"] for each in presenting.sentences(steps)]


def _by_date(move: Move) -> tuple[date, str]:
    return move.after or move.before or date.max, move.rule
