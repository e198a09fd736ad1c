"""Every document that the law asks for: nothing of an illness in any language, and a paper that says all it holds."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pikepdf
import pytest

from handrail.cases.statutory import paper
from handrail.cases.statutory.contents import Words
from handrail.cases.statutory.paper import Sheet, render
from handrail.cases.statutory.presenting import shown
from handrail.documents.typst.engine import Paper, compile_pdf
from handrail.extensions.registry import registry
from handrail.kit.i18n import LOCALES, use_locale
from handrail.obligations.texts import language
from handrail.sdk import StatutoryDocument
from handrail.testkit.documents import sample, words_of

ON = date(2026, 11, 2)
MADE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OF_AN_ILLNESS = re.compile(
    r"\b(diagno[sz]|symptom|medicat|medikament|médicament|geneesmiddel|behandelplan)", re.IGNORECASE
)
"""What no label may ask in any language of the program; "no diagnosis" may be said, see SAID_NOT_ASKED."""
SAID_NOT_ASKED = {"ca_on.functional_abilities.about"}
WITH_PAPERS = set(registry().jurisdictions)


@dataclass
class Version:
    """One version as the presenting reads it."""

    content: str
    number: int = 1
    on: date = ON
    digest: bytes = bytes(32)


def every_document() -> Iterator[StatutoryDocument]:
    yield from registry().documents.values()


def content_of(document: StatutoryDocument) -> dict[str, Any]:
    return {field.key: sample(field) for field in document.fields}


def paper_of(document: StatutoryDocument, size: Paper = "a4") -> bytes:
    version: Any = Version(json.dumps(content_of(document)))
    sheet = Sheet(
        shown=shown(document, version, []), worker="Invented Worker", employer="Invented Works", zone="UTC",
        names=dict[UUID, str](), paper=size, made_at=MADE,
    )  # fmt: skip
    return render(sheet)


def test_every_jurisdiction_has_its_papers() -> None:
    assert {document.jurisdiction for document in every_document()} == WITH_PAPERS
    assert len(WITH_PAPERS) == 20


@pytest.mark.rule("CON-4")
@pytest.mark.parametrize("spoken", LOCALES)
def test_no_word_of_any_document_asks_for_a_diagnosis_in_any_language(spoken: str) -> None:
    texts = language(registry(), spoken)
    for document in every_document():
        labels = {f"{document.code}.{field.key}": field.label for field in document.fields}
        for key in words_of(document):
            said = texts.words(key, labels.get(key, ""))
            assert key in SAID_NOT_ASKED or not OF_AN_ILLNESS.search(said), (key, said)


def test_what_is_an_authoritys_form_says_so_and_each_has_its_local_name() -> None:
    with use_locale("nl"):
        plan = Words(registry().documents["no.follow_up_plan"])
        assert plan.own_title == ("Oppfølgingsplan", "nb")
        assert plan.given_to == ["de behandelend arts"]
        form = Words(registry().documents["ca_qc.temporary_assignment"])
        assert any("Assignation temporaire" in note for note in form.notes)
        assert Words(registry().documents["nl.plan_of_action"]).own_title is None


def test_a_list_is_a_table_under_its_heads_on_the_paper_of_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, Any]] = []

    def kept(template: str, data: dict[str, Any], *, created_at: datetime) -> bytes:
        given.append(data)
        return compile_pdf(template, data, created_at=created_at)

    monkeypatch.setattr(paper, "compile_pdf", kept)
    with use_locale("fr"):
        made = paper_of(registry().documents["ca_qc.temporary_assignment"], "us-letter")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [int(each) for each in pdf.pages[0].mediabox] == [0, 0, 612, 792]
    table = next(chapter for chapter in given[0]["chapters"] if chapter["rows"])
    assert table["header"] == ["Tâches", "Heures par semaine", "À partir du", "Jusqu’au", "Où", "Salaire"]
    assert len(table["rows"][0]) == len(table["widths"]) == len(table["header"])
    by = [chapter["records"][0]["title"] for chapter in given[0]["chapters"] if chapter["records"]]
    assert by[0] == "Noté par qui l'a reçu", "what the professional states is not said to be occupational health's"


@pytest.mark.slow
@pytest.mark.parametrize("spoken", LOCALES)
def test_every_document_prints_as_an_accessible_pdf_in_each_language(spoken: str) -> None:
    with use_locale(spoken):
        for document in every_document():
            with pikepdf.open(io.BytesIO(paper_of(document))) as pdf:
                assert "/StructTreeRoot" in pdf.Root, document.code
                assert str(pdf.Root.Lang).startswith(spoken), document.code
                assert str(pdf.docinfo["/Title"]) == Words(document).title
