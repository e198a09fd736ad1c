"""What a contact record must hold (INT-1), and what must never stand in it."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Final

from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import LazyText, lazy


class ContactKind(StrEnum):
    """What a contact was for."""

    FIRST_CALL = "first_call"
    FIRST_MEETING = "first_meeting"
    FOLLOW_UP = "follow_up"
    PREPARATION = "preparation"
    SUPERVISOR_BRIEFING = "supervisor_briefing"
    PLANNING_MEETING = "planning_meeting"
    AFTER_RETURN_WORKER = "after_return_worker"
    AFTER_RETURN_SUPERVISOR = "after_return_supervisor"
    OTHER = "other"


class Channel(StrEnum):
    """How people were in touch."""

    TELEPHONE = "telephone"
    VIDEO = "video"
    IN_PERSON = "in_person"
    EMAIL = "email"
    LETTER = "letter"
    MESSAGE = "message"


class Place(StrEnum):
    """Where a meeting was; neutral ground by preference (S3-1)."""

    NEUTRAL = "neutral"
    CONSULTANCY = "consultancy"
    HOME = "home"
    WORKPLACE = "workplace"
    OUTDOORS = "outdoors"
    ONLINE = "online"


class Tick(StrEnum):
    """What is explained in the first contact, each ticked off (S2-1)."""

    PROCESS = "process_explained"
    QUESTIONS = "questions_answered"
    CONFIDENTIALITY = "confidentiality_explained"
    VOLUNTARY = "voluntary_explained"
    WITHDRAWAL = "withdrawal_explained"


class Party(StrEnum):
    """With whom the coordinator spoke, where the two are kept apart (S7-2)."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"


class View(StrEnum):
    """An answer to whether a measure was carried out, or helped."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


GUIDE_OF: Final[Mapping[ContactKind, str]] = {
    ContactKind.FIRST_CALL: "first_call",
    ContactKind.FIRST_MEETING: "first_meeting",
    ContactKind.FOLLOW_UP: "follow_up_leave",
    ContactKind.PREPARATION: "preparation",
    ContactKind.SUPERVISOR_BRIEFING: "supervisor_briefing",
    ContactKind.PLANNING_MEETING: "planning_meeting",
    ContactKind.AFTER_RETURN_WORKER: "follow_up_return_worker",
    ContactKind.AFTER_RETURN_SUPERVISOR: "follow_up_return_supervisor",
}
"""The framework's guide for each kind, by its key (INT-4)."""

TICK_MISSING: Final[Mapping[Tick, LazyText]] = {
    Tick.PROCESS: lazy("Explain how the process works, then tick this."),
    Tick.QUESTIONS: lazy("Answer the worker's questions, then tick this."),
    Tick.CONFIDENTIALITY: lazy("Explain who hears what, then tick this."),
    Tick.VOLUNTARY: lazy("Explain that taking part is the worker's choice, then tick this."),
    Tick.WITHDRAWAL: lazy("Explain that the worker can stop on any day without consequence, then tick this."),
}


def missing_ticks(given: Collection[Tick]) -> list[Tick]:
    """Return what was not yet gone through, in the order of the conversation (S2-1)."""
    return [tick for tick in Tick if tick not in given]


def require_ticks(given: Collection[Tick]) -> None:
    """Raise Invalid that says, beside each, what is still to be explained (S2-1)."""
    missing = missing_ticks(given)
    if missing:
        raise Invalid(
            "A first contact is complete when all was explained.",
            problems=[FieldProblem(f"/{tick.value}", str(TICK_MISSING[tick])) for tick in missing],
        )


def check_answers(answers: Iterable[str], asked: Mapping[str, Compartment], required: Iterable[str] = ()) -> None:
    """Check the answers of a contact against its guide; raises Invalid beside each.

    `asked` names the questions that may be asked here and the compartment of each. What a jurisdiction or a layer
    switched off is not among them, and what is the worker's own stays with the worker (CON-2): neither is recorded.
    """
    given = set(answers)
    problems = [
        _problem(key, asked.get(key)) for key in sorted(given) if asked.get(key) is not Compartment.COORDINATION
    ]
    problems += [
        FieldProblem(f"/answers/{key}", str(lazy("This answer is not there yet.")))
        for key in required
        if key not in given
    ]
    if problems:
        raise Invalid("Some answers can not be recorded like this.", problems=problems)


def _problem(key: str, compartment: Compartment | None) -> FieldProblem:
    if compartment is Compartment.OWN:
        return FieldProblem(f"/answers/{key}", str(lazy("This is for the worker alone and is not recorded here.")))
    return FieldProblem(f"/answers/{key}", str(lazy("The guide in force here does not ask this.")))
