"""What a contact record must hold (INT-1), and what must never stand in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import LazyText, _, lazy


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


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the guide in force: how it is answered, where the answer lies."""

    answer: str
    compartment: Compartment
    choices: frozenset[str] = frozenset()
    required: bool = False


LONGEST_ANSWER: Final = 5000  # signs


def check_answers(
    answers: Mapping[str, Any],
    asked: Mapping[str, Asked],
    *,
    into: Compartment = Compartment.COORDINATION,
    complete: bool = False,
) -> None:
    """Check the answers of a talk against its guide; raises Invalid beside each. `into`: where the record lies.

    What a jurisdiction or a layer switched off is not among `asked`, and what is the worker's own stays with the
    worker (CON-2): neither is recorded. `complete`: every required question is answered.
    """
    found = [(key, _problem(asked.get(key), answers[key], into)) for key in sorted(answers)]
    if complete:
        missing = [key for key, question in asked.items() if question.required and answers.get(key) in (None, "")]
        found += [(key, lazy("This answer is not there yet.")) for key in missing]
    problems = [FieldProblem(f"/answers/{key}", str(problem)) for key, problem in found if problem is not None]
    if problems:
        raise Invalid(_("Some answers can not be recorded like this."), problems=problems)


def _problem(question: Asked | None, value: Any, into: Compartment) -> LazyText | None:
    if question is None:
        return lazy("The guide in force here does not ask this.")
    if question.compartment is Compartment.OWN:
        return lazy("This is for the worker alone and is not recorded here.")
    if question.compartment is not into:
        return lazy("This does not belong in the record of a conversation.")
    if value is None or _fits(question, value):
        return None
    return lazy("This is not an answer to that question.")


def _fits(question: Asked, value: Any) -> bool:
    if question.answer in ("tick", "yes_no"):
        return isinstance(value, bool)
    if question.answer in ("number", "scale"):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if question.answer == "choice":
        return value in question.choices
    if question.answer == "date":
        return isinstance(value, date) or _is_day(value)
    return isinstance(value, str) and len(value) <= LONGEST_ANSWER


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True
