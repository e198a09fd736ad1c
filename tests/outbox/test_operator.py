"""The operator's view of parked work, as a command."""

from typing import Any

import pytest
from click.testing import CliRunner

from handrail.entrypoints.outbox_cli import outbox


@pytest.fixture
def parked_row(desk: Any) -> Any:
    row = desk.publish("test.note")
    desk.superuser.execute("update outbox set attempts = 5, parked_at = now(), last_error = 'Broken'")
    return row


def test_parked_work_is_listed_with_its_kind_of_error(parked_row: Any) -> None:
    said = CliRunner().invoke(outbox, ["parked"])
    assert said.exit_code == 0
    assert str(parked_row) in said.output
    assert "Broken" in said.output
    assert "1 parked" in said.output


def test_a_replay_gives_a_row_its_starts_back(desk: Any, parked_row: Any, make_relay: Any) -> None:
    assert "1 will be started anew" in CliRunner().invoke(outbox, ["replay", str(parked_row)]).output
    assert (desk.row(parked_row).attempts, desk.row(parked_row).parked) == (0, False)
    assert [lease.row_id for lease in make_relay().claim()] == [parked_row]


def test_a_dry_run_changes_nothing(desk: Any, parked_row: Any) -> None:
    assert "1 would be started anew" in CliRunner().invoke(outbox, ["replay", "--all", "--dry-run"]).output
    assert desk.row(parked_row).parked


def test_a_replay_of_nothing_named_is_refused(parked_row: Any) -> None:
    said = CliRunner().invoke(outbox, ["replay"])
    assert (said.exit_code, str(parked_row) in said.output) == (2, False)
