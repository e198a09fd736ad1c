"""Checks the statutory documents that a plugin declares: nothing about an illness has a place in one (CON-4)."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from handrail.extensions.errors import PluginFault
from handrail.sdk import DocumentPart, DocumentSection, Field, Jurisdiction, StatutoryDocument

AUTHORS: Final = frozenset({"hr", "occupational_health"})
SIGNERS: Final = frozenset({"worker", "hr"})
OF_AN_ILLNESS: Final = frozenset(
    {
        "cause", "causes", "complaint", "complaints", "condition", "diagnoses", "diagnosis", "disease", "disorder",
        "drug", "drugs", "illness", "injury", "medical", "medication", "medicine", "symptom", "symptoms", "therapy",
        "treatment", "treatments",
    }
)  # fmt: skip
"""Words that no name of a field may have: what they ask for is never the employer's (CON-4)."""
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KINDS: Final = frozenset({"text", "int", "decimal", "bool", "date", "choice", "list"})
_OURS: Final = frozenset({"on", "seen", "parts"})
"""Names that the form of every document has already."""


def declared_documents(
    hook: Callable[[], object], jurisdictions: Iterable[Jurisdiction]
) -> tuple[StatutoryDocument, ...]:
    """Return what the hook declares; raises PluginFault that says what is wrong with which document."""
    returned = hook()
    if not isinstance(returned, Iterable):
        raise PluginFault(f"handrail_documents returned a {type(returned).__name__}, not documents")
    documents = tuple(returned)
    for document in documents:
        if not isinstance(document, StatutoryDocument):
            raise PluginFault(f"handrail_documents returned a {type(document).__name__}, not a StatutoryDocument")
    known = {each.code: each for each in jurisdictions}
    codes = Counter(document.code for document in documents)
    for document in documents:
        problems = [*_problems(document, known), *_problems_of_parts(document.parts, codes)]
        if codes[document.code] > 1:
            problems.append("it is declared more than once")
        if problems:
            raise PluginFault(f"document {document.code!r}: {'; '.join(problems)}")
    return documents


def _problems(document: StatutoryDocument, jurisdictions: dict[str, Jurisdiction]) -> Iterator[str]:
    yield from _problems_of_rules(document, jurisdictions.get(document.jurisdiction))
    start, _dot, name = document.code.partition(".")
    if start != document.jurisdiction or not _KEY.fullmatch(name):
        yield f"the code must be {document.jurisdiction}. and small letters"
    if not document.title or not document.source.act:
        yield "it needs a title and the act that asks for it"
    if not document.sections and not document.parts:
        yield "it has neither a section nor a part"
    if set(document.signed_by) - SIGNERS:
        yield f"signed by {', '.join(sorted(SIGNERS))}, and nobody else"
    keys = Counter([*(each.key for each in document.sections), *(each.key for each in document.fields)])
    for key, times in keys.items():
        if times > 1 or key in _OURS:
            yield f"{key!r} is taken already"
    for section in document.sections:
        yield from _problems_of_section(section)


def _problems_of_rules(document: StatutoryDocument, jurisdiction: Jurisdiction | None) -> Iterator[str]:
    if jurisdiction is None:
        yield f"jurisdiction {document.jurisdiction!r} is none of this plugin's"
    elif document.proves is not None and not _asks_an_act(jurisdiction, document.proves):
        yield f"{document.proves} is no rule of its jurisdiction that asks an act"
    elif document.belongs_to is not None and document.belongs_to not in {rule.id for rule in jurisdiction.rules}:
        yield f"{document.belongs_to} is no rule of its jurisdiction"


def _asks_an_act(jurisdiction: Jurisdiction, rule_id: str) -> bool:
    return any(rule.id == rule_id and rule.kind == "act" for rule in jurisdiction.rules)


def _problems_of_section(section: DocumentSection) -> Iterator[str]:
    if not _KEY.fullmatch(section.key) or not section.title or not section.fields:
        yield f"section {section.key!r} needs a key of small letters, a title and a field"
    if not section.authors or set(section.authors) - AUTHORS:
        yield f"section {section.key!r} is written by {', '.join(sorted(AUTHORS))}, and nobody else"
    for field in section.fields:
        yield from _problems_of_field(field)


def _problems_of_field(field: Field) -> Iterator[str]:
    name = f"field {field.key!r}"
    if not _KEY.fullmatch(field.key) or not field.label:
        yield f"{name} needs a key of small letters and a label"
    if field.compartment != "administrative":
        yield f"{name} lies in {field.compartment}: the employer reads all of a statutory document"
    if OF_AN_ILLNESS & set(field.key.split("_")):
        yield f"{name} asks about an illness"
    if field.kind not in _KINDS:
        yield f"{name}: no form asks for a {field.kind}"
    if (field.kind == "choice") != bool(field.choices):
        yield f"{name}: choices belong to a choice, and to nothing else"
    if (field.kind == "list") != bool(field.item):
        yield f"{name}: the fields of a row belong to a list, and to nothing else"
    for inner in field.item:
        if inner.kind == "list":
            yield f"{name}: a row holds no rows"
        yield from _problems_of_field(inner)


def _problems_of_parts(parts: tuple[DocumentPart, ...], codes: Counter[str]) -> Iterator[str]:
    for part in parts:
        if not _KEY.fullmatch(part.key) or not part.title:
            yield f"part {part.key!r} needs a key of small letters and a title"
        for code in part.documents:
            if code not in codes:
                yield f"part {part.key!r}: there is no document {code}"
