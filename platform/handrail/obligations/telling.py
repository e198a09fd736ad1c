"""Telling whoever owes an obligation that its date is another one now (ACC-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.policies import MATRIX
from handrail.kit import outbox
from handrail.kit.codes import Role
from handrail.kit.subjects import Acting
from handrail.obligations.place import Place
from handrail.obligations.writing import Change


def tell(session: Session, actor: Acting, place: Place, changes: Iterable[Change]) -> None:
    """Put moved dates on the timeline, and ask for those who owe them to be told after the commit.

    The message names the obligation by its id alone; who it is for is decided when it is sent, so that nobody is told
    who may not know by then.
    """
    for change in changes:
        if change.kind != "moved":
            continue
        noted = timeline.append(
            session,
            change.subject,
            actor,
            "obligation.moved",
            compartment=change.compartment,
            record=_Named("obligation", change.obligation_id),
            changes={"due_on": (change.due_before, change.due_after), "rule": (change.rule, change.rule)},
        )
        if _is_told(place, change):
            outbox.publish(
                session,
                "notifications",
                "notifications.tell_date_moved",
                {"obligation_id": str(change.obligation_id)},
                key=str(noted),
            )


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
