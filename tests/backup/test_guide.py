"""The guide knows every option, and the deployed unit says what the command takes."""

import configparser
import shlex
from pathlib import Path

import click
import pytest

from handrail.audit.cli import audit
from handrail.entrypoints.backup.cli import backup, restore

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guides/backup.md").read_text("utf-8")
COMMANDS = [backup, restore, *(audit.commands[name] for name in ("verify", "seal", "proof", "check", "key"))]


@pytest.mark.parametrize(
    "option",
    sorted({name for command in COMMANDS for each in command.params for name in each.opts if name[:2] == "--"}),
)
def test_every_option_is_in_the_guide(option: str) -> None:
    assert option in GUIDE


def test_the_unit_calls_the_command_as_it_is() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read(ROOT / "deploy/systemd/handrail-backup.service")
    words = shlex.split(unit["Service"]["ExecStart"])
    assert words[0].endswith("/handrail")
    assert words[1] == "backup"
    with backup.make_context("backup", words[2:]) as context:
        chosen = context.params
    for folder in (chosen["root"], chosen["keys_root"]):
        assert any(
            Path(allowed) in folder.parents or Path(allowed) == folder
            for allowed in unit["Service"]["ReadWritePaths"].split()
        )
    assert chosen["keep_keys_days"] < chosen["keep_days"]
    assert isinstance(backup, click.Command)
