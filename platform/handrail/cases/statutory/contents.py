"""What stands in a statutory document: the declared fields as a form, and their values as they are kept."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate

from handrail.cases.schemas import ADMINISTRATIVE, LONGEST
from handrail.cases.statutory.rules import sections_of
from handrail.extensions.registry import registry
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Invalid
from handrail.kit.i18n import _, current_locale
from handrail.obligations.presenting import OWED_BY
from handrail.obligations.texts import language
from handrail.sdk import Field, StatutoryDocument
from handrail.web.fields import Text
from handrail.web.messages import problems_beside

_MOST_ROWS: Final = 30
_IN_A_ROW: Final = 200


class Words:
    """What a document and everything in it is called, in the current language."""

    def __init__(self, document: StatutoryDocument) -> None:
        self.document = document
        self._texts = language(registry(), current_locale())

    @property
    def title(self) -> str:
        """What the document is called."""
        return self._texts.words(self.document.code, self.document.title)

    @property
    def own_title(self) -> tuple[str, str] | None:
        """What it is called in the language of its place, with that language; None where the title says just that."""
        for spoken in self.document.languages[:1]:
            own = language(registry(), spoken).words(self.document.code, self.document.title)
            if own != self.title:
                return own, spoken
        return None

    @property
    def about(self) -> str:
        """When it is made, or what of it is not written here; "" where its title says enough."""
        return self.of("about", self.document.about)

    @property
    def notes(self) -> list[str]:
        """What it is about, and which official form it goes into."""
        found = [self.about] if self.about else []
        if self.document.form:
            found.append(
                _(
                    "There is an official form for it: %(form)s. What stands here goes into that form and does not "
                    "replace it.",
                    form=self.document.form,
                )
            )
        return found

    @property
    def given_to(self) -> list[str]:
        """Who outside gets it."""
        return [_(OWED_BY[party]) for party in self.document.given_to]

    def of(self, key: str, otherwise: str) -> str:
        """Return what a section, field, choice or part is called; `key` as in the plugin's texts."""
        return self._texts.words(f"{self.document.code}.{key}", otherwise)

    def missing(self, keys: list[str]) -> list[str]:
        """Return what fields are called, by their keys."""
        labels = {field.key: field.label for field in self.document.fields}
        return [self.of(key, labels[key]) for key in keys]


def schema_for(document: StatutoryDocument, role: Role, base: type[Schema] = Schema) -> type[Schema]:
    """Return the form of what a role writes in a document.

    Nothing has to be filled in: a version may lack something, and says so until it is complete.
    """
    words = Words(document)
    made = {
        field.key: _field(field, words, field.key)
        for section in sections_of(document, role)
        for field in section.fields
    }
    attributes: dict[str, Any] = {"__compartment__": Compartment.ADMINISTRATIVE, **made}
    return type(f"{base.__name__}Of{document.code.title().replace('.', '').replace('_', '')}", (base,), attributes)


def _field(field: Field, words: Words, key: str, *, in_row: bool = False) -> fields.Field[Any]:
    metadata: dict[str, Any] = ADMINISTRATIVE | {"label": words.of(key, field.label)}
    if field.required:
        metadata |= {"hint": _("Needed for a complete document.")}
    if field.kind == "list":
        return _rows(field, words, key, metadata)
    if field.kind == "text":
        widget = {} if in_row else {"widget": "textarea"}
        longest = _IN_A_ROW if in_row else LONGEST
        return Text(load_default="", validate=validate.Length(max=longest), metadata=metadata | widget)
    options: dict[str, Any] = {"load_default": None, "allow_none": True}
    if field.kind == "choice":
        labels = [words.of(f"{key}.{choice}", choice) for choice in field.choices]
        return fields.String(validate=validate.OneOf(field.choices, labels=labels), metadata=metadata, **options)
    if field.kind == "bool":
        yes_no = [("true", _("Yes")), ("false", _("No"))]
        return fields.Boolean(metadata=metadata | {"widget": "radios", "choices": yes_no}, **options)
    if field.kind == "date":
        return fields.Date(metadata=metadata, **options)
    return _number(field, metadata=metadata, validate=validate.Range(field.minimum, field.maximum), **options)


def _number(field: Field, **options: Any) -> fields.Field[Any]:
    return fields.Integer(**options) if field.kind == "int" else fields.Decimal(places=1, **options)


def _rows(field: Field, words: Words, key: str, metadata: dict[str, Any]) -> fields.Field[Any]:
    made = {each.key: _field(each, words, f"{key}.{each.key}", in_row=True) for each in field.item}
    row: dict[str, Any] = {"__compartment__": Compartment.ADMINISTRATIVE, **made}
    inner = type(f"{field.key.title().replace('_', '')}Row", (Schema,), row)
    metadata |= {"row_label": words.of(key, field.label)}
    return fields.List(
        fields.Nested(inner), load_default=list, validate=validate.Length(max=_MOST_ROWS), metadata=metadata
    )


def read_content(document: StatutoryDocument, role: Role, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a program sent as it is kept; raises Invalid beside each value, at /content/<key>."""
    try:
        loaded = schema_for(document, role)().load(dict(sent))
    except ValidationError as problem:
        raise Invalid(problems=problems_beside(problem.messages_dict, "/content")) from problem
    kept: dict[str, Any] = plain(loaded)
    return kept


def plain(value: Any) -> Any:
    """Return a value as JSON holds it; empty ones are left out of objects."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items() if each is not None and each not in ("", [])}
    if isinstance(value, list):
        return [row for row in (plain(each) for each in value) if row]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
