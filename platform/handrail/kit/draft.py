"""The first revision, drafted from the models: tables, functions, policies and grants as frozen SQL.

Until the first release there is one revision, and `make migration` writes it anew; a test compares what it makes with
the models. From the first release on, revisions are written by hand and never changed.
"""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import handrail
from handrail.kit.db import Base, security_of
from handrail.kit.rls import statements_of

FOUNDATION = Path(__file__).parents[3] / "migrations" / "versions" / "20261122_0001_foundation.py"
_ALSO = ("handrail.kit.crypto", "handrail.kit.outbox")
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def model_modules() -> list[ModuleType]:
    """Import every module that declares tables; all of `Base.metadata` is known afterwards."""
    names = [
        found.name
        for found in pkgutil.walk_packages(handrail.__path__, "handrail.", onerror=lambda _name: None)
        if found.name.rsplit(".", 1)[-1].endswith("models")
    ]
    return [importlib.import_module(name) for name in sorted({*names, *_ALSO}) if importlib.util.find_spec(name)]


def models() -> list[type[Base]]:
    """Return every mapped class, in the order in which their tables can be created."""
    model_modules()
    by_table = {str(mapper.class_.__tablename__): mapper.class_ for mapper in Base.registry.mappers}
    return [by_table[table.name] for table in Base.metadata.sorted_tables if table.name in by_table]


def _tables() -> Iterator[str]:
    for table in Base.metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=_DIALECT)).strip()
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=_DIALECT)).strip()


def statements() -> list[str]:
    """Return the whole schema as SQL statements, in order."""
    modules = model_modules()
    found = ["create extension if not exists btree_gist", *_tables()]
    for module in modules:
        found += [statement.strip() for statement in getattr(module, "DDL", ())]
    for model in models():
        security = security_of(model)
        found += statements_of(security) if security else [f"grant select on {model.__tablename__} to handrail_app"]
    found.append("grant select on alembic_version to handrail_app, handrail_migrate, handrail_relay, handrail_admin")
    return [_trimmed(statement) for statement in found]


def _trimmed(statement: str) -> str:
    return "\n".join(line.rstrip() for line in statement.replace("\t", "  ").splitlines() if line.strip())


def revision() -> str:
    """Return the text of the foundation's revision file."""
    body = "\n".join(f'    r"""\n{statement}\n""",' for statement in statements())
    tables = "\n".join(f'    "{table.name}",' for table in reversed(Base.metadata.sorted_tables))
    return f'''"""foundation: every table of the first release, its policies and grants.

Written by `make migration` from the models; frozen with the first release.
"""

from alembic import op
from sqlalchemy import text

revision = "20261122_0001"
down_revision = None
branch_labels = None
depends_on = None

UP = (
{body}
)
TABLES = (
{tables}
)


def upgrade() -> None:
    """Create everything."""
    for statement in UP:
        op.execute(text(statement.replace(":", "\\\\:")))


def downgrade() -> None:
    """Drop everything; tests only."""
    op.execute("drop function if exists who_is(text, bytea, timestamptz, date)")
    op.execute("drop function if exists resolve_credential(text, bytea)")
    op.execute("drop function if exists end_read_log(timestamptz)")
    op.execute("drop function if exists erase_item(uuid), shred_records(uuid, uuid, text)")
    op.execute("drop function if exists is_held(uuid, uuid)")
    for table in TABLES:
        op.execute(f"drop table if exists {{table}} cascade")
    op.execute("drop function if exists name_the_case(), rename_the_cases()")
    op.execute("drop function if exists keep_what_was_decided(), keep_what_was_asked_for()")
'''


def write() -> None:
    """Write the revision file."""
    FOUNDATION.write_text(revision(), "utf-8")


if __name__ == "__main__":
    write()
