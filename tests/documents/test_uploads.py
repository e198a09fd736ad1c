"""Files that people add: who may, what becomes of them, who opens one, and what is left when their key is gone."""

import io
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from tests.builders import (
    World,
    add_worker,
    bearer,
    build_person,
    build_world,
    case_row,
    give_role,
    open_case,
    open_informed_case,
    sign_in,
)
from tests.documents.hostile import docx, pdf, picture
from tests.documents.scanner import HARMFUL, Scanner, scanning

from handrail.audit.models import ReadLog, TimelineEntry
from handrail.documents import tasks  # noqa: F401 - makes the job known
from handrail.documents.uploads import commands, looking, queries
from handrail.documents.uploads.commands import Sent
from handrail.documents.uploads.errors import FileStays, NotLookedThrough
from handrail.documents.uploads.inspecting.kinds import Refusal
from handrail.documents.uploads.models import CaseFile, CaseFilePart
from handrail.documents.uploads.rules import FileState, is_open_to
from handrail.identity import parts
from handrail.kit import clock, jobs
from handrail.kit.codes import Compartment, Role
from handrail.kit.crypto import Erased
from handrail.kit.errors import Invalid, NotFound, StepUpRequired, TooManyRequests
from handrail.kit.outbox import Outbox
from handrail.kit.settings import Settings, configure, settings
from handrail.privacy.retention.models import LegalHold

NAME = "Burn-out report of Ann.pdf"
SENT = Sent(pdf(), NAME, "application/pdf")
COORDINATION, OWN, PLAN, MEDICAL = (
    Compartment.COORDINATION,
    Compartment.OWN,
    Compartment.PLAN,
    Compartment.MEDICAL,
)
ADMINISTRATIVE = Compartment.ADMINISTRATIVE


