"""The package has every row that is the worker's, and nothing of anybody else."""

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Final
from uuid import UUID, uuid4

import jsonschema_rs
import pytest
from pypdf import PdfReader
from sqlalchemy import select, text, update
from tests.builders import build_employment, build_neighbour, open_informed_case
from tests.isolation.worlds import NOW, WITHHELD, Full
from tests.privacy.conftest import Taken, do_jobs, opened, proven, take

from handrail.cases import commands as cases
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.documents.models import Document
from handrail.identity.policies import MATRIX, subject_is_employment
from handrail.interventions import commands as helping
from handrail.interventions.queries import invitations_to
from handrail.kit import clock, draft
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import SubjectOwned, tenant_session
from handrail.kit.errors import NotFound, StepUpRequired
from handrail.plans import commands as plans
from handrail.privacy.errors import PackageNotReady
from handrail.privacy.package import codes, commands, gathering, labels, ways
from handrail.privacy.package.composing import SCHEMA
from handrail.privacy.package.gathering import sealed_of
from handrail.privacy.package.models import DataPackage, PackageState
from handrail.privacy.package.texts import TEXTS
from handrail.privacy.package.ways import Way, columns_of
from handrail.tenancy.models import Person

SUBJECT_TABLES: Final = sorted(
    {model.__tablename__ for model in draft.models() if issubclass(model, SubjectOwned)} - ways.NOT_THEIRS.keys()
)


@pytest.fixture(scope="module")
def taken(full: Full) -> Taken:
    """The package of somebody of whom every record exists, beside somebody next door who has as many."""
    _next_door(full)
    _hand_over(full)
    return take(full.world)


def _next_door(full: Full) -> None:
    """Have somebody at another employer of the consultancy, with a case and something confided, too."""
    world = build_neighbour(full.world)
    with world.engine() as session:
        session.execute(update(Person).where(Person.id.in_(world.people.values())).values(name="Vextdor"))
    case_id = open_informed_case(world)
    with world.session(Role.WORKER) as (session, actor):
        plans.keep_concern(session, actor, case_id, text="Confided Vextdor")


def _hand_over(full: Full) -> None:
    """Have a letter reach the worker, beside the one that is held, and both release what they agreed on."""
    world = full.world
    with world.session(Role.HR) as (session, actor):
        words = cases.LetterText("Your badge", "It lies ready.", uuid4())
        request_id = cases.write_letter(session, actor, world.employment_id, text=words, why=Why.EQUIPMENT).request_id
    if request_id is not None:
        with world.session(Role.COORDINATOR) as (session, actor):
            cases.decide_contact_request(session, actor, full.case_id, request_id, decision=RequestState.ALLOWED)
    for role in (Role.WORKER, Role.SUPERVISOR):
        with world.session(role) as (session, actor):
            (invitation,) = invitations_to(session, actor.tenant_id, actor.person_id)
            helping.release_agreement(session, actor, invitation.id, released=True)


# --- Every table, every row ---------------------------------------------------------------------------------------


@pytest.mark.rule("PRI-1")
def test_every_table_leads_to_the_worker_or_says_why_it_leads_to_nobody() -> None:
    """A new table fails here until somebody thought of it."""
    assert ways.without_a_way() == set()
    assert ways.paths().keys().isdisjoint(ways.NOT_THEIRS)
    assert all(len(why) > 3 for why in ways.NOT_THEIRS.values())


ABOUT_ANOTHER: Final = {"record_version": "timeline_entry", "obligation_change": "obligation"}
MOST_HIDDEN: Final = 12


def hidden_from_the_worker(full: Full) -> set[str]:
    """Return the ids of what others see alone.

    The supervisor's answers after the return (S7-2) and calls, letters that are held, what others have not sent,
    and what the other party of a mediation says.
    """
    statement = (
        "select id from contact where withheld_from_worker and subject_id = :case union "
        "select id from measure_view where withheld_from_worker and subject_id = :case union "
        "select id from call_request where requested_role = 'supervisor' and subject_id = :case union "
        "select id from employer_letter where handed_over_at is null and subject_id = :employment union "
        "select id from held_letter where state <> 'released' and subject_id = :case union "
        "select id from form_draft where person_id <> :worker and subject_id in (:case, :employment) union "
        "select id from mediation_invitation where person_id <> :worker and subject_id = :case"
    )
    with full.world.engine() as session:
        world = full.world
        about = {"case": full.case_id, "employment": world.employment_id, "worker": world.people[Role.WORKER]}
        return {str(row.id) for row in session.execute(text(statement), about)}


