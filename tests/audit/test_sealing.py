"""Seals of stored chains: what the owner of the database rewrites, removes or invents is found (ACC-1)."""

import base64
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import select
from tests.audit.towns import TABLES, Owner, Town, made_town

from handrail.audit import folder, queries, sealing, tasks, timeline
from handrail.audit.cli import audit
from handrail.audit.errors import SealsMissing, SealUnreadable
from handrail.audit.folder import SealFolder
from handrail.audit.models import Seal as SealRow
from handrail.audit.rules.files import proof_from
from handrail.audit.rules.heads import Head, packed
from handrail.audit.rules.restores import Restore
from handrail.audit.rules.seals import proves, public_key, sign
from handrail.kit import clock, jobs, outbox
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import SettingError, Settings, configure, settings

FIRST = date(2026, 3, 1)
"""The day of the first seal; acts and reads of tests lie around noon of their day, in UTC."""


@pytest.fixture
def town(database: Settings, tmp_path: Path) -> Iterator[Town]:
    configure(replace(database, given_seals_dir=tmp_path / "seals"))
    yield made_town()
    configure(database)


@pytest.fixture
def owner(database: Settings) -> Iterator[Owner]:
    """Somebody with the keys of the database: the owner, with row-level security switched off."""
    with psycopg.connect(database.migrate_url, autocommit=True) as connection:
        connection.execute("set role handrail_owner")
        for table in TABLES:
            connection.execute(f"alter table {table} no force row level security")
        yield connection
        for table in TABLES:
            connection.execute(f"alter table {table} force row level security")


@pytest.fixture
def sealed(town: Town) -> Town:
    """Three days with acts and reads, each sealed the night after."""
    for day in range(3):
        town.acts(FIRST + timedelta(days=day))
        town.seal(FIRST + timedelta(days=day + 1))
    assert town.kinds() == []
    return town


@pytest.mark.rule("ACC-1", "CON-5")
def test_what_was_sealed_and_goes_on_verifies(sealed: Town) -> None:
    sealed.acts(FIRST + timedelta(days=3))
    found = sealed.found()
    assert (found.seals, found.newest, found.faults, found.notes) == (3, FIRST + timedelta(days=3), [], [])
    third = sealed.folder.read(FIRST + timedelta(days=3))
    assert (third.statement.number, third.statement.heads, third.statement.reads.count) == (3, 3, 2)
    assert not third.full
    assert third.statement.reads.until == datetime(2026, 3, 3, 23, tzinfo=UTC)  # midnight in Amsterdam


def test_a_seal_file_is_private_and_says_nothing_of_what_was_written(sealed: Town) -> None:
    path = sealed.folder.path / f"{FIRST + timedelta(days=1)}.json"
    assert path.stat().st_mode & 0o777 == 0o400
    assert sealed.folder.path.stat().st_mode & 0o777 == 0o700
    text = path.read_text("utf-8")
    for word in ("confided", "contact", "case.overview", "coordinator", str(sealed.employer_id)):
        assert word not in text


Tampering = Callable[[Owner, Town], object]


def rewrite_a_whole_chain(owner: Owner, town: Town) -> None:
    """As somebody with the database's keys would: other entries, hashes computed anew, and a head that fits."""
    owner.execute("delete from timeline_entry where subject_id = %s", [town.cases[0]])
    owner.execute("delete from chain_head where id = %s", [town.cases[0]])
    for day in range(3):
        town.act(town.cases[0], FIRST + timedelta(days=day), "contact.planned")


def truncate_a_chain(owner: Owner, town: Town) -> None:
    owner.execute("delete from timeline_entry where subject_id = %s and seq = 3", [town.cases[0]])
    owner.execute(
        "update chain_head h set seq = 2, hash = e.hash from timeline_entry e "
        "where h.id = %(case)s and e.subject_id = %(case)s and e.seq = 2",
        {"case": town.cases[0]},
    )


def delete_a_chain(owner: Owner, town: Town) -> None:
    owner.execute("delete from timeline_entry where subject_id = %s", [town.cases[1]])
    owner.execute("delete from chain_head where id = %s", [town.cases[1]])


def delete_the_tenants_own_chain(owner: Owner, town: Town) -> None:
    owner.execute("delete from tenant_entry where tenant_id = %s", [town.tenant_id])
    owner.execute("delete from chain_head where id = %s", [town.tenant_id])