class Place:
    """A case, and what people do with files in it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.case_id = open_informed_case(world)
        self._give_physician()

    def _give_physician(self) -> None:
        world = self.world
        person = world.people[Role.OCCUPATIONAL_HEALTH] = build_person(world.tenant_id, "Invented Physician")
        give_role(world.tenant_id, person, Role.OCCUPATIONAL_HEALTH, world.employer_id)
        with world.engine() as session:
            parts.assign(
                session,
                world.system(),
                case_row(session, self.case_id),
                person_id=person,
                role=Role.OCCUPATIONAL_HEALTH,
                since=date(2020, 1, 1),
            )

    def add(self, role: Role, compartment: Compartment, sent: Sent = SENT, key: str | None = None) -> UUID:
        with self.world.session(role) as (session, actor):
            told = key or str(uuid.uuid4())
            if compartment is Compartment.ADMINISTRATIVE:
                return commands.add_to_employment(session, actor, self.world.employment_id, sent, key=told).id
            return commands.add_to_case(session, actor, self.case_id, compartment, sent, key=told).id

    def look(self, file_id: UUID) -> bool:
        """Have the worker do the job of this file; says whether it is settled then."""
        with self.world.engine() as session:
            row = session.scalars(
                select(Outbox.id).where(Outbox.idem_key == f"{commands.LOOK_THROUGH}:{file_id}")
            ).one()
        jobs.run_row(self.world.tenant_id, row)
        return self.file(file_id).state is not FileState.QUARANTINED

    def added(self, role: Role, compartment: Compartment, sent: Sent = SENT) -> UUID:
        file_id = self.add(role, compartment, sent)
        assert self.look(file_id)
        return file_id

    def file(self, file_id: UUID) -> CaseFile:
        with self.world.engine() as session:
            return session.scalars(select(CaseFile).where(CaseFile.id == file_id)).one()

    def content(self, role: Role, file_id: UUID) -> bytes:
        with self.world.session(role) as (session, actor):
            return queries.open_file(session, actor, file_id).data

    def names(self, role: Role) -> list[str]:
        with self.world.session(role) as (session, actor):
            subjects = [self.case_id, self.world.employment_id]
            return [file.name for file in queries.files_of(session, actor, subjects, purpose="files.list")]


@pytest.fixture(scope="module")
def place(database: Settings) -> Place:  # noqa: ARG001 - the rows lie there
    """A case in which files of many tests lie."""
    return Place(build_world())


@pytest.fixture
def fresh(database: Settings) -> Place:  # noqa: ARG001 - the rows lie there
    """A case without any file."""
    return Place(build_world())


@pytest.fixture
def scanner(database: Settings, tmp_path: Path) -> Iterator[Scanner]:
    with scanning(tmp_path / "clamd.ctl") as made:
        configure(replace(database, scanner_url=made.url))
        yield made
    configure(database)


WRITES = {
    (Role.WORKER, OWN),
    (Role.COORDINATOR, COORDINATION),
    (Role.COORDINATOR, PLAN),
    (Role.OCCUPATIONAL_HEALTH, MEDICAL),
    (Role.HR, Compartment.ADMINISTRATIVE),
}
READS = {
    OWN: {Role.WORKER},
    COORDINATION: {Role.WORKER, Role.COORDINATOR},
    PLAN: {Role.WORKER, Role.COORDINATOR},
    MEDICAL: {Role.WORKER, Role.OCCUPATIONAL_HEALTH},
    Compartment.ADMINISTRATIVE: {Role.WORKER, Role.COORDINATOR, Role.HR, Role.ABSENCE_ADMIN},
}
RELEASED = READS[PLAN] | {Role.SUPERVISOR, Role.LEAD_COORDINATOR, Role.OCCUPATIONAL_HEALTH}
PEOPLE = (
    Role.WORKER, Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN,
    Role.OCCUPATIONAL_HEALTH, Role.CONSULTANCY_ADMIN,
)  # fmt: skip


@pytest.mark.rule("CON-1")
def test_each_adds_where_it_is_theirs_and_nowhere_else(place: Place) -> None:
    found = set()
    for role in PEOPLE:
        for compartment in Compartment:
            try:
                place.add(role, compartment)
            except NotFound:
                continue
            found.add((role, compartment))
    assert found == WRITES


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("compartment", READS)
def test_each_opens_what_is_theirs_and_nothing_else(fresh: Place, compartment: Compartment) -> None:
    writer = next(role for role, where in WRITES if where is compartment)
    file_id = fresh.added(writer, compartment)
    assert {role for role in PEOPLE if _opens(fresh, role, file_id)} == READS[compartment]
    assert {role for role in PEOPLE if _lists(fresh, role)} == READS[compartment]


@pytest.mark.rule("CON-2")
def test_the_others_at_the_plan_open_a_file_when_the_worker_has_released_it(place: Place) -> None:
    file_id = place.added(Role.COORDINATOR, PLAN)
    with place.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(NotFound):
        commands.release(session, actor, file_id)
    for _time in range(2):
        with place.world.session(Role.WORKER) as (session, actor):
            commands.release(session, actor, file_id)
    assert {role for role in PEOPLE if _opens(place, role, file_id)} == RELEASED
    with place.world.session(Role.WORKER) as (session, actor), pytest.raises(NotFound):
        commands.release(session, actor, place.added(Role.COORDINATOR, COORDINATION))


def _opens(place: Place, role: Role, file_id: UUID) -> bool:
    try:
        return bool(place.content(role, file_id))
    except NotFound:
        return False


def _lists(place: Place, role: Role) -> bool:
    try:
        return place.names(role) == [NAME]
    except NotFound:
        return False


def test_the_tables_themselves_give_rows_and_parts_to_nobody_else(fresh: Place) -> None:
    """The second lock: without any check of ours, what each role's session finds."""
    files = {
        compartment: fresh.added(next(role for role, where in WRITES if where is compartment), compartment)
        for compartment in READS
    }
    for role in PEOPLE:
        with fresh.world.session(role) as (session, _actor):
            seen = set(session.scalars(select(CaseFile.id)))
            parts = set(session.scalars(select(CaseFilePart.file_id)))
        expected = {file_id for compartment, file_id in files.items() if role in READS[compartment]}
        assert (seen, parts) == (expected, expected), role


def test_medical_files_ask_for_a_fresh_proof(fresh: Place) -> None:
    file_id = fresh.added(Role.OCCUPATIONAL_HEALTH, MEDICAL)
    actor = replace(fresh.world.actor(Role.OCCUPATIONAL_HEALTH), method=None, proven_at=None)
    with fresh.world.session(Role.OCCUPATIONAL_HEALTH) as (session, _fresh):
        with pytest.raises(StepUpRequired):
            queries.open_file(session, actor, file_id)
        with pytest.raises(StepUpRequired):
            commands.add_to_case(session, actor, fresh.case_id, MEDICAL, SENT, key="a")
        assert queries.files_of(session, actor, [fresh.case_id], purpose="files.list") == []
        assert queries.has_more_after_proof(actor)


