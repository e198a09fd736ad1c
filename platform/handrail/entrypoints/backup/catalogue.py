"""What tables there are, asked of the database itself: a table that no model knows any more is backed up too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, Final, TypeAlias

import psycopg
from psycopg import sql

Connection: TypeAlias = psycopg.Connection[Any]
NOT_DATA: Final = frozenset({"alembic_version"})
KEY_TABLES: Final = frozenset({"tenant_key", "data_key"})
"""The wrapped keys: without them nothing confided can be read, so they are kept apart and not as long."""

_COLUMNS: Final = """
select c.relname, array_agg(a.attname::text order by a.attnum)
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
group by c.relname
"""
_POINTS_AT: Final = """
select f.conrelid::regclass::text, f.confrelid::regclass::text from pg_constraint f
where f.contype = 'f' and f.connamespace = 'public'::regnamespace and f.conrelid <> f.confrelid
"""
_SEQUENCES: Final = "select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace"


@dataclass(frozen=True, slots=True)
class Table:
    """A table and those of its columns that hold what cannot be computed again."""

    name: str
    columns: tuple[str, ...]

    def copy(self, direction: str) -> sql.Composed:
        """Return the COPY statement; `direction` is ``to stdout`` or ``from stdin``."""
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL("copy public.{} ({}) {}").format(
            sql.Identifier(self.name), columns, sql.SQL("to stdout" if direction == "to stdout" else "from stdin")
        )


def tables(connection: Connection) -> list[Table]:
    """Return all tables with data, each after those it points at."""
    if connection.execute(_SEQUENCES).fetchone():
        raise NotImplementedError("There is a sequence, whose value no backup would hold: identity is uuid7 here.")
    columns = {name: tuple(found) for name, found in connection.execute(_COLUMNS) if name not in NOT_DATA}
    points_at: dict[str, set[str]] = {}
    for table, other in connection.execute(_POINTS_AT).fetchall():
        points_at.setdefault(table, set()).add(other)
    return [Table(name, columns[name]) for name in ordered(columns, points_at)]


def ordered(names: Mapping[str, Any], points_at: Mapping[str, set[str]]) -> Sequence[str]:
    """Return the names so that each comes after those it points at, otherwise by name; raises CycleError."""
    sorter = TopologicalSorter({name: sorted(points_at.get(name, ())) for name in sorted(names)})
    return list(sorter.static_order())


def revision(connection: Connection) -> str | None:
    """Return the revision of the schema; None before the first."""
    if connection.execute("select to_regclass('public.alembic_version')").fetchone() == (None,):
        return None
    row = connection.execute("select version_num from public.alembic_version").fetchone()
    return str(row[0]) if row else None
