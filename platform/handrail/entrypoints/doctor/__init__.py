"""`handrail doctor`: look at everything an installation stands on, change nothing, and say what to do."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click
import psycopg
from sqlalchemy.exc import DBAPIError

from handrail.entrypoints.doctor import servers, standing, work
from handrail.entrypoints.doctor.finding import Ailment, Finding
from handrail.kit.errors import HandrailError
from handrail.kit.settings import SettingError


@click.command
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.option(
    "--backups", type=click.Path(path_type=Path), help="The folder that `handrail backup` writes to; its age is told."
)
def doctor(backups: Path | None, *, as_json: bool) -> None:
    """Say what is wrong with this installation; exit code 1 when something is. Changes nothing."""
    found = [examine(name, check) for name, check in checks(backups).items()]
    ill = sum(not finding.is_well for finding in found)
    if as_json:
        click.echo(json.dumps({"is_well": not ill, "checks": [asdict(finding) for finding in found]}, indent=1))
    else:
        for finding in found:
            click.echo(finding.line())
        click.echo("All is well." if not ill else f"{ill} to look at.")
    if ill:
        sys.exit(1)


def checks(backups: Path | None = None) -> Mapping[str, Callable[[], str]]:
    """Return what is looked at, in an order in which the first trouble explains the later ones."""
    return {
        "python": standing.python,
        "state": standing.state,
        "keys": standing.keys,
        "address": standing.address,
        "database": servers.database,
        "roles": servers.other_roles,
        "clocks": servers.clocks,
        "schema": servers.revision,
        "policies": servers.policies,
        "consultancies": work.consultancies,
        "queue": servers.queue,
        "processes": work.processes,
        "outbox": work.outbox,
        "mail": servers.mail,
        "seals": work.seals,
        "backups": partial(work.backups, backups),
    }


def examine(name: str, check: Callable[[], str]) -> Finding:
    """Return what a check says; one that can not be carried out is an ailment too, told by its kind."""
    try:
        return Finding(name, is_well=True, said=check())
    except Ailment as problem:
        return Finding(name, is_well=False, said=problem.what, remedy=problem.remedy)
    except (SettingError, HandrailError) as problem:
        return Finding(name, is_well=False, said=str(problem))
    except (DBAPIError, psycopg.Error, OSError) as problem:
        kind = type(getattr(problem, "orig", None) or problem).__name__
        return Finding(name, is_well=False, said=f"Could not be looked at ({kind}).", remedy="See the checks above.")
