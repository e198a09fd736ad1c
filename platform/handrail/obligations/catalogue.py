"""The rules of a jurisdiction as somebody looks them up: who owes what, what follows when late, where it is written."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from handrail.obligations.rows import source_as_json
from handrail.sdk import Citation, Jurisdiction, Language, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One rule in one language. Where the law changed, each version is an entry of its own."""

    id: str
    title: str
    kind: str
    owed_by: str
    basis: str
    compartment: str
    confidence: str
    source: Citation
    if_missed: str | None
    doubt: str | None
    effective_from: dt.date | None
    effective_to: dt.date | None
    reviewed_on: dt.date | None

    def as_json(self, jurisdiction: str | None) -> dict[str, object]:
        """Return the shape in which the command and the API answer."""
        return {
            "jurisdiction": jurisdiction,
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "owed_by": self.owed_by,
            "basis": self.basis,
            "compartment": self.compartment,
            "confidence": self.confidence,
            "source": dict(source_as_json(self.source)),
            "if_missed": self.if_missed,
            "doubt": self.doubt,
            "effective_from": self.effective_from,
            "effective_to": self.effective_to,
            "reviewed_on": self.reviewed_on,
        }


def in_order(jurisdiction: Jurisdiction, texts: Language) -> list[Entry]:
    """Return every rule of a jurisdiction, by id and then by the day from which a version holds."""
    return entries(sorted(jurisdiction.rules, key=_place), texts)


def entries(rules: Iterable[Rule], texts: Language) -> list[Entry]:
    """Return these rules as entries."""
    return [
        Entry(
            id=rule.id,
            title=texts.title(rule),
            kind=rule.kind,
            owed_by=rule.owed_by,
            basis=rule.basis,
            compartment=rule.compartment,
            confidence=rule.confidence,
            source=rule.source,
            if_missed=texts.if_missed(rule.id),
            doubt=texts.doubt(rule.id),
            effective_from=rule.effective_from,
            effective_to=rule.effective_to,
            reviewed_on=rule.reviewed_on,
        )
        for rule in rules
    ]


def _place(rule: Rule) -> tuple[str, str]:
    return rule.id, str(rule.effective_from or "")
