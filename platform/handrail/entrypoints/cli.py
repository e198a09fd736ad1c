"""The `handrail` command. What a sub-command needs is loaded only when it is called."""

import importlib
import importlib.util
import logging
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

# name → where its click command lies, and what the list of commands says of it.
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "up": ("handrail.entrypoints.runtime_cli:up", "Start everything, with servers of its own where none are named."),
    "serve": ("handrail.entrypoints.runtime_cli:serve", "Serve the pages and the API."),
    "worker": ("handrail.entrypoints.runtime_cli:worker", "Do the work of the outbox."),
    "relay": ("handrail.entrypoints.runtime_cli:relay", "Lease rows of the outbox to the queue."),
    "scheduler": ("handrail.entrypoints.runtime_cli:scheduler", "Ask for what is due again and again."),
    "doctor": ("handrail.entrypoints.doctor:doctor", "Say what is wrong with this installation."),
    "metrics": ("handrail.entrypoints.observing.cli:metrics", "Print what the processes of this machine measure."),
    "db": ("handrail.entrypoints.db_cli:db", "Roles, schema and its history."),
    "backup": ("handrail.entrypoints.backup.cli:backup", "Write a backup, its keys apart."),
    "restore": ("handrail.entrypoints.backup.cli:restore", "Bring a backup into an empty database."),
    "outbox": ("handrail.entrypoints.outbox_cli:outbox", "Work that was parked, and doing it again."),
    "demo": ("handrail.entrypoints.demo:demo", "Print sign-in links into a demo consultancy."),
    "tenant": ("handrail.exchange.cli:tenant", "Apply, export and import consultancies."),
    "token": ("handrail.identity.cli:token", "Tokens of people for the API."),
    "client": ("handrail.identity.programs.cli:client", "Programs of organisations, and their secrets."),
    "scim": ("handrail.identity.scim.cli:scim", "Tokens of directories that provision people."),
    "letters": ("handrail.frameworks.letters.cli:letters", "The wording of letters: list, write out, read in."),
    "person": ("handrail.identity.factors.cli:person", "A one-time code for somebody whom nobody else can help."),
    "absence": ("handrail.exchange.cli:absence", "Import absences from a file."),
    "obligations": ("handrail.obligations.cli:obligations", "What is due, by which rule, and why."),
    "audit": ("handrail.audit.cli:audit", "Verify the chains of the timeline."),
    "sign-on": ("handrail.identity.oidc.cli:sign_on", "Connections to identity providers: list, check, close."),
    "keys": ("handrail.entrypoints.keys_cli:keys", "The keys that wrap others, and rotating them."),
    "plugin": ("handrail.extensions.cli:plugin", "What is installed, how it does, and stopping one everywhere."),
    "report": ("handrail.reports.cli:report", "Make a report of a consultancy, or of one employer."),
    "themes": ("handrail.prevention.cli:themes", "Release what many cases teach, without anybody's story."),
    "privacy": ("handrail.privacy.cli:privacy", "What people are owed about their own data."),
}


class LazyCommands(click.Group):
    """Knows its commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands that this installation has."""
        del ctx
        return [name for name, (target, _) in COMMANDS.items() if _exists(target)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None for a name we do not know."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        target, _ = COMMANDS[cmd_name]
        module, _, attribute = target.partition(":")
        found: click.Command | None = (
            getattr(importlib.import_module(module), attribute, None) if _exists(target) else None
        )
        if found is None:
            raise click.ClickException(f"`handrail {cmd_name}` is not part of this installation.")
        _log_what_matters()
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
def handrail() -> None:
    """Handrail accompanies people from absence to a return that lasts."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command; an expected failure is one paragraph that says what to do, and exit code 1."""
    try:
        handrail.main(args=None if argv is None else list(argv), prog_name="handrail")
    except Exception as problem:
        said = _expected(problem)
        if said is None:
            raise
        click.echo(said, err=True)
        sys.exit(1)


def _log_what_matters() -> None:
    """Send warnings of what was loaded through the gate; a command that loads nothing that logs stays light."""
    if "structlog" in sys.modules:
        from handrail.entrypoints import logs  # noqa: PLC0415 - the light start is the point of this module

        logs.configure("cli", level=logging.WARNING)


def _exists(target: str) -> bool:
    module = target.partition(":")[0]
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _expected(problem: Exception) -> str | None:
    """Return what to say of an outcome that is no bug. Loads nothing: what was raised is loaded already."""
    from handrail.kit.errors import HandrailError  # noqa: PLC0415 - the light start is the point of this module
    from handrail.kit.settings import SettingError  # noqa: PLC0415

    if isinstance(problem, SettingError):
        return str(problem)
    if isinstance(problem, HandrailError):
        lines = [problem.detail or problem.title]
        lines += [f"  {one.pointer}: {one.message}" for one in _problems(problem)]
        return "\n".join(lines)
    if type(problem).__name__ == "OperationalError":  # psycopg's and SQLAlchemy's
        said = str(getattr(problem, "orig", problem)).strip().splitlines()[:1]
        return f"The database does not answer: {''.join(said)}. `handrail doctor` says more."
    return None


def _problems(problem: Any) -> list[Any]:
    return list(getattr(problem, "problems", []))


if __name__ == "__main__":
    main()