def rows_in(full: Full, table: str) -> dict[str, str]:
    """Return what a table holds of the worker in compartments that they may read: row as text, by id.

    A record lies where its compartment hangs: on the employment or on the case.
    """
    subject = "employment_id" if table == "cases" else "subject_id"
    columns = f"id, compartment, {subject} as subject, t::text as words"
    statement = f"select {columns} from {table} t where {subject} = any(:ids)"  # noqa: S608 - names of our tables
    places = {
        (part.value, full.world.employment_id if subject_is_employment(part) else full.case_id)
        for part, cell in MATRIX[Role.WORKER].items()
        if cell.read
    } | {(Compartment.OWN.value, full.world.employment_id)}  # what is theirs about an absence needs no case
    with full.world.engine() as session:
        rows = session.execute(text(statement), {"ids": [full.world.employment_id, full.case_id]})
        return {str(row.id): row.words for row in rows if (row.compartment, row.subject) in places}


@pytest.mark.rule("PRI-1")
def test_the_package_has_every_row_that_is_the_workers(full: Full, taken: Taken) -> None:
    """Counted by SQL of its own in the engine's scope; what names something hidden is all that may be missing."""
    for table in SUBJECT_TABLES:
        _compare(full, taken, table)


def _compare(full: Full, taken: Taken, table: str) -> None:
    stored, given = rows_in(full, table), {row["id"] for row in taken.rows(table)}
    hidden = hidden_from_the_worker(full)
    without = {row_id for row_id, words in stored.items() if any(one in words for one in hidden)}
    if table in ABOUT_ANOTHER:  # values of entries about what is hidden, changes of its dates
        kept = {row["id"] for row in taken.rows(ABOUT_ANOTHER[table])}
        without = {row_id for row_id, words in stored.items() if not any(each in words for each in kept)}
        assert len(without) <= MOST_HIDDEN
    if table in {"data_package", "held_text", "timeline_entry"}:  # the making of the package itself came after
        given |= {row_id for row_id, words in stored.items() if "package" in words or table == "held_text"}
    assert given == stored.keys() - without, table


@pytest.mark.rule("PRI-1")
def test_the_world_has_something_in_every_table_that_acts_fill(taken: Taken) -> None:
    """Else the counts above would compare nothing with nothing."""
    empty = {table for table in SUBJECT_TABLES if not taken.rows(table)}
    assert (
        empty
        <= {"correction_note", "correction_request", "held_letter", "held_text", "measure_view", "case_file"} | NEWER
    )


NEWER: Final = frozenset(SUBJECT_TABLES) - set(TEXTS) - set(labels.TITLES_OF_TABLES) - labels.FOR_MACHINES.keys()
"""Tables of slices that bring their own tests of what is in the package."""


@pytest.mark.rule("PRI-1")
def test_what_the_person_owns_beside_cases_is_in_it(full: Full, taken: Taken) -> None:
    worker = str(full.world.people[Role.WORKER])
    assert [row["id"] for row in taken.rows("person")] == [worker]
    assert [row["id"] for row in taken.rows("employment")] == [str(full.world.employment_id)]
    with full.world.engine() as session:
        mails = {
            str(row) for row in session.scalars(text("select id from message where person_id = :me"), {"me": worker})
        }
        tries = "select d.id from delivery d join message m on m.id = d.message_id where m.person_id = :me"
        attempts = {str(row) for row in session.scalars(text(tries), {"me": worker})}
    assert {row["id"] for row in taken.rows("message")} == mails
    assert {row["id"] for row in taken.rows("delivery")} == attempts
    assert {row["title"] for row in taken.rows("consent_text")}


@pytest.mark.rule("PRI-1")
def test_sealed_texts_are_opened(full: Full, taken: Taken) -> None:
    for part in ("own", "coordination", "plan"):
        assert full.mark(part) in taken.text
    assert {row["text"] for row in taken.rows("own_concern")} >= {f"own concern {full.mark('own')}"}
    assert taken.rows("plan_version")[0]["content"]["aim"] == f"Aim {full.mark('plan')}"


