"""`handrail plugin`: what is installed, how it does, stopping one everywhere and letting it go on."""

from datetime import UTC, datetime

import click

from handrail.extensions.breaker import breaker
from handrail.extensions.operating import Operated, operated
from handrail.extensions.registry import registry


@click.group
def plugin() -> None:
    """List plugins, say how they do, stop one everywhere and let it go on."""


@plugin.command("list")
def list_() -> None:
    """List the plugins that are installed or listed, with what each declares and may touch."""
    for each in registry().plugins:
        manifest = each.manifest
        told = [each.version or "-", each.state, f"scope {manifest.scope}" if manifest else ""]
        if each.jurisdictions:
            told.append(f"law of {', '.join(each.jurisdictions)}")
        if each.allowed:
            told.append(f"may touch {', '.join(sorted(each.allowed))}")
        click.echo("  ".join([each.name, *(one for one in told if one)]))


@plugin.command
@click.argument("name", required=False)
def status(name: str | None) -> None:
    """Say how each plugin does, or one of them with where it broke last. Exits with 1 where one needs somebody."""
    found = [each for each in operated() if name in {None, each.plugin.name}]
    if name is not None and not found:
        raise click.UsageError(f"There is no plugin {name!r}.")
    for each in found:
        click.echo(f"{each.plugin.name}  {_standing(each)}")
        if name is not None:
            _tell(each)
    if any(each.quarantine or each.plugin.state == "unloadable" for each in found):
        raise SystemExit(1)


@plugin.command
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only say what would be.")
def quarantine(name: str, *, dry_run: bool) -> None:
    """Ask a plugin nothing any more, in the whole installation. What is on file stays, statutory dates too."""
    _known(name)
    if dry_run:
        click.echo(f"{name} would be asked nothing any more")
    elif breaker().quarantine(name, "operator"):
        click.echo(f"{name} is asked nothing any more")
    else:
        raise click.ClickException("Valkey does not answer, so no process would learn of it.")


@plugin.command
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only say what would be.")
def resume(name: str, *, dry_run: bool) -> None:
    """Let a plugin go on, with a clean record."""
    _known(name)
    if dry_run:
        click.echo(f"{name} would go on")
    elif breaker().resume(name):
        click.echo(f"{name} goes on")
    else:
        raise click.ClickException("Valkey does not answer, so no process would learn of it.")


def _known(name: str) -> None:
    if name not in registry().known:
        raise click.UsageError(f"There is no plugin {name!r} that loaded.")


def _standing(each: Operated) -> str:
    if each.quarantine:
        return f"stopped everywhere ({each.quarantine})"
    if each.plugin.state != "loaded":
        return f"{each.plugin.state}  {each.plugin.reason}".rstrip()
    if each.stopped_in or each.broke_in:
        return f"runs, broke in {each.broke_in} consultancies in a day, stopped in {each.stopped_in}"
    return "runs"


def _tell(each: Operated) -> None:
    if each.withheld:
        click.echo(f"not allowed: {', '.join(each.withheld)}")
    if each.fault:
        at = datetime.fromtimestamp(each.fault.at, UTC)
        click.echo(f"broke last at {at:%Y-%m-%d %H:%M}Z in {each.fault.callback}: {each.fault.kind}")
        for frame in each.fault.frames:
            click.echo(f"  {frame}")
    if each.plugin.trace:
        click.echo(each.plugin.trace.rstrip())
