"""The guide of a talk as a form: its questions become fields, in the reader's language (INT-4)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.cases.frame import questions_of, topics_of
from handrail.cases.schemas import LONGEST
from handrail.frameworks.rules import Framework, in_language
from handrail.frameworks.rules.document import Question
from handrail.kit.codes import Compartment
from handrail.kit.i18n import LazyText, _, current_locale
from handrail.web.fields import Text

KEPT_ELSEWHERE: Final = frozenset(
    {
        "process_explained",
        "questions_answered",
        "confidentiality_explained",
        "voluntary_explained",
        "withdrawal_explained",
        "decision",
        "next_talk_on",
        "best_moment",
        "channel",
        "supervisor_contact",
        "next_on",
        "summary_agreed",
    }
)
"""Questions whose answers have a place of their own in the record; the form asks each once."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the guide: its key, its heading, what it says, and the names of its fields in the form."""

    key: str
    title: str
    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideForm:
    """A guide as a form: the schema of its answers, None where nothing is left to ask, and its sections in order."""

    title: str
    text: str
    schema: type[Schema] | None
    parts: tuple[Part, ...]
    not_here: tuple[str, ...]
    """Questions for the worker alone: read out, never recorded here (CON-2)."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a guide's answers become: where the record lies, and which questions have a field of their own in it."""

    compartment: Compartment
    fields: Mapping[str, str]
    """By the question's key, the name of that field; empty where the form has it in another part."""


CONTACT: Final = Record(Compartment.COORDINATION, dict.fromkeys(KEPT_ELSEWHERE, ""))


def guide_form(
    framework: Framework,
    guide_key: str,
    record: Record = CONTACT,
    *,
    all_required: bool = False,
    first: Collection[str] = (),
) -> GuideForm:
    """Return the guide as a form. `all_required`: what the guide requires must be answered (S7-2).

    The sections named in `first`, which an earlier talk left for later, come before all others (S3-1).
    """
    language = current_locale()
    guide = framework.guides.get(guide_key)
    if guide is None:
        return GuideForm("", "", None, (), ())
    asked = {
        key: each
        for key, each in questions_of(framework, guide_key).items()
        if key not in record.fields and each.answer != "action"
    }
    recorded = {key: each for key, each in asked.items() if each.compartment is record.compartment}
    made = {key: _field(each, language, required=all_required and each.required) for key, each in recorded.items()}
    names = {key: f"answers-{key}" for key in recorded} | dict(record.fields)
    parts = [
        Part(
            key,
            in_language(guide.sections[key].title, language),
            in_language(guide.sections[key].text, language),
            tuple(dict.fromkeys(names[name] for name in questions if names.get(name))),
        )
        for key, questions in sorted(topics_of(framework, guide_key).items(), key=lambda item: item[0] not in first)
    ]
    own = [in_language(each.text, language) for each in asked.values() if each.compartment is Compartment.OWN]
    return GuideForm(
        title=in_language(guide.title, language),
        text=in_language(guide.text, language),
        schema=Schema.from_dict(made, name=f"{guide_key.title().replace('_', '')}Answers") if made else None,
        parts=tuple(part for part in parts if part.names),
        not_here=tuple(own),
    )


def with_answers(base: type[Schema], guide: GuideForm) -> type[Schema]:
    """Return the schema of a contact with the guide's questions as its answers."""
    if guide.schema is None:
        return base
    answers = fields.Nested(guide.schema, load_default=dict, metadata={"label": guide.title})
    return type(f"{base.__name__}WithAnswers", (base,), {"answers": answers})


def own_form(questions: Mapping[str, Question], base: type[Schema], readers: LazyText) -> type[Schema]:
    """Return the form in which the worker answers their own questions, none of which has to be answered (INT-3)."""
    made: dict[str, fields.Field[Any]] = {key: _own_field(each, readers) for key, each in questions.items()}
    return type(f"{base.__name__}OfOwn", (base, Schema.from_dict(made)), {})


def _own_field(question: Question, readers: LazyText) -> Text:
    metadata = {
        "compartment": question.compartment,
        "label": in_language(question.text, current_locale()),
        "readers": readers,
        "widget": "textarea",
    }
    return Text(load_default="", validate=validate.Length(max=LONGEST), metadata=metadata)


def _field(question: Question, language: str, *, required: bool) -> fields.Field[Any]:
    metadata: dict[str, Any] = {
        "compartment": question.compartment,
        "label": in_language(question.text, language),
        "hint": in_language(question.hint, language),
    }
    options: dict[str, Any] = {"required": True} if required else {"load_default": None, "allow_none": True}
    if question.answer == "choice":
        return _choice(question.choices, language, metadata, options)
    if question.answer == "tick":
        return fields.Boolean(load_default=False, metadata=metadata)
    if question.answer == "yes_no":
        yes_no = [("true", _("Yes")), ("false", _("No"))]
        return fields.Boolean(metadata=metadata | {"widget": "radios", "choices": yes_no}, **options)
    if question.answer in _PLAIN:
        return _PLAIN[question.answer](metadata=metadata, **options)
    length = validate.Length(1 if required else 0, LONGEST)
    return Text(validate=length, metadata=metadata | {"widget": "textarea"}, **options)


_PLAIN: Final[Mapping[str, Callable[..., fields.Field[Any]]]] = {
    "date": fields.Date,
    "number": fields.Integer,
    "scale": partial(fields.Integer, validate=validate.Range(0, 10)),
}


def _choice(
    choices: Mapping[str, Mapping[str, str]], language: str, metadata: dict[str, Any], options: dict[str, Any]
) -> fields.Field[Any]:
    labels = [in_language(text, language) for text in choices.values()]
    return fields.String(validate=validate.OneOf(list(choices), labels=labels), metadata=metadata, **options)