def test_nobody_opens_a_file_before_it_was_looked_through(place: Place) -> None:
    file_id = place.add(Role.WORKER, OWN)
    with pytest.raises(NotLookedThrough):
        place.content(Role.WORKER, file_id)
    assert place.look(file_id)
    assert place.content(Role.WORKER, file_id).startswith(b"%PDF")
    assert b"Secret author" not in place.content(Role.WORKER, file_id)


def test_what_is_kept_is_what_was_written_anew_and_what_was_sent_is_gone(fresh: Place) -> None:
    sent = Sent(picture(exif=True) + b"trailer" * 400_000, "a.jpg", "image/jpeg")
    file_id = fresh.add(Role.WORKER, OWN, sent)
    with fresh.world.engine() as session:
        before = set(session.scalars(select(CaseFilePart.id)))
    assert len(before) == 3  # parts of a megabyte
    assert fresh.look(file_id)
    kept = fresh.content(Role.WORKER, file_id)
    assert b"Secret" not in kept
    assert b"trailer" not in kept
    file = fresh.file(file_id)
    assert (file.size, file.state) == (len(kept), FileState.CLEAN)
    with fresh.world.engine() as session:
        assert not before & set(session.scalars(select(CaseFilePart.id)))


def test_a_file_that_is_refused_says_why_and_keeps_nothing(fresh: Place) -> None:
    locked = docx({"word/vbaProject.bin": b"x"})
    file_id = fresh.add(Role.WORKER, OWN, Sent(locked, "a.docx", ""))
    assert fresh.look(file_id)
    file = fresh.file(file_id)
    assert (file.state, file.why, file.size) == (FileState.REFUSED, Refusal.MACROS, 0)
    with fresh.world.engine() as session:
        assert session.scalars(select(CaseFilePart)).all() == []
    with pytest.raises(NotLookedThrough):
        fresh.content(Role.WORKER, file_id)


def test_what_can_be_seen_at_once_is_said_beside_the_field(place: Place) -> None:
    with pytest.raises(Invalid) as refused:
        place.add(Role.WORKER, OWN, Sent(b"<svg><script/></svg>", "a.png", "image/png"))
    assert refused.value.problems[0].pointer == "/file"
    assert "something else than its name says" in refused.value.problems[0].message


def test_the_same_key_adds_once(place: Place) -> None:
    assert place.add(Role.WORKER, OWN, key="k") == place.add(Role.WORKER, OWN, key="k")


def test_name_and_content_lie_sealed_and_are_gone_with_their_key(fresh: Place, superuser: Any) -> None:
    mark = b"a word that stands nowhere else"
    file_id = fresh.added(Role.WORKER, OWN, Sent(mark, "Secret name.txt", "text/plain"))
    for table in ("case_file", "case_file_part", "outbox", "timeline_entry", "read_log", "answered_request"):
        rows = superuser.execute(f"select * from {table}").fetchall()  # noqa: S608 - names of the test
        assert b"Secret name" not in repr(rows).encode()
        assert mark not in repr(rows).encode()
    superuser.execute("delete from data_key where subject_id = %s and compartment = 'own'", [fresh.case_id])
    with pytest.raises(Erased):
        fresh.content(Role.WORKER, file_id)


@pytest.mark.rule("CON-5")
def test_opening_one_is_written_where_the_worker_sees_it(place: Place) -> None:
    file_id = place.added(Role.COORDINATOR, COORDINATION)
    place.content(Role.COORDINATOR, file_id)
    with place.world.engine() as session:
        found = session.scalars(
            select(ReadLog).where(ReadLog.purpose == "file.download").order_by(ReadLog.at.desc()).limit(1)
        ).one()
        assert (found.role, found.compartments) == (Role.COORDINATOR, ["coordination"])
        verbs = list(session.scalars(select(TimelineEntry.verb).where(TimelineEntry.object_id == file_id)))
    assert sorted(verbs) == ["file.added", "file.looked_through"]