@pytest.mark.rule("PRI-1")
def test_letters_and_files_are_in_it(full: Full, taken: Taken) -> None:
    with full.world.engine() as session:
        ids = {
            str(row)
            for row in session.scalars(select(Document.id).where(Document.employer_id == full.world.employer_id))
        }
    assert {file["document_id"] for file in taken.document["files"]} >= ids
    assert all(file["path"] in taken.files for file in taken.document["files"])
    assert f"Printed {full.mark('plan')}".encode() in taken.files.values()


# --- Nothing of anybody else --------------------------------------------------------------------------------------


@pytest.mark.rule("CON-1")
def test_nothing_of_somebody_else_is_in_it(full: Full, taken: Taken) -> None:
    everything = taken.text + readable(taken)
    assert "Vextdor" not in everything
    assert full.mark(WITHHELD) not in everything
    assert not gathering.ids_in(taken.document) & hidden_from_the_worker(full)


@pytest.mark.rule("S7-2")
def test_the_supervisors_answers_and_calls_leave_no_trace(full: Full, taken: Taken) -> None:
    assert hidden_from_the_worker(full)
    kinds = {row["kind"] for row in taken.rows("contact")}
    assert "after_return_worker" in kinds
    assert "after_return_supervisor" not in kinds
    assert {row["requested_role"] for row in taken.rows("call_request")} == {"worker"}


@pytest.mark.rule("PRI-1")
def test_somebody_with_two_roles_gets_nothing_of_the_other_role(full: Full) -> None:
    """The coordinator is employed too: their own package knows nothing of the case they coordinate."""
    world = full.world
    me = world.people[Role.COMMITTEE]
    build_employment(world.tenant_id, world.employer_id, world.site_id, me, None)
    found = take(world, proven(world, Role.WORKER, me))
    assert [row["id"] for row in found.rows("person")] == [str(me)]
    assert str(full.case_id) not in found.text
    assert full.mark("coordination") not in found.text


def test_keys_and_digests_of_secrets_are_left_out(taken: Taken) -> None:
    for table, found in taken.document["tables"].items():
        path = ways.paths()[table]
        for row in found["records"]:
            for name in ("digest", "wrapped", "browser", "hash", "prev_hash", "seq"):
                assert name not in row, (table, name)
        sealed = sealed_of(path.model)
        assert not {name for name in sealed if name in (found["records"] or [{}])[0]}


# --- Its form ------------------------------------------------------------------------------------------------------


def test_it_is_as_its_schema_says(taken: Taken) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema_rs.validator_for(schema).validate(taken.document)
    assert json.loads(taken.files["package.schema.json"]) == schema


def readable(taken: Taken) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(taken.files["readable.pdf"])).pages)


@pytest.mark.rule("PRI-1")
def test_it_can_be_read(full: Full, taken: Taken) -> None:
    words = readable(taken)
    for wanted in ("Your data", "Who may see what", "Who looked", "What was given to whom", full.mark("own")):
        assert wanted in words
    assert "5 October 2026" in words
    assert "2026-10-05" not in words
    found = PdfReader(BytesIO(taken.files["readable.pdf"])).trailer["/Root"]
    assert found["/Lang"] == "en"
    assert found["/MarkInfo"]["/Marked"]


@pytest.mark.slow
@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize(("locale", "wanted"), [("nl", "oktober"), ("fr", "octobre"), ("de", "Oktober")])
def test_it_speaks_the_language_of_the_worker(full: Full, locale: str, wanted: str) -> None:
    worker = proven(full.world)
    do_jobs(full.world, commands.BUILD)  # one that is being made would be the answer
    with clock.frozen(NOW), tenant_session(worker.context()) as session:
        package_id = commands.ask(session, worker, locale=locale).id
    do_jobs(full.world, commands.BUILD)
    with tenant_session(worker.context()) as session:
        _package, archive = commands.fetch(session, worker, package_id)
    found = opened(archive)
    assert wanted in readable(found)
    assert found.document["locale"] == locale


