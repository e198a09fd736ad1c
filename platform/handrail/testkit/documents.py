"""What must hold for every statutory document of a plugin, and for each against its table.

A plugin's tests inherit it, and lay a `documents.toml` beside themselves that was read from the table, not from the
declaration::

    class TestDocuments(DocumentsContract):
        package = "handrail_no"
        expected = Path(__file__).parent / "documents.toml"

    ["no.follow_up_plan"]
    rule = "no.follow_up_plan"
    asks = ["tasks", "possibilities"]
"""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ClassVar, Final

from handrail.cases.statutory.rules import completed_on, missing_fields, missing_parts
from handrail.extensions.documents import OF_AN_ILLNESS, declared_documents
from handrail.sdk import Field, StatutoryDocument, Value, read_texts

OTHER_LANGUAGES: Final = ("nl", "fr", "de")
ON: Final = dt.date(2026, 11, 2)


class DocumentsContract:
    """The properties of statutory documents; inherit it and name the package and what its tables ask."""

    package: ClassVar[str]
    expected: ClassVar[Path]

    def test_the_host_takes_every_document(self) -> None:
        """Codes, rules, authors, signers and fields are such as the host takes."""
        plugin = import_module(self.package)
        taken = declared_documents(plugin.handrail_documents, plugin.handrail_jurisdictions())
        assert taken == plugin.handrail_documents()

    def test_each_document_asks_what_its_table_asks(self) -> None:
        """Which parts are needed, which rule it is about and who signs, as somebody read them from the table."""
        table = tomllib.loads(self.expected.read_text("utf-8"))
        documents = {each.code: each for each in self._documents()}
        assert documents.keys() == table.keys()
        for code, asked in table.items():
            document = documents[code]
            assert [field.key for field in document.fields if field.required] == asked["asks"], code
            assert document.rule == asked.get("rule"), code
            assert list(document.signed_by) == asked.get("signed_by", []), code
            assert [part.key for part in missing_parts(document, {})] == asked.get("parts", []), code

    def test_a_document_with_all_that_is_asked_is_complete_and_each_missing_part_is_named(self) -> None:
        """What is not asked for may stay empty; whoever signs has to answer before it is complete."""
        for document in self._documents():
            whole = {field.key: sample(field) for field in document.fields if field.required}
            assert missing_fields(document, whole) == [], document.code
            if not document.signed_by and not document.parts:
                assert completed_on(document, whole, ON, (), "UTC") == ON, document.code
            for key in whole:
                less = {each: value for each, value in whole.items() if each != key}
                assert missing_fields(document, less) == [key], (document.code, key)

    def test_what_the_tables_name_and_nobody_writes_here_has_its_reason(self) -> None:
        """Under [documents_left_out] of the table, beside the rules that are left out."""
        plugin = import_module(self.package)
        codes = {each.code for each in plugin.handrail_jurisdictions()}
        table = tomllib.loads((files(self.package) / "table.toml").read_text("utf-8"))
        for name, why in table.get("documents_left_out", {}).items():
            assert name.partition(".")[0] in codes, name
            assert why.endswith("."), name
        assert not table.get("documents_left_out", {}).keys() & {each.code for each in self._documents()}

    def test_no_document_asks_about_an_illness(self) -> None:
        """The employer reads all of it: no key and no English word of it asks for a diagnosis (CON-4)."""
        for document in self._documents():
            for field in every_field(document):
                assert field.compartment == "administrative", (document.code, field.key)
                assert not OF_AN_ILLNESS & set(field.key.split("_")), (document.code, field.key)
                assert "diagnos" not in field.label.lower(), (document.code, field.key)

    def test_every_document_says_where_it_is_written_in_which_language_and_when_it_was_read(self) -> None:
        """A paper that nobody can trace to its act is worth nothing."""
        for document in self._documents():
            assert document.source.act, document.code
            assert document.source.url.startswith("https://") or document.confidence == "low", document.code
            assert document.reviewed_on is not None, document.code
            assert document.languages, document.code

    def test_every_word_stands_in_every_language_and_the_title_in_that_of_its_place(self) -> None:
        """English lacks only what is declared in English already: the words of choices stand there too."""
        folder = files(self.package) / "locale"
        wanted = {word for document in self._documents() for word in words_of(document)}
        for language in OTHER_LANGUAGES:
            assert texts(folder, language).keys() == wanted, language
        choices = {word for document in self._documents() for word in words_of_choices(document)}
        assert choices <= texts(folder, "en").keys() <= wanted
        for document in self._documents():
            for language in document.languages:
                assert language == "en" or document.code in texts(folder, language), (document.code, language)

    def _documents(self) -> tuple[StatutoryDocument, ...]:
        declared: tuple[StatutoryDocument, ...] = import_module(self.package).handrail_documents()
        return declared


def texts(folder: Traversable, language: str) -> Mapping[str, str]:
    """Return the words of documents in one language of a plugin."""
    return read_texts(folder, language).get("documents", {})


def every_field(document: StatutoryDocument) -> Iterator[Field]:
    """Yield each field of a document, those of rows too."""
    for field in document.fields:
        yield field
        yield from field.item


def words_of(document: StatutoryDocument) -> Iterator[str]:
    """Yield the key of every word of a document, as the plugin's texts name it."""
    yield document.code
    if document.about:
        yield f"{document.code}.about"
    for section in document.sections:
        yield f"{document.code}.{section.key}"
    for part in document.parts:
        yield f"{document.code}.{part.key}"
    for field in document.fields:
        yield f"{document.code}.{field.key}"
        yield from (f"{document.code}.{field.key}.{inner.key}" for inner in field.item)
    yield from words_of_choices(document)


def words_of_choices(document: StatutoryDocument) -> Iterator[str]:
    """Yield the keys of the words of choices, which a declaration only has as codes."""
    for field in document.fields:
        yield from (f"{document.code}.{field.key}.{choice}" for choice in field.choices)
        for inner in field.item:
            yield from (f"{document.code}.{field.key}.{inner.key}.{choice}" for choice in inner.choices)


def sample(field: Field) -> Any:
    """Return a value as it is kept: rows, codes, days as ISO, numbers as text."""
    if field.kind == "list":
        return [{each.key: sample(each) for each in field.item}]
    values: dict[str, Value] = {
        "text": "As both said.", "int": 6, "decimal": "32", "bool": False, "date": ON.isoformat(),
    }  # fmt: skip
    return field.choices[0] if field.kind == "choice" else values[field.kind]