def test_a_worker_that_is_killed_half_way_leaves_the_file_in_quarantine_and_the_next_start_ends_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = place.add(Role.WORKER, OWN)

    class Killed(BaseException):
        """As if the process were gone: nothing of ours is run any more."""

    def killed(*_given: Any) -> bytes:
        raise Killed

    monkeypatch.setattr("handrail.documents.uploads.tasks.looked_through", killed)
    with pytest.raises(Killed):
        place.look(file_id)
    assert place.file(file_id).state is FileState.QUARANTINED
    with pytest.raises(NotLookedThrough):
        place.content(Role.WORKER, file_id)
    monkeypatch.undo()
    with place.world.engine() as session:  # its lease runs out
        session.execute(text("update outbox set run_until = now() - interval '1 hour'"))
    assert place.look(file_id)
    assert place.content(Role.WORKER, file_id)


def take_back(place: Place, role: Role, file_id: UUID) -> None:
    with place.world.session(role) as (session, actor):
        commands.take_back(session, actor, file_id)


@pytest.mark.parametrize("state", [FileState.CLEAN, FileState.QUARANTINED])
@pytest.mark.parametrize(("role", "compartment"), sorted(WRITES))
def test_whoever_added_a_file_by_mistake_takes_it_back_and_nothing_of_it_is_left(
    place: Place, superuser: Any, role: Role, compartment: Compartment, state: FileState
) -> None:
    sent = Sent(f"words of {role} {state}".encode(), "Secret.txt", "text/plain")
    file_id = place.added(role, compartment, sent) if state is FileState.CLEAN else place.add(role, compartment, sent)
    take_back(place, role, file_id)
    assert not _opens(place, role, file_id)
    assert superuser.execute("select 1 from case_file_part where file_id = %s", [file_id]).fetchall() == []
    file = place.file(file_id)
    with place.world.engine() as session:
        name = session.scalars(select(CaseFile).where(CaseFile.id == file_id)).one().name
        verbs = list(session.scalars(select(TimelineEntry.verb).where(TimelineEntry.object_id == file_id)))
    assert (file.state, file.size, name) == (FileState.TAKEN_BACK, 0, "-")
    assert verbs.count("file.taken_back") == 1
    if state is FileState.QUARANTINED:  # its job comes too late
        with place.world.engine() as session:
            assert commands.settle(session, place.world.system(), file_id, b"looked through") is None
    with pytest.raises(NotFound):
        take_back(place, role, file_id)


@pytest.mark.rule("CON-1")
def test_nobody_takes_back_what_somebody_else_added(place: Place) -> None:
    for role, compartment in sorted(WRITES):
        file_id = place.added(role, compartment)
        for other in PEOPLE:
            if other is not role:
                with pytest.raises(NotFound):
                    take_back(place, other, file_id)
        assert _opens(place, role, file_id)


def test_a_file_stays_after_a_week_and_once_it_is_released_but_ones_own(place: Place) -> None:
    old, own = place.added(Role.COORDINATOR, COORDINATION), place.added(Role.WORKER, OWN)
    released = place.added(Role.COORDINATOR, PLAN)
    with place.world.session(Role.WORKER) as (session, actor):
        commands.release(session, actor, released)
    with pytest.raises(FileStays):
        take_back(place, Role.COORDINATOR, released)
    with clock.frozen(clock.now() + timedelta(days=7)):
        with pytest.raises(FileStays):
            take_back(place, Role.COORDINATOR, old)
        take_back(place, Role.WORKER, own)
    assert _opens(place, Role.COORDINATOR, old)


@pytest.mark.rule("PRI-2")
@pytest.mark.parametrize("whole_employer", [False, True])
def test_while_a_legal_hold_keeps_a_case_no_file_of_it_is_taken_back(place: Place, *, whole_employer: bool) -> None:
    own, administrative = place.added(Role.WORKER, OWN), place.added(Role.HR, ADMINISTRATIVE)
    hold_id = held(place, whole_employer=whole_employer, until=clock.today())
    for role, file_id in ((Role.WORKER, own), (Role.HR, administrative)):
        with pytest.raises(FileStays, match="kept as it is"):
            take_back(place, role, file_id)
        assert _opens(place, role, file_id)
    with place.world.engine() as session:
        hold = session.scalars(select(LegalHold).where(LegalHold.id == hold_id)).one()
        hold.lifted_at, hold.lifted_by = clock.now(), hold.placed_by
    for role, file_id in ((Role.WORKER, own), (Role.HR, administrative)):
        take_back(place, role, file_id)


