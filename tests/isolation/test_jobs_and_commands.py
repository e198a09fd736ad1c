"""Jobs and commands that take ids: another consultancy's are worth no more than unknown ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch
from uuid import UUID, uuid4

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import select
from tests.isolation.crawling import neutral, next_to, statements
from tests.isolation.digests import digests_of, rows_of
from tests.isolation.worlds import NOW, Full, build_full

from handrail.entrypoints.cli import handrail
from handrail.entrypoints.worker import load_tasks
from handrail.kit import clock, jobs, outbox
from handrail.kit.outbox import Outbox
from handrail.kit.settings import Settings, configure, with_connections
from handrail.notifications import tasks
from handrail.notifications.codes import Outcome
from handrail.notifications.smtp import Answer

IDS: Final = frozenset(
    {
        "employer_id",
        "file_id",
        "link_id",
        "message_id",
        "object_id",
        "obligation_ids",
        "package_id",
        "person_id",
        "run_id",
        "subject_id",
    }
)
LISTS: Final = frozenset({"employments", "obligation_ids"})
"""What a job is given several of."""
PAYLOADS: Final[Mapping[str, Mapping[str, str]]] = {
    "audit.end_read_log": {"period": "2026-12-04"},
    "audit.seal": {"period": "2026-12-04"},
    "cases.free_contacts": {"period": "2026-12-04"},
    "cases.open_cases_that_are_due": {"period": "2026-12-04"},
    "cases.remove_old_drafts": {"period": "2026-12-04"},
    "documents.look_through": {"file_id": "file"},
    "exchange.expire_imports": {"period": "2026-12-04"},
    "kit.sweep_outbox": {"period": "2026-12-04"},
    "notifications.deliver_message": {"message_id": "message"},
    "identity.remind_of_ends": {"period": "2026-12-04"},
    "notifications.remind": {"period": "2026-12-04"},
    "prevention.release_themes": {"period": "2026-12-04"},
    "notifications.send_again": {"message_id": "message"},
    "notifications.send_sign_in_link": {"link_id": "link", "host": "localhost"},
    "notifications.tell": {
        "person_id": "person",
        "kind": "news",
        "employer_id": "employer id",
        "subject_id": "case",
        "compartment": "coordination",
        "object_id": "obligation",
    },
    "notifications.tell_of_account": {"person_id": "person", "kind": "watch"},
    "notifications.tell_dates_moved": {"obligation_ids": "obligation"},
    "obligations.apply_release": {"jurisdiction": "nl", "release": "0"},
    "obligations.recompute": {"period": "2026-12-04"},
    "obligations.recompute_batch": {"employments": "employment"},
    "privacy.build_package": {"package_id": "package"},
    "privacy.let_packages_go": {"period": "2026-12-04"},
    "privacy.erase": {"run_id": "report"},
    "privacy.work_out_due": {"period": "2026-12-04"},
    "reports.ask_for_scheduled": {"period": "2026-12-04"},
    "reports.build": {"run_id": "report"},
    "reports.remove_old": {"period": "2026-12-04"},
}
"""What each job is asked to do: ids by the kind of what they name, everything else as it is."""


@dataclass
class Pair:
    """Two consultancies, and the mail that the jobs of this test handed over."""

    home: Full
    abroad: Full
    mails: list[str]


@pytest.fixture(scope="module")
def pair(database: Settings) -> Iterator[Pair]:
    configure(with_connections(database, smtp="smtp://127.0.0.1:9"))
    load_tasks()
    mails: list[str] = []

    def accepting(mail: Any, _url: str, mark: Any) -> Answer:
        mark()
        mails.append(str(mail))
        return Answer(Outcome.ACCEPTED, 250)

    found = Pair(build_full("Quillon"), build_full("Zyxwide"), mails)
    with clock.frozen(NOW), patch.object(tasks, "hand_over", accepting):
        yield found


# --- Jobs ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("pair")
def test_every_job_is_known_here() -> None:
    """A new job says in PAYLOADS what it is asked with, or this fails."""
    assert jobs.actors().keys() == PAYLOADS.keys()
    assert {name for payload in PAYLOADS.values() for name in payload if name.endswith("_id")} == IDS - LISTS


CROSSED: Final = sorted(
    (name, crossed) for name, payload in PAYLOADS.items() for crossed in ([*(payload.keys() & IDS), "*"])
)


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize(("name", "crossed"), CROSSED, ids=[f"{name} {crossed}" for name, crossed in CROSSED])
def test_a_job_does_with_ids_of_another_consultancy_what_it_does_with_unknown_ones(
    pair: Pair, name: str, crossed: str
) -> None:
    """Each id alone, with all others of one's own; and all of them at once."""
    before, at_home = digests_of(pair.abroad.world), set(rows_of(pair.home.world))
    pair.mails.clear()
    theirs = _payload(pair, name, crossed)
    nothing = {key: str(next_to(UUID(each))) if _is_crossed(key, crossed) else each for key, each in theirs.items()}
    _run(pair, name, nothing)  # what only the first one finds to do is done
    foreign, none = _run(pair, name, theirs), _run(pair, name, nothing)
    assert foreign == none
    assert digests_of(pair.abroad.world) == before
    assert not [mail for mail in pair.mails if pair.abroad.word.lower() in mail.lower()]
    written = [row for table, row in set(rows_of(pair.home.world)) - at_home if table != "outbox"]
    crossing = {value for key, value in theirs.items() if _is_crossed(key, crossed)}
    assert not [row for row in written if pair.abroad.word.lower() in row.lower()]
    if (name, crossed) not in KEEPS_WHAT_IT_WAS_TOLD:
        assert not [row for row in written if any(value in row for value in crossing)]


