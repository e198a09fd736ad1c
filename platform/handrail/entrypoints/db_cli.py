"""`handrail db`: the schema and its history, and the roles that use it."""

import click

from handrail.entrypoints import schema
from handrail.entrypoints.errors import StartError
from handrail.kit import roles
from handrail.kit.settings import settings


@click.group
def db() -> None:
    """Roles, schema and its history."""


@db.command
@click.option("--dry-run", is_flag=True, help="Only say whether there is something to do.")
def upgrade(*, dry_run: bool) -> None:
    """Bring the schema to the newest revision, as handrail_migrate."""
    url = settings().migrate_url
    before, wanted = schema.current(url), schema.newest()
    if before == wanted:
        click.echo(f"The schema is at {wanted}, the newest.")
    elif dry_run:
        click.echo(f"The schema is at {before or 'no revision yet'}; `handrail db upgrade` would bring it to {wanted}.")
    else:
        from handrail.kit import migrations  # noqa: PLC0415 - Alembic is slow to load and seldom needed

        migrations.upgrade(url)
        click.echo(f"The schema went from {before or 'nothing'} to {wanted}.")


@db.command
def check() -> None:
    """Say whether the schema is the newest and the role is one that policies bind; exit code 1 when not."""
    url = settings().database_url
    roles.refuse_unsafe_role(url)
    found, wanted = schema.current(url), schema.newest()
    if found != wanted:
        raise StartError(
            f"The schema is at {found or 'no revision yet'}, this release needs {wanted}: handrail db upgrade"
        )
    click.echo(f"The schema is at {wanted}, and the role is bound by the policies.")


@db.command
def draft() -> None:
    """Write the first revision anew from the models; until the first release only. Git shows what it changed."""
    from handrail.kit import draft as drafting  # noqa: PLC0415 - loads every slice

    drafting.write()
    click.echo(f"Wrote {drafting.FOUNDATION}")


@db.command(name="roles")
@click.option("--database", default=roles.DATABASE, show_default=True)
def print_roles(database: str) -> None:
    """Print the SQL that makes the roles on a server of your own; changes nothing.

    Run it as a superuser inside an empty database, then give each login role a password with psql's password command.
    """
    for statement in [*roles.role_statements({}), *roles.database_statements(database)]:
        click.echo(statement.as_string() + ";")
