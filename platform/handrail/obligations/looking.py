"""Noting that somebody looked at what is due, where that opens what somebody confided (CON-5)."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment, Role
from handrail.kit.subjects import SubjectRef
from handrail.obligations.models import Obligation


def note_reading(session: Session, actor: Actor, rows: Iterable[Obligation], purpose: str) -> None:
    """Write to the read log which confided compartments were opened, once for each case.

    The worker's own look at their dates is not noted, on pages, in calendars and over the API alike: programs read
    them many times a day, and the log is where the worker sees who else looked.
    """
    if actor.role is Role.WORKER:
        return
    opened: dict[SubjectRef, set[Compartment]] = defaultdict(set)
    for row in rows:
        opened[SubjectRef(row.tenant_id, row.employer_id, row.subject_id)].add(row.compartment)
    for subject, compartments in opened.items():
        read_log.record(session, actor, subject, compartments, purpose)