def test_every_record_of_a_case_has_a_title_and_its_fields_a_name() -> None:
    told = set(labels.TITLES_OF_TABLES) | labels.FOR_MACHINES.keys()
    placed = {table for tables in labels.TOPICS.values() for table in tables}
    assert set(SUBJECT_TABLES) - NEWER <= told
    assert placed <= set(labels.TITLES_OF_TABLES)
    for table in sorted(placed & set(SUBJECT_TABLES)):
        model = ways.paths()[table].model
        sealed = sealed_of(model)
        names = {sealed.get(name, name) for name in columns_of(model)} - {"content_sealed"}
        nameless = names - set(labels.FIELDS) - labels.MACHINE_FIELDS - gathering.LEFT_OUT.keys()
        assert nameless == set(), table


def test_every_code_that_is_printed_has_a_name() -> None:
    for table in sorted({table for tables in labels.TOPICS.values() for table in tables} & set(SUBJECT_TABLES)):
        for name, column in columns_of(ways.paths()[table].model).items():
            kind = getattr(column.type, "enum_class", None)
            if kind is not None and name in labels.FIELDS and name not in labels.MACHINE_FIELDS:
                assert {code.value for code in kind} <= codes.CODES[kind].keys(), (table, name)


def test_every_sealed_text_says_whose_words_it_holds() -> None:
    for path in ways.paths().values():
        if path.way is Way.SUBJECT and path.table not in NEWER:
            assert set(sealed_of(path.model).values()) == set(TEXTS.get(path.table, {})), path.table


# --- Who, and for how long ----------------------------------------------------------------------------------------


@pytest.mark.rule("PRI-1")
def test_it_asks_for_a_fresh_proof(full: Full) -> None:
    stale = replace(proven(full.world), proven_at=clock.now() - timedelta(hours=1))
    with pytest.raises(StepUpRequired), tenant_session(stale.context()) as session:
        commands.ask(session, stale, locale="en")
    package_id = _newest(full)
    with pytest.raises(StepUpRequired), tenant_session(stale.context()) as session:
        commands.fetch(session, stale, package_id)


@pytest.mark.rule("CON-1")
@pytest.mark.usefixtures("taken")
def test_nobody_else_gets_it(full: Full) -> None:
    package_id = _newest(full)
    for role in Role:
        if role is Role.WORKER:
            continue
        somebody = proven(full.world, role)
        with tenant_session(somebody.context()) as session:
            assert session.scalars(select(DataPackage.id)).all() == []
            with pytest.raises(NotFound):
                commands.fetch(session, somebody, package_id)


@pytest.mark.usefixtures("taken")
def test_it_lies_sealed_and_goes_after_a_week(full: Full) -> None:
    worker, package_id = proven(full.world), _newest(full)
    with full.world.engine() as session:
        stored = session.execute(text("select content_sealed from data_package where id = :id"), {"id": package_id})
        assert not bytes(stored.scalar_one()).startswith(b"PK")
    with clock.frozen(NOW + commands.KEPT_FOR + timedelta(minutes=1)):
        late = replace(worker, proven_at=clock.now())
        with pytest.raises(NotFound), tenant_session(late.context()) as session:
            commands.fetch(session, late, package_id)
        with full.world.engine() as session:
            assert commands.let_go(session, full.world.tenant_id) > 0
        with full.world.engine() as session:
            kept = text("select count(*) from data_package where content_sealed is not null")
            assert session.scalar(kept) == 0
            assert {each.state for each in session.scalars(select(DataPackage))} == {PackageState.GONE}


def test_asking_again_while_it_is_made_makes_no_second_one(full: Full) -> None:
    worker = proven(full.world)
    with tenant_session(worker.context()) as session:
        first = commands.ask(session, worker, locale="en").id
        assert commands.ask(session, worker, locale="nl").id == first
    with pytest.raises(PackageNotReady), tenant_session(worker.context()) as session:
        commands.fetch(session, worker, first)
    do_jobs(full.world, commands.BUILD)


def _newest(full: Full) -> UUID:
    with full.world.engine() as session:
        mine = DataPackage.person_id == full.world.people[Role.WORKER]
        return session.scalars(select(DataPackage.id).where(mine).order_by(DataPackage.id.desc()).limit(1)).one()