KEEPS_WHAT_IT_WAS_TOLD: Final = {("notifications.tell", "subject_id"), ("notifications.tell", "object_id")}
"""A message keeps what it is about as a bare id; it is not sent to anybody whom the grants do not let know of it."""


def _is_crossed(key: str, crossed: str) -> bool:
    return key in IDS and crossed in {key, "*"}


def _payload(pair: Pair, name: str, crossed: str) -> dict[str, str]:
    """Return what the job is asked with: the crossed ids are the other consultancy's."""
    return {
        key: str((pair.abroad if _is_crossed(key, crossed) else pair.home).ids[value]) if key in IDS else value
        for key, value in PAYLOADS[name].items()
    }


def _run(pair: Pair, name: str, payload: Mapping[str, str]) -> tuple[list[str], str | None, bool]:
    """Return what a job sends to the database, the kind of its error, and whether it is done."""
    tenant_id = pair.home.world.tenant_id
    with pair.home.world.engine() as session:
        queue = jobs.actors()[name].queue
        asked: dict[str, Any] = {key: [each] if key in LISTS else each for key, each in payload.items()}
        row_id = outbox.publish(session, queue, name, asked, key=str(uuid4()))
    with statements() as noted:
        assert jobs.run_row(tenant_id, row_id)
    with pair.home.world.engine() as session:
        row = session.scalars(select(Outbox).where(Outbox.id == row_id)).one()
        return noted, row.last_error, row.done_at is not None


def test_a_worker_that_is_handed_a_row_under_another_tenant_finds_nothing(pair: Pair) -> None:
    with pair.abroad.world.engine() as session:
        theirs = session.scalars(select(Outbox.id).limit(1)).one()
    before = digests_of(pair.abroad.world)
    with statements() as foreign:
        assert not jobs.run_row(pair.home.world.tenant_id, theirs)
    with statements() as none:
        assert not jobs.run_row(pair.home.world.tenant_id, UUID(str(next_to(theirs))))
    assert foreign == none
    assert digests_of(pair.abroad.world) == before


# --- Commands -----------------------------------------------------------------------------------------------------