def edit_a_read(owner: Owner, town: Town) -> object:
    return owner.execute("update read_log set purpose = 'report' where tenant_id = %s", [town.tenant_id])


def delete_a_read(owner: Owner, town: Town) -> object:
    return owner.execute(
        "delete from read_log where id in (select id from read_log where tenant_id = %s order by at limit 1)",
        [town.tenant_id],
    )


def delete_all_reads(owner: Owner, town: Town) -> object:
    return owner.execute("delete from read_log where tenant_id = %s", [town.tenant_id])


def delete_all_reads_as_if_past_their_time(owner: Owner, town: Town) -> None:
    """With an entry on the chain that says so: they are too young for that to be true."""
    delete_all_reads(owner, town)
    with tenant_session(engine_context(town.tenant_id)) as session:
        row = session.scalars(select(SealRow).where(SealRow.tenant_id == town.tenant_id).limit(1)).one()
        changes = {"until": (None, datetime(2030, 1, 1, tzinfo=UTC).isoformat())}
        timeline.append_tenant_act(session, town.system, "read_log.ended", record=row, changes=changes)


def invent_a_read(owner: Owner, town: Town) -> object:
    return owner.execute(
        "insert into read_log (tenant_id, id, employer_id, subject_id, at, person_id, role, compartments, purpose) "
        "select tenant_id, gen_random_uuid(), employer_id, subject_id, at, person_id, role, compartments, purpose "
        "from read_log where tenant_id = %s limit 1",
        [town.tenant_id],
    )


def change_who_read(owner: Owner, town: Town) -> object:
    return owner.execute("update read_log set person_id = subject_id where tenant_id = %s", [town.tenant_id])


@pytest.mark.rule("ACC-1", "CON-5")
@pytest.mark.parametrize(
    ("tampering", "kind"),
    [
        (rewrite_a_whole_chain, "rewritten"),
        (truncate_a_chain, "removed"),
        (delete_a_chain, "removed"),
        (delete_the_tenants_own_chain, "removed"),
        (edit_a_read, "read log"),
        (delete_a_read, "read log"),
        (delete_all_reads, "read log"),
        (delete_all_reads_as_if_past_their_time, "read log"),
        (invent_a_read, "read log"),
        (change_who_read, "read log"),
    ],
)
def test_whoever_owns_the_database_can_not_rewrite_what_was_sealed(
    sealed: Town, owner: Owner, tampering: Tampering, kind: str
) -> None:
    tampering(owner, sealed)
    assert set(sealed.kinds()) == {kind}
    result = sealed.verify()
    assert (result.exit_code, f": {kind}. " in result.output) == (1, True)


def test_a_rewritten_chain_is_whole_in_itself(sealed: Town, owner: Owner) -> None:
    """What the chain alone can not tell, and why it is sealed."""
    rewrite_a_whole_chain(owner, sealed)
    with tenant_session(engine_context(sealed.tenant_id)) as session:
        assert list(queries.faults(session, sealed.tenant_id)) == []


# --- The folder ---------------------------------------------------------------------------------------------------


def drop(town: Town, day: int) -> None:
    (town.folder.path / f"{FIRST + timedelta(days=day)}.json").unlink()


def bend(town: Town, day: int, old: str, new: str) -> None:
    path = town.folder.path / f"{FIRST + timedelta(days=day)}.json"
    text = path.read_text("utf-8")
    assert old in text
    path.chmod(0o600)
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.rule("ACC-1")
def test_a_seal_that_is_gone_from_the_folder_is_missed(sealed: Town) -> None:
    drop(sealed, 2)
    assert set(sealed.kinds()) == {"order", "missing"}


@pytest.mark.rule("ACC-1")
def test_the_newest_seal_is_missed_too_since_the_database_knows_it(sealed: Town) -> None:
    drop(sealed, 3)
    assert sealed.kinds() == ["missing"]


@pytest.mark.rule("ACC-1")
def test_a_seal_that_was_edited_or_damaged_is_found(sealed: Town) -> None:
    bend(sealed, 2, '"count": 2', '"count": 1')
    assert "signature" in sealed.kinds()
    bend(sealed, 2, '"number"', '"nummer"')
    assert "unreadable" in sealed.kinds()


@pytest.mark.rule("ACC-1")
def test_heads_that_were_edited_in_a_file_are_found(sealed: Town) -> None:
    records = packed([Head(uuid4(), number, bytes(32)) for number in (1, 2, 3)])  # 168 bytes, so no padding
    bend(sealed, 3, '"heads_moved": "', '"heads_moved": "' + base64.b64encode(records).decode())
    assert "heads" in sealed.kinds()


