"""One row of the answer: an obligation, judged."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handrail.sdk import (
    Citation,
    CompartmentCode,
    ExplanationStep,
    Language,
    Party,
    Reason,
    Rule,
    Status,
    Value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is due, by whom, by when, why, and how it stands.

    `due` is the last calendar day on time (or what the rule's kind says); None with a `reason` means that the rule
    does not arise. `value_on` is the day from which a value holds. `met_by` is the index of the event in the given
    list. `about` names a promise, question or call where several obligations of one rule stand side by side.
    """

    rule: Rule
    due: dt.date | None
    window_from: dt.date | None
    due_at: dt.datetime | None
    nominal: dt.date | None
    value: Value
    value_on: dt.date | None = None
    reason: Reason | None
    safe_target: dt.date | None
    spell: int | None
    sequence: int
    for_absence: dt.date | None
    status: Status
    met_by: int | None
    owed_by: Party
    compartment: CompartmentCode
    explanation: tuple[ExplanationStep, ...]
    source: Citation
    about: str | None

    def as_json(self, language: Language) -> dict[str, object]:
        """Return the row in the shape of the command's output, texts in one language."""
        rule = self.rule
        return {
            "rule": rule.id,
            "due": self.due,
            "window_from": self.window_from,
            "due_at": self.due_at,
            "nominal": self.nominal,
            "value": self.value,
            **({} if self.value_on is None else {"on": self.value_on}),
            "reason": self.reason,
            "safe_target": self.safe_target,
            "spell": self.spell,
            "sequence": self.sequence,
            "for_absence": self.for_absence,
            "status": self.status,
            "met_by": self.met_by,
            "owed_by": self.owed_by,
            "compartment": self.compartment,
            "basis": rule.basis,
            "confidence": rule.confidence,
            "explanation": [
                {"key": step.key, "args": step.args, "text": language.text(step)} for step in self.explanation
            ],
            "source": source_as_json(self.source),
            "effective_from": rule.effective_from,
            "effective_to": rule.effective_to,
            "reviewed_on": rule.reviewed_on,
        }

    def why(
        self, language: Language, show_date: Callable[[dt.date], str] | None = None, *, employer_side: bool = False
    ) -> list[str]:
        """Return the sentences that derive the date, for a person to redo with a calendar.

        On the employer's side a rule that tells a cause shows its last step alone: the date, or that it is not asked.
        """
        shown = self.explanation[-1:] if employer_side and self.rule.tells_cause else self.explanation
        return [language.text(step, show_date) for step in shown]


def source_as_json(source: Citation) -> Mapping[str, str]:
    """Return a citation as the command prints it."""
    return {"act": source.act, "article": source.article, "url": source.url}
