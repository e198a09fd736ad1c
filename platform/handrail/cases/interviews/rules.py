"""What an interview must hold, and what must never stand in it (INT-2, INT-3, CON-4). Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from handrail.cases.interviews.codes import InterviewKind, StatementOf
from handrail.kit.errors import FieldProblem
from handrail.kit.i18n import _

GUIDE_OF: Final[Mapping[InterviewKind, str]] = {
    InterviewKind.REINTEGRATION: "reintegration_interview",
    InterviewKind.RETURN_TO_WORK: "return_to_work_interview",
}
"""The framework's guide for each kind, by its key (INT-4)."""
KEPT_ELSEWHERE: Final = frozenset({"held_on", "next_on", "build_up"})
"""Questions whose answers have a place of their own in the record; the form asks each once."""
FROM_A_STATEMENT: Final = frozenset({"extent"})
"""What only a physician says: how much work is possible."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the build-up: from a day on, so many hours a week, with these activities."""

    starts_on: date
    hours: Decimal
    activities: str

    def plain(self) -> dict[str, str]:
        """Return it as JSON holds it."""
        return {"starts_on": self.starts_on.isoformat(), "hours": str(self.hours), "activities": self.activities}


def statement_problems(
    kind: InterviewKind,
    statement_by: StatementOf | None,
    statement_on: date | None,
    answers: Mapping[str, Any],
    today: date,
) -> list[FieldProblem]:
    """Return what is wrong with where an interview takes its knowledge of what is possible from (INT-2, CON-4)."""
    if kind is not InterviewKind.REINTEGRATION:
        return []
    if statement_by is None:
        return [FieldProblem("/statement_by", _("Say whose statement the interview goes by."))]
    if statement_by is StatementOf.NOT_YET:
        told = sorted(FROM_A_STATEMENT & {key for key, value in answers.items() if value not in {None, ""}})
        why = _("Only a physician says how much is possible. Leave this open until there is a statement.")
        return [FieldProblem(f"/answers/{key}", why) for key in told]
    if statement_on is None:
        return [FieldProblem("/statement_on", _("Of which day is the statement?"))]
    if statement_on > today:
        return [FieldProblem("/statement_on", _("This day is still to come."))]
    return []


def build_up_problems(stages: Sequence[Stage]) -> list[FieldProblem]:
    """Return what is wrong with the build-up: its stages follow each other."""
    return [
        FieldProblem(f"/build_up/{at}/starts_on", _("This stage begins before the one above it."))
        for at in range(1, len(stages))
        if stages[at].starts_on <= stages[at - 1].starts_on
    ]


def releasable(questions: Collection[str], question: str) -> bool:
    """Say whether a question is one of those that are the worker's own."""
    return question in questions