def test_seals_by_another_key_are_not_trusted(sealed: Town, tmp_path: Path) -> None:
    key = tmp_path / "other.pub"
    key.write_text(public_key(b"\x05" * 32).hex(), "ascii")
    assert sealed.verify("--key", str(key)).exit_code == 1
    own = tmp_path / "own.pub"
    own.write_text(CliRunner().invoke(audit, ["key"]).output, "ascii")
    assert sealed.verify("--key", str(own)).exit_code == 0
    (tmp_path / "none.pub").write_text("no key", "ascii")
    assert "64 hexadecimal digits" in sealed.verify("--key", str(tmp_path / "none.pub")).output


def test_a_day_on_which_nothing_was_sealed_is_noted_and_is_no_fault(sealed: Town) -> None:
    sealed.seal(FIRST + timedelta(days=6))
    found = sealed.found()
    assert ([note.kind for note in found.notes], found.faults) == (["no seal"], [])
    assert "note on 2026-03-05: no seal. None was made up to and including 2026-03-06." in sealed.verify().output


# --- Once a day, whoever tries -----------------------------------------------------------------------------------


def test_a_second_sealer_finds_the_seal_and_leaves_it(sealed: Town) -> None:
    path = sealed.folder.path / f"{FIRST + timedelta(days=3)}.json"
    before = path.read_bytes()
    sealed.acts(FIRST + timedelta(days=3))
    sealed.seal(FIRST + timedelta(days=3))
    sealed.seal(FIRST + timedelta(days=2))  # late: a later one lies there already
    assert path.read_bytes() == before
    assert len(sealed.folder.days()) == 3
    assert sealed.rows() == [1, 2, 3]


def test_many_sealers_at_once_make_one_seal(town: Town) -> None:
    town.acts(FIRST)
    made: list[object] = []
    gate = threading.Barrier(4)

    def one() -> None:
        gate.wait(10)
        made.append(sealing.make(town.tenant_id, FIRST + timedelta(days=1), town.folder))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(made) == 4
    assert all(each == made[0] for each in made)
    assert len(town.folder.days()) == 1


class Killed(BaseException):
    """Stands for the moment at which the power went."""


