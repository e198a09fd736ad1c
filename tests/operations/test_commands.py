"""What a command says beside its own words: warnings through the gate, to whatever standard error is then."""

import json
import re
from pathlib import Path

import click
import pytest
import structlog
from click.testing import CliRunner

from handrail.entrypoints.cli import handrail

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.usefixtures("log")  # which puts this process's own log back afterwards
def test_a_command_warns_through_the_gate_and_is_silent_about_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    assert CliRunner().invoke(handrail, ["outbox", "--help"]).exit_code == 0
    structlog.get_logger().info("request", status=200)
    structlog.get_logger().warning("limits.reached", note="Ms Bakker")
    (line,) = capsys.readouterr().err.splitlines()
    assert {"process": "cli", "level": "warning", "event": "limits.reached", "dropped": 1}.items() <= json.loads(
        line
    ).items()


def test_every_command_is_told_of_in_the_documents() -> None:
    told = "".join(path.read_text("utf-8") for path in DOCS.rglob("*.md"))
    named = set(re.findall(r"(?:^|[`\s])handrail ([a-z-]+)", told))
    with click.Context(handrail) as context:
        commands = set(handrail.list_commands(context))
    assert commands - named == set()
