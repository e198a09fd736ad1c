"""Telling whoever owes an obligation that its date is another one now (ACC-3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.policies import MATRIX
from handrail.kit import outbox
from handrail.kit.codes import Role
from handrail.kit.subjects import Acting
from handrail.obligations.place import Place
from handrail.obligations.writing import Change

CORRECTED: Final = frozenset({"appeared", "moved", "reopened", "dropped"})
"""What a correction does to a date; without one, only a date that moves is told."""


def tell(
    session: Session, actor: Acting, place: Place, changes: Sequence[Change], correction_id: UUID | None = None
) -> None:
    """Put moved dates on the timeline, and ask for those who owe them to be told, once, after the commit.

    After a correction of an absence the worker is told too, and not the person who made it. What is asked for names
    the obligations by their ids alone; who is told is decided when it is sent, so that nobody is told who may not know
    by then, and each person gets one message however many dates moved.
    """
    noted = [_note(session, actor, change) for change in changes if change.kind == "moved"]
    kinds = CORRECTED if correction_id else {"moved"}
    told = [change for change in changes if change.kind in kinds and _is_told(place, change)]
    told += _of_the_worker(place, changes) if correction_id else []
    if not told:
        return
    payload: dict[str, outbox.JSON] = {"obligation_ids": [*_ids(told)]}
    if correction_id is not None:
        payload |= {"worker_too": True, "but": str(actor.person_id) if actor.person_id else None}
    key = str(correction_id or noted[0])
    outbox.publish(session, "notifications", "notifications.tell_dates_moved", payload, key=key)


def _note(session: Session, actor: Acting, change: Change) -> UUID:
    return timeline.append(
        session,
        change.subject,
        actor,
        "obligation.moved",
        compartment=change.compartment,
        record=_Named("obligation", change.obligation_id),
        changes={"due_on": (change.due_before, change.due_after), "rule": (change.rule, change.rule)},
    )


def _ids(changes: Iterable[Change]) -> Iterable[str]:
    return dict.fromkeys(str(change.obligation_id) for change in changes)


def _of_the_worker(place: Place, changes: Iterable[Change]) -> list[Change]:
    """Return the changes of dates on the worker's own page, whoever owes them."""
    readable = {compartment for compartment, cell in MATRIX[Role.WORKER].items() if cell.read}
    return [
        change
        for change in changes
        if change.kind in CORRECTED
        and change.compartment in readable
        and (change.compartment == "administrative" or change.subject.subject_id != place.employment_id)
    ]


def _is_told(place: Place, change: Change) -> bool:
    """Say whether anybody is told: what is still owed, by a party of Handrail that may know of such a thing at all.

    So nobody hears of a promise of a plan or a step of support whose role reads neither (VOL-2).
    """
    if change.status == "met" or change.owed_by not in set(Role):
        return False
    cell = MATRIX[Role(change.owed_by)].get(change.compartment)
    is_readable = change.subject.subject_id != place.employment_id or change.compartment == "administrative"
    return cell is not None and cell.read and is_readable


@dataclass(frozen=True, slots=True)
class _Named:
    """A row by table and id, as the timeline names it."""

    __tablename__: str
    id: UUID