NO_ID: Final = {
    "absence profiles": "lists mapping profiles by the short name of a consultancy",
    "audit check": "a file and a public key, without a database",
    "audit key": "this installation",
    "audit seal": "the consultancy that its short name names, or all",
    "backup": "the whole installation",
    "client list": "the consultancy that its short name names",
    "db check": "the schema",
    "db draft": "the schema",
    "db roles": "the schema",
    "db upgrade": "the schema",
    "demo": "the demo consultancies",
    "doctor": "this installation",
    "keys destroy": "this installation",
    "plugin list": "this installation",
    "plugin quarantine": "this installation",
    "plugin resume": "this installation",
    "plugin status": "this installation, in numbers of consultancies",
    "keys list": "the consultancy that its short name names, or all, by numbers",
    "keys rewrap": "the consultancy that its short name names, or all",
    "keys rotate": "the consultancy that its short name names, or this installation",
    "metrics": "this process",
    "obligations compute": "facts from standard input, without a database",
    "obligations recompute": "the consultancy that its short name names",
    "obligations moves": "the consultancy that its short name names, by ids and case numbers",
    "obligations rules": "rules, without a database",
    "privacy holds": "the consultancy that its short name names, or all",
    "privacy preview": "the consultancy that its short name names, or all, by case numbers",
    "privacy run": "the consultancy that its short name names, or all",
    "outbox list": "the whole installation, by ids and codes",
    "outbox parked": "the whole installation, by ids and codes",
    "outbox replay": "the whole installation, by ids and codes",
    "outbox set-aside": "the whole installation, by ids and codes",
    "relay": "this process",
    "restore": "the whole installation",
    "scheduler": "this process",
    "scim list": "the consultancy that its short name names",
    "serve": "this process",
    "sign-on list": "the consultancy that its short name names",
    "tenant apply": "the consultancy that the folder names",
    "tenant check": "a folder, without a database",
    "tenant feed": "a folder, without a database",
    "up": "this process",
    "worker": "this process",
    "themes release": "the consultancy that its short name names",
}
"""Commands that take no id, key or secret inside a consultancy, and what they are about."""
ASKED: Final = (
    ("absence import", ["FILE", "--tenant", "HOME", "--profile", "generic", "--employer", "THEIRS"], "employer"),
    (
        "absence import",
        ["FILE", "--tenant", "HOME", "--profile", "generic", "--employer", "EMPLOYER", "--site", "THEIRS"],
        "site",
    ),
    ("privacy package", ["--tenant", "HOME", "--person", "THEIRS", "--dry-run"], "person of the worker"),
    ("report run", ["--tenant", "HOME", "--employer", "THEIRS", "--dry-run"], "employer"),
    ("letters export", ["--tenant", "HOME", "--employer", "THEIRS", "nowhere"], "employer"),
    ("letters import", ["--tenant", "HOME", "--employer", "THEIRS", "."], "employer"),
    ("letters list", ["--tenant", "HOME", "--employer", "THEIRS"], "employer"),
    ("obligations explain", ["--tenant", "HOME", "THEIRS"], "case"),
    ("audit proof", ["--tenant", "HOME", "THEIRS"], "case"),
    ("token make", ["--tenant", "HOME", "--person", "THEIRS", "--role", "coordinator", "--name", "x"], "coordinator"),
    ("person code", ["--tenant", "HOME", "--person", "THEIRS", "--dry-run"], "coordinator"),
    ("sign-on check", ["--tenant", "HOME", "THEIRS"], "sign-on"),
    ("sign-on close", ["--tenant", "HOME", "THEIRS"], "sign-on"),
    ("token revoke", ["--tenant", "HOME"], "api token"),
    (
        "client make",
        ["--tenant", "HOME", "--employer", "THEIRS", "--name", "x", "--role", "hr", "--scope", "staff:read"],
        "employer",
    ),
    ("client rotate", ["--tenant", "HOME", "THEIRS"], "program"),
    ("client end", ["--tenant", "HOME", "THEIRS"], "program"),
    ("scim make", ["--tenant", "HOME", "--directory", "THEIRS"], "directory name"),
    ("scim revoke", ["--tenant", "HOME", "--directory", "DIRECTORY", "THEIRS"], "directory token"),
)
"""Commands that do, with everything of one's own but what stands as THEIRS or comes from the standard input."""


def test_every_command_is_known_here() -> None:
    """A new command is asked below, or says above what it is about."""
    assert set(_commands()) == NO_ID.keys() | {command for command, _asked, _kind in ASKED} | {"audit verify"}


def _commands() -> Iterator[str]:
    context = click.Context(handrail)
    for name in handrail.list_commands(context):
        found = handrail.get_command(context, name)
        yield from (
            (f"{name} {inner}" for inner in found.list_commands(context)) if isinstance(found, click.Group) else (name,)
        )


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize(("command", "asked", "kind"), ASKED, ids=[f"{each[0]} {each[2]}" for each in ASKED])
def test_a_command_takes_what_is_anothers_for_unknown(
    pair: Pair, tmp_path: Path, command: str, asked: Sequence[str], kind: str
) -> None:
    file = tmp_path / "feed.csv"
    file.write_text("absence_id,worker_id,first_day,last_day,expected_days,percent\nz1,nobody,2026-01-05,,,\n", "utf-8")
    slug = f"consultancy-of-{pair.home.word.lower()}"
    before = digests_of(pair.abroad.world)
    answers = []
    named = pair.abroad.keys[kind] if kind in pair.abroad.keys else str(pair.abroad.ids[kind])
    nobody = str(next_to(named if kind in pair.abroad.keys else pair.abroad.ids[kind]))
    for theirs in (named, nobody):
        values = {"FILE": str(file), "HOME": slug, "EMPLOYER": pair.home.keys["employer"], "THEIRS": theirs}
        values["DIRECTORY"] = pair.home.keys["directory name"]
        with statements() as noted:
            words = [*command.split(), *(values.get(each, each) for each in asked)]
            result = CliRunner().invoke(
                handrail, words, input=f"{theirs}\n"
            )  # a secret is not said on the command line
        said = neutral(result.output, [theirs])
        assert pair.abroad.word.lower() not in said.lower()
        answers.append((result.exit_code, said, type(result.exception), noted))
    assert answers[0] == answers[1]
    assert digests_of(pair.abroad.world) == before


def test_verifying_one_consultancy_names_no_other(pair: Pair) -> None:
    result = CliRunner().invoke(handrail, ["audit", "verify", "--tenant", f"consultancy-of-{pair.home.word.lower()}"])
    assert (result.exit_code, result.exception) == (0, None)
    assert "verified" in result.output
    assert pair.abroad.word.lower() not in result.output.lower()
