"""What the API gives back about statutory documents."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from msgspec import Struct

from handrail.cases.statutory.contents import Words
from handrail.cases.statutory.models import StatutoryAnswer, StatutoryDocument, StatutoryVersion
from handrail.cases.statutory.off_sick import OffSick
from handrail.cases.statutory.rules import Given, holds_all, missing_fields, missing_parts, waits_for
from handrail.kit.codes import Compartment
from handrail.sdk import StatutoryDocument as Declared


class KindShape(Struct, frozen=True):
    """A document that the law of this place asks for."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    code: str
    title: str
    own_title: str | None
    about: str
    form: str
    languages: list[str]
    given_to: list[str]
    rule: str | None
    proves: str | None
    repeats: bool
    signed_by: list[str]
    fields: list[dict[str, Any]]
    parts: list[dict[str, Any]]
    source: dict[str, str]

    @classmethod
    def of(cls, declared: Declared) -> "KindShape":
        """Return a declaration in the reader's language."""
        words = Words(declared)
        return cls(
            code=declared.code,
            title=words.title,
            own_title=words.own_title[0] if words.own_title else None,
            about=words.about,
            form=declared.form,
            languages=list(declared.languages),
            given_to=list(declared.given_to),
            rule=declared.rule,
            proves=declared.proves,
            repeats=declared.repeats,
            signed_by=list(declared.signed_by),
            fields=[
                {
                    "key": field.key,
                    "kind": field.kind,
                    "label": words.of(field.key, field.label),
                    "required": field.required,
                    "choices": list(field.choices),
                    "authors": list(section.authors),
                    "row": [each.key for each in field.item],
                }
                for section in declared.sections
                for field in section.fields
            ],
            parts=[
                {"key": part.key, "title": words.of(part.key, part.title), "required": part.required}
                for part in declared.parts
            ],
            source={
                "act": declared.source.act, "article": declared.source.article, "url": declared.source.url,
            },
        )  # fmt: skip


class OffSickShape(Struct, frozen=True):
    """A worker who is off or came back lately, and the first thing that is due of occupational health."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    employment_id: UUID
    worker: str
    employer: str
    first_day: date
    first_day_fit: date | None
    due_rule: str | None
    due_on: date | None

    @classmethod
    def of(cls, found: OffSick) -> "OffSickShape":
        """Return a worker as the API gives them."""
        return cls(
            employment_id=found.employment_id,
            worker=found.worker,
            employer=found.employer,
            first_day=found.first_day,
            first_day_fit=found.first_day_fit,
            due_rule=found.due.rule if found.due else None,
            due_on=found.due.due_on if found.due else None,
        )


class AnswerShape(Struct, frozen=True):
    """What one side said of a version."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    side: str
    noted_by: str
    answer: str
    words: str
    digest: str
    answered_at: datetime

    @classmethod
    def of(cls, answer: StatutoryAnswer) -> "AnswerShape":
        """Return an answer as the API gives it; read inside the session that loaded it."""
        return cls(
            side=answer.side.value,
            noted_by=answer.given_by_side.value,
            answer=answer.answer.value,
            words=answer.words,
            digest=answer.digest.hex(),
            answered_at=answer.answered_at,
        )


class VersionShape(Struct, frozen=True):
    """A version, what it lacks and whose answer is open."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    document_id: UUID
    number: int
    on: date
    content: dict[str, Any]
    digest: str
    made_as: str
    missing: list[str]
    waits_for: list[str]
    answers: list[AnswerShape]

    @classmethod
    def of(
        cls, declared: Declared | None, version: StatutoryVersion, answers: Sequence[StatutoryAnswer]
    ) -> "VersionShape":
        """Return a version as the API gives it; read inside the session that loaded it."""
        content = json.loads(version.content)
        missing: list[str] = []
        waiting: list[str] = []
        if declared is not None:
            parts = [part.key for part in missing_parts(declared, content)]
            missing = missing_fields(declared, content) + parts
            given = [Given(each.side, each.given_by_side, each.answer, each.answered_at) for each in answers]
            waiting = [side.value for side in waits_for(declared, given)] if holds_all(declared, content) else []
        return cls(
            document_id=version.document_id,
            number=version.number,
            on=version.on,
            content=content,
            digest=version.digest.hex(),
            made_as=version.made_as.value,
            missing=missing,
            waits_for=waiting,
            answers=[AnswerShape.of(each) for each in answers],
        )


class StatutoryDocumentShape(Struct, frozen=True):
    """A document with its newest version."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    id: UUID
    code: str
    completed_on: date | None
    complete_number: int | None
    newest: VersionShape

    @classmethod
    def of(
        cls,
        declared: Declared | None,
        document: StatutoryDocument,
        version: StatutoryVersion,
        answers: Sequence[StatutoryAnswer],
    ) -> "StatutoryDocumentShape":
        """Return a document as the API gives it; read inside the session that loaded it."""
        return cls(
            id=document.id,
            code=document.code,
            completed_on=document.completed_on,
            complete_number=document.complete_number,
            newest=VersionShape.of(declared, version, answers),
        )