MOMENTS = {
    "before the file has its name": (Path, "hardlink_to"),
    "before the draft is removed": (Path, "unlink"),
    "before the folder is on disk": (folder, "sync_folder"),
    "before the database knows": (sealing, "record"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_sealer_that_ends_at_any_line_leaves_no_seal_or_the_seal(
    sealed: Town, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def dead(*_: object, **__: object) -> None:
        raise Killed

    sealed.acts(FIRST + timedelta(days=3))
    with monkeypatch.context() as patch:
        patch.setattr(*MOMENTS[moment], dead)
        with pytest.raises(Killed):
            sealed.seal(FIRST + timedelta(days=4))
    path = sealed.folder.path / f"{FIRST + timedelta(days=4)}.json"
    before = path.read_bytes() if path.exists() else None
    sealed.seal(FIRST + timedelta(days=4))
    assert before in {None, path.read_bytes()}
    assert sealed.kinds() == []
    assert sealed.rows() == [1, 2, 3, 4]
    assert [each for each in sealed.folder.path.iterdir() if each.name.startswith(".20")] == []


def test_the_nightly_job_seals_and_a_second_start_of_it_changes_nothing(town: Town) -> None:
    town.acts(FIRST)
    for key in ("one", "two"):
        with tenant_session(engine_context(town.tenant_id)) as session:
            row = outbox.publish(session, tasks.seal.queue, tasks.seal.name, {"period": "2026-03-02"}, key=key)
        assert jobs.run_row(town.tenant_id, row)
    assert (town.rows(), town.kinds()) == ([1], [])


def test_the_command_seals_today_and_looks_first_where_asked(town: Town) -> None:
    town.acts(FIRST)

    def said(*options: str) -> str:
        return CliRunner().invoke(audit, ["seal", "--tenant", town.slug, *options]).output

    with clock.frozen(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)):  # the second already, in Amsterdam
        assert "of 2026-03-02 would be written" in said("--dry-run")
        assert town.folder.days() == []
        assert "seal 1 of 2026-03-02, 3 chains" in said()
        assert "of 2026-03-02 lies in" in said("--dry-run")
    assert town.kinds() == []


# --- A folder that is not the one --------------------------------------------------------------------------------


def test_a_sealer_with_another_folder_refuses_until_told(sealed: Town, tmp_path: Path) -> None:
    elsewhere = SealFolder(tmp_path / "elsewhere", sealed.tenant_id)
    with pytest.raises(SealsMissing, match=r"knows seal 3 of 2026-03-04, and the newest in .* is 0"):
        sealing.make(sealed.tenant_id, FIRST + timedelta(days=4), elsewhere)
    anew = sealing.make(sealed.tenant_id, FIRST + timedelta(days=4), elsewhere, anew=True)
    third = sealed.folder.read(FIRST + timedelta(days=3)).statement
    assert (anew.statement.number, anew.statement.previous, anew.full) == (4, third.digest(), True)
    assert anew.statement.reads.since == third.reads.until
    sealed.folder.put(anew)  # somebody found the lost ones again: all of it is one row
    with tenant_session(engine_context(sealed.tenant_id)) as session:
        sealing.record(session, anew)
    assert sealed.kinds() == []


def test_a_damaged_newest_seal_stops_the_next_one(sealed: Town) -> None:
    bend(sealed, 3, '"number"', '"nummer"')
    with pytest.raises(SealUnreadable, match="Put back your copy"):
        sealed.seal(FIRST + timedelta(days=4))


def test_a_damaged_older_seal_is_told_and_the_next_one_is_full(sealed: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, object]] = []
    monkeypatch.setattr(sealing.log, "exception", lambda event, **facts: told.append((event, facts["tenant"])))
    bend(sealed, 2, '"number"', '"nummer"')
    for day in (4, 5):
        sealed.acts(FIRST + timedelta(days=day - 1))
        sealed.seal(FIRST + timedelta(days=day))
    assert told == [("seal.older_damaged", sealed.tenant_id)]
    assert [sealed.folder.read(FIRST + timedelta(days=day)).full for day in (4, 5)] == [True, False]
    found = sealed.found().faults
    assert {each.on for each in found if each.kind == "unreadable"} == {FIRST + timedelta(days=2)}
    assert [each for each in found if each.on > FIRST + timedelta(days=3)] == []


# --- The key ------------------------------------------------------------------------------------------------------


def test_the_first_seal_makes_the_key_and_nothing_else_does(town: Town, tmp_path: Path) -> None:
    key = tmp_path / "state" / "seal.key"
    configure(replace(settings(), state_dir=key.parent))
    town.acts(FIRST)
    assert town.verify().exit_code == 0  # chains verify without any key
    for command in (["key"], ["verify", "--tenant", town.slug]):
        CliRunner().invoke(audit, command)
        assert not key.exists()
    with pytest.raises(SettingError, match="`handrail audit seal` makes it"):
        _ = settings().seal_key
    town.seal(FIRST + timedelta(days=1))
    assert key.exists()
    assert town.kinds() == []


@pytest.mark.parametrize("lost_seals_too", [True, False])
def test_a_key_that_is_lost_is_told_and_not_replaced(sealed: Town, tmp_path: Path, *, lost_seals_too: bool) -> None:
    state = tmp_path / "state"
    seals = tmp_path / "none" if lost_seals_too else settings().seals_dir
    configure(replace(settings(), state_dir=state, given_seals_dir=seals))
    with pytest.raises(SettingError, match="Put back your copy of it"):
        sealing.make(sealed.tenant_id, FIRST + timedelta(days=4), sealed.folder, anew=True)
    other = made_town()
    if not lost_seals_too:  # nor does the first seal of another consultancy, where seals of the first one lie
        with pytest.raises(SettingError):
            other.seal(FIRST)
        assert isinstance(sealed.verify().exception, SettingError)
    assert not (state / "seal.key").exists()


@pytest.mark.parametrize("every", [1, 2, 3])
def test_full_seals_and_those_of_what_moved_say_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    monkeypatch.setattr(sealing, "FULL_EVERY", every)
    for day in range(4):
        town.act(town.cases[day % 2], FIRST + timedelta(days=day), "contact.recorded")
        town.seal(FIRST + timedelta(days=day + 1))
    assert town.kinds() == []
    forests = [town.folder.forest(on) for on in town.folder.days()]
    assert [each.root for each in forests] == [town.folder.read(on).statement.heads_root for on in town.folder.days()]


# --- Proofs -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("ACC-1")
def test_a_proof_is_checked_with_the_public_key_alone(sealed: Town, tmp_path: Path) -> None:
    runner = CliRunner()
    sealed.as_case(sealed.cases[0], "K-17")
    printed = runner.invoke(audit, ["proof", "K-17", "--tenant", sealed.slug])
    assert printed.exit_code == 0, printed.output
    proof = proof_from(printed.output)
    assert (proof.head.chain_id, proof.head.seq) == (sealed.cases[0], 3)
    assert proves(proof, [public_key(settings().seal_key)])
    key, file = tmp_path / "key", tmp_path / "proof.json"
    key.write_text(public_key(settings().seal_key).hex(), "ascii")
    file.write_text(printed.output, "utf-8")
    configure(replace(settings(), connections=replace(settings().connections, database=None, admin=None)))
    checked = runner.invoke(audit, ["check", str(file), "--key", str(key)])
    assert (checked.exit_code, f"chain {sealed.cases[0]} had 3 entries" in checked.output) == (0, True)
    file.write_text(printed.output.replace('"seq": 3', '"seq": 2'), "utf-8")
    assert runner.invoke(audit, ["check", str(file), "--key", str(key)]).exit_code == 1


def test_a_proof_of_an_earlier_day_and_of_what_is_not_there(sealed: Town) -> None:
    runner = CliRunner()
    sealed.as_case(sealed.cases[1], "K-18")
    sealed.as_case(uuid4(), "K-19")
    earlier = runner.invoke(audit, ["proof", "K-18", "--tenant", sealed.slug, "--on", "2026-03-02"])
    assert proof_from(earlier.output).head.seq == 1
    for asked, said in (
        (["K-20"], "no case 'K-20'"),
        (["K-19"], "Nothing was written about case 'K-19'"),
        (["K-18", "--on", "2026-01-01"], "no seal of 2026-01-01"),
    ):
        result = runner.invoke(audit, ["proof", *asked, "--tenant", sealed.slug])
        assert (result.exit_code, said in result.output) == (1, True), result.output


def test_no_proof_is_printed_of_damaged_files(sealed: Town) -> None:
    def said() -> str:
        result = CliRunner().invoke(audit, ["proof", "K-21", "--tenant", sealed.slug])
        assert isinstance(result.exception, SystemExit)
        assert result.exit_code == 1
        return result.output

    sealed.as_case(sealed.cases[0], "K-21")
    records = packed([Head(uuid4(), 1, bytes(32)) for _ in range(3)])
    bend(sealed, 3, '"heads_moved": "', '"heads_moved": "' + base64.b64encode(records).decode())
    assert "are not those that were sealed on 2026-03-04" in said()
    bend(sealed, 2, '"number"', '"nummer"')
    assert "is damaged. `handrail audit verify` names it" in said()


# --- Restores -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("ACC-1")
def test_what_went_with_a_restore_is_no_fault_once_its_signed_note_says_so(sealed: Town, owner: Owner) -> None:
    truncate_a_chain(owner, sealed)
    delete_a_read(owner, sealed)
    third = sealed.folder.read(FIRST + timedelta(days=3)).statement.made_at
    note = Restore(sealed.tenant_id, third - timedelta(hours=20), third + timedelta(hours=2), "backup")
    forged = replace(note, key=public_key(b"\x05" * 32), signature=sign(b"\x05" * 32, note.encoded()))
    sealed.folder.put_note(forged)
    assert "note" in sealed.kinds()
    next(sealed.folder.path.glob("restored-*")).unlink()
    key = settings().seal_key
    sealed.folder.put_note(replace(note, key=public_key(key), signature=sign(key, note.encoded())))
    found = sealed.found()
    assert {each.kind for each in found.notes} >= {"restored"}
    # The rows that are gone lie in the first stretch, which was sealed before the backup was taken.
    assert [each.kind for each in found.faults] == ["read log"]


def test_how_long_nothing_was_sealed_is_known_before_the_first_seal_too(town: Town) -> None:
    def sealed_at() -> datetime | None:
        with tenant_session(engine_context(town.tenant_id)) as session:
            return queries.sealed_at(session, town.tenant_id)

    assert sealed_at() is None
    town.acts(FIRST)
    assert sealed_at() == datetime(2026, 3, 1, 12, tzinfo=UTC)
    town.seal(FIRST + timedelta(days=1))
    assert sealed_at() == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
