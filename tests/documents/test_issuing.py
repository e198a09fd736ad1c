"""Issued documents: kept sealed, opened by those who may, and every reading on record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from handrail.audit.models import ReadLog, TimelineEntry
from handrail.documents import commands, queries
from handrail.documents.commands import TemplateRef
from handrail.documents.typst.letter import LetterModel
from handrail.documents.typst.plan import PlanModel
from handrail.kit.codes import Compartment, Role
from handrail.kit.crypto import Erased
from handrail.kit.errors import NotFound

ClientOf = Callable[[Role], FlaskClient]


@pytest.fixture
def letter_id(world: Any, a_letter: Callable[..., LetterModel]) -> UUID:
    """An invitation that the coordinator sent."""
    with world.session(Role.COORDINATOR) as session:
        document = commands.issue_letter(
            session,
            world.actor(Role.COORDINATOR),
            world.case.subject(),
            a_letter("nl"),
            compartment=Compartment.COORDINATION,
            key="invitation",
            title_key="letter.invitation",
            template=TemplateRef("invitation_letter", "3"),
        )
        return document.id


@pytest.mark.rule("S1-4")
def test_the_letter_is_kept_in_the_language_and_from_the_template_it_was_made_from(world: Any, letter_id: UUID) -> None:
    with world.session(Role.WORKER) as session:
        opened = queries.open_document(session, world.actor(Role.WORKER), letter_id, purpose="document.download")
    assert opened.data.startswith(b"%PDF")
    assert (opened.document.locale, opened.document.template_ref, opened.document.template_version) == (
        "nl",
        "invitation_letter",
        "3",
    )
    assert opened.document.size == len(opened.data)


@pytest.mark.rule("CON-1")
def test_its_bytes_are_sealed_where_they_lie(world: Any, letter_id: UUID) -> None:
    with world.engine() as session:
        stored = session.scalar(text("select content_sealed from document where id = :id"), {"id": letter_id})
    assert b"%PDF" not in bytes(stored)


def test_issuing_under_the_same_key_gives_the_first_document(
    world: Any, letter_id: UUID, a_letter: Callable[..., LetterModel]
) -> None:
    with world.session(Role.COORDINATOR) as session:
        again = commands.issue_letter(
            session,
            world.actor(Role.COORDINATOR),
            world.case.subject(),
            a_letter("fr"),
            compartment=Compartment.COORDINATION,
            key="invitation",
        )
        assert again.id == letter_id
        assert again.locale == "nl"


@pytest.mark.rule("ACC-1")
def test_issuing_appends_to_the_timeline(world: Any, letter_id: UUID) -> None:
    with world.engine() as session:
        entry = session.scalars(
            select(TimelineEntry).where(
                TimelineEntry.tenant_id == world.tenant_id, TimelineEntry.object_id == letter_id
            )
        ).one()
    assert (entry.verb, entry.compartment, entry.actor_role) == (
        "document.issued",
        Compartment.COORDINATION,
        Role.COORDINATOR,
    )


@pytest.mark.rule("CON-1")
@pytest.mark.rule("CON-3")
@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.WORKER, Role.COORDINATOR}], ids=lambda role: role.value
)
def test_for_everybody_else_the_letter_does_not_exist(world: Any, letter_id: UUID, role: Role) -> None:
    actor = world.actor(role)
    with world.session(role) as session, pytest.raises(NotFound):
        queries.open_document(session, actor, letter_id, purpose="document.download")
    with world.session(role) as session:
        assert queries.documents_of(session, actor, [world.case.id], purpose="documents.list") == []


@pytest.mark.rule("CON-5")
def test_every_reading_is_logged_for_the_worker_to_see(world: Any, letter_id: UUID) -> None:
    with world.session(Role.COORDINATOR) as session:
        queries.open_document(session, world.actor(Role.COORDINATOR), letter_id, purpose="document.download")
    with world.session(Role.WORKER) as session:
        rows = session.scalars(select(ReadLog).where(ReadLog.subject_id == world.case.id)).all()
    assert [(row.person_id, row.purpose, row.compartments) for row in rows] == [
        (world.people[Role.COORDINATOR], "document.download", ["coordination"])
    ]


@pytest.mark.rule("PRI-2")
def test_once_its_key_is_destroyed_nobody_opens_it(world: Any, letter_id: UUID, superuser: Any) -> None:
    superuser.execute("delete from data_key where subject_id = %s", [world.case.id])
    with world.session(Role.WORKER) as session, pytest.raises(Erased):
        queries.open_document(session, world.actor(Role.WORKER), letter_id, purpose="document.download")


@pytest.mark.rule("S5-6")
def test_a_plan_is_opened_by_those_who_read_the_plan(world: Any, a_plan: Callable[..., PlanModel]) -> None:
    with world.session(Role.COORDINATOR) as session:
        actor = world.actor(Role.COORDINATOR)
        document = commands.issue_plan(session, actor, world.case.subject(), a_plan(), key="plan:3")
    for role in (Role.SUPERVISOR, Role.LEAD_COORDINATOR, Role.WORKER):
        with world.session(role) as session:
            opened = queries.open_document(session, world.actor(role), document.id, purpose="plan.print")
        assert opened.data.startswith(b"%PDF")
    with world.session(Role.HR) as session, pytest.raises(NotFound):
        queries.open_document(session, world.actor(Role.HR), document.id, purpose="plan.print")


def test_it_leaves_as_a_file_in_a_sandbox_under_a_name_that_tells_nothing(client_of: ClientOf, letter_id: UUID) -> None:
    for address in (f"/documents/{letter_id}", f"/api/v1/documents/{letter_id}/content"):
        answer = client_of(Role.WORKER).get(address)
        assert answer.status_code == 200
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=handrail-2")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.rule("CON-3")
@pytest.mark.parametrize("address", ["/documents/{}", "/api/v1/documents/{}", "/api/v1/documents/{}/content"])
def test_a_letter_one_may_not_know_and_an_unknown_one_get_the_same_answer(
    client_of: ClientOf, letter_id: UUID, address: str
) -> None:
    client = client_of(Role.HR)
    known, unknown = (client.get(address.format(one)) for one in (letter_id, uuid4()))
    assert known.status_code == unknown.status_code == 404
    assert len(known.data) == len(unknown.data)


@pytest.mark.rule("ACC-4")
def test_a_worker_lists_their_own_documents_without_naming_a_case(client_of: ClientOf, letter_id: UUID) -> None:
    client = client_of(Role.WORKER)
    items = client.get("/api/v1/documents").get_json()["items"]
    assert [item["id"] for item in items] == [str(letter_id)]
    assert items[0]["title_key"] == "letter.invitation"
    page = client.get("/my-documents")
    assert page.status_code == 200
    assert f"/documents/{letter_id}" in page.text
    assert client_of(Role.HR).get("/my-documents").status_code == 404


def test_a_supervisor_asking_by_case_gets_an_empty_list(client_of: ClientOf, world: Any, letter_id: UUID) -> None:  # noqa: ARG001 - it exists
    answer = client_of(Role.SUPERVISOR).get(f"/api/v1/documents?subject={world.case.id}")
    assert answer.get_json() == {"items": []}