@pytest.mark.rule("PRI-2")
def test_a_hold_of_another_case_or_one_that_is_over_keeps_no_file(place: Place) -> None:
    held(place, whole_employer=True, until=clock.today() - timedelta(days=1))
    held(
        place,
        whole_employer=False,
        until=clock.today(),
        case_id=open_case(place.world, employment_id=add_worker(place.world)),
    )
    file_id = place.added(Role.WORKER, OWN)
    take_back(place, Role.WORKER, file_id)
    with place.world.session(Role.WORKER) as (session, actor), pytest.raises(NotFound):
        commands.take_back(session, actor, file_id)


def held(place: Place, *, whole_employer: bool, until: date, case_id: UUID | None = None) -> UUID:
    """Hold a case, the one of the files by default, or its whole employer."""
    with place.world.engine() as session:
        case = case_row(session, case_id or place.case_id)
        of_case = {"case_id": case.id, "employment_id": case.employment_id, "number": case.number}
        hold = LegalHold(
            tenant_id=case.tenant_id, employer_id=case.employer_id, reason="A court asks for it", until=until,
            placed_by=place.world.people[Role.HR], placed_at=clock.now(), **({} if whole_employer else of_case),
        )  # fmt: skip
        session.add(hold)
        session.flush()
        return hold.id


def test_a_job_that_comes_twice_settles_once(place: Place) -> None:
    file_id = place.added(Role.WORKER, OWN)
    with place.world.engine() as session:
        assert commands.settle(session, place.world.system(), file_id, Refusal.INFECTED) is None
    assert place.file(file_id).state is FileState.CLEAN


def test_a_scanner_looks_at_what_was_sent(place: Place, scanner: Scanner) -> None:
    place.added(Role.WORKER, OWN)
    assert scanner.scanned == [SENT.data]
    bad = place.added(Role.WORKER, OWN, Sent(b"words " + HARMFUL, "a.txt", "text/plain"))
    assert place.file(bad).why is Refusal.INFECTED


