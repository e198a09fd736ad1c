"""The papers that the law asks for are such as the host takes, and have their words in four languages."""

from collections.abc import Iterator
from importlib.resources import files

import pytest

from handrail.extensions.documents import declared_documents
from handrail.sdk import Field, StatutoryDocument, read_texts
from handrail_at import AUSTRIA, handrail_documents

LOCALE = files("handrail_at") / "locale"


def words_of(document: StatutoryDocument) -> Iterator[str]:
    yield document.code
    for section in document.sections:
        yield f"{document.code}.{section.key}"
        for field in section.fields:
            yield from _words_of_field(f"{document.code}.{field.key}", field)


def _words_of_field(key: str, field: Field) -> Iterator[str]:
    yield key
    yield from (f"{key}.{choice}" for choice in field.choices)
    yield from (f"{key}.{inner.key}" for inner in field.item)


def test_the_host_takes_every_document() -> None:
    assert declared_documents(handrail_documents, (AUSTRIA,)) == handrail_documents()


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_every_word_of_a_document_stands_in_every_language(language: str) -> None:
    wanted = {word for document in handrail_documents() for word in words_of(document)}
    assert read_texts(LOCALE, language)["documents"].keys() == wanted