@pytest.mark.parametrize("says", [b"", b"stream: ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"OK\0", b"\0"])
def test_what_a_scanner_does_not_call_clean_is_not(place: Place, scanner: Scanner, says: bytes) -> None:
    scanner.says = says
    file_id = place.add(Role.WORKER, OWN)
    assert not place.look(file_id)
    scanner.says = None
    with place.world.engine() as session:
        session.execute(text("update outbox set not_before = now()"))
    assert place.look(file_id)


def test_while_the_scanner_is_away_files_wait(place: Place, database: Settings, tmp_path: Path) -> None:
    for url in (f"unix://{tmp_path}/nobody", "tcp://127.0.0.1:1"):
        configure(replace(database, scanner_url=url))
        file_id = place.add(Role.WORKER, OWN)
        assert not place.look(file_id)
        assert settings().scanner_url == url
    configure(database)


def test_who_adds_too_many_files_waits(fresh: Place, monkeypatch: pytest.MonkeyPatch, valkey: Any) -> None:
    del valkey
    monkeypatch.setattr(commands, "UPLOADS", replace(commands.UPLOADS, times=1))
    fresh.add(Role.WORKER, OWN)
    with pytest.raises(TooManyRequests):
        fresh.add(Role.WORKER, OWN)
    monkeypatch.setattr(commands, "MOST_FILES", 1)
    monkeypatch.setattr(commands, "UPLOADS", replace(commands.UPLOADS, times=99))
    with pytest.raises(Invalid):
        fresh.add(Role.WORKER, OWN)


# --- Pages and API ------------------------------------------------------------------------------------------------

SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser(app: Flask, place: Place) -> Callable[[Role], FlaskClient]:
    def of(role: Role) -> FlaskClient:
        client = app.test_client()
        sign_in(client, place.world, role)
        return client

    return of


def post(client: FlaskClient, path: str, data: bytes, name: str, **fields: str) -> Any:
    page = client.get(path).text
    hidden = {
        field: re.findall(f'name="{field}" value="([^"]+)"', page)[0] for field in ("csrf_token", "idempotency_key")
    }
    sent = hidden | fields | {"file": (io.BytesIO(data), name)}
    return client.post(path, data=sent, headers=SAME, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("role", "path", "fields"),
    [
        (Role.WORKER, "/my-files", {}),
        (Role.COORDINATOR, "/cases/{case}/files", {"compartment": "plan"}),
        (Role.OCCUPATIONAL_HEALTH, "/cases/{case}/files", {"compartment": "medical"}),
        (Role.HR, "/employments/{employment}/files", {}),
    ],
)
def test_each_adds_a_file_on_a_page_and_takes_it_away_as_a_file(
    browser: Callable[[Role], FlaskClient], place: Place, role: Role, path: str, fields: dict[str, str]
) -> None:
    client = browser(role)
    where = path.format(case=place.case_id, employment=place.world.employment_id)
    assert post(client, where, pdf(), "My report.pdf", **fields).status_code == 303
    page = client.get(where).text
    assert "Being looked through" in page
    assert ("No health information here" in page) == (role is Role.HR)
    with place.world.engine() as session:
        file_id = session.scalars(select(CaseFile.id).order_by(CaseFile.added_at.desc()).limit(1)).one()
    assert client.get(f"/files/{file_id}").status_code == 409
    assert place.look(file_id)
    assert "My report.pdf" in client.get(where).text
    answer = client.get(f"/files/{file_id}")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=handrail-{clock.today().isoformat()}.pdf"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_that_is_not_taken_is_explained_beside_the_field(
    browser: Callable[[Role], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("inspecting.kinds", "delivery"):
        monkeypatch.setattr(f"handrail.documents.uploads.{module}.MOST_BYTES", 100_000)
    client = browser(Role.WORKER)
    for data, name, said in (
        (b"", "a.pdf", "This file is empty"),
        (b"<svg/>", "a.svg", "Files of this kind can not be added"),
        (b"<svg/>", "a.png", "something else than its name says"),
        (b"a" * 100_001, "a.txt", "larger than 20 MB"),
    ):
        answer = post(client, "/my-files", data, name)
        assert answer.status_code == 422
        assert said in answer.text


def test_a_program_adds_lists_reads_and_releases(app: Flask, place: Place) -> None:
    client, token = app.test_client(), bearer(place.world, Role.COORDINATOR)
    path = f"/api/v1/cases/{place.case_id}/files"
    sent: dict[str, Any] = {"headers": token | {"Idempotency-Key": "k"}, "query_string": {"compartment": "plan"}}
    made = [client.post(path, data={"file": (io.BytesIO(pdf()), "a.pdf")}, **sent) for _time in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].json == made[1].json
    told = made[0].json
    assert told
    assert (told["state"], told["name"], told["reason"]) == ("quarantined", "a.pdf", None)
    assert client.get(f"/api/v1/files/{told['id']}/content", headers=token).status_code == 409
    assert place.look(UUID(told["id"]))
    listed = client.get(path, headers=token).json
    assert listed
    assert [each["state"] for each in listed["items"] if each["id"] == told["id"]] == ["clean"]
    answer = client.get(f"/api/v1/files/{told['id']}/content", headers=token)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    worker = bearer(place.world, Role.WORKER)
    released = client.post(f"/api/v1/files/{told['id']}/release", headers=worker)
    assert released.json
    assert released.json["released_at"]
    wrong = client.post(path, data={"file": (io.BytesIO(b"MZ"), "a.exe")}, **sent | {"headers": token})
    assert wrong.status_code == 422
    assert wrong.json
    assert wrong.json["errors"][0]["pointer"] == "/file"


def test_another_process_is_what_opens_a_file(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    real = looking.subprocess.run
    monkeypatch.setattr(
        looking.subprocess, "run", lambda *given, **options: started.append(1) or real(*given, **options)
    )
    place.added(Role.WORKER, OWN)
    assert started == [1]


@pytest.mark.rule("CON-2")
@pytest.mark.parametrize("role", Role)
def test_of_the_plan_everybody_but_the_two_waits_for_the_release(role: Role) -> None:
    """Our own check, which the table would make up for: each lock is tried alone."""
    assert is_open_to(role, PLAN, released=True)
    assert is_open_to(role, PLAN, released=False) == (role in {Role.WORKER, Role.COORDINATOR})
    assert is_open_to(role, COORDINATION, released=False)
