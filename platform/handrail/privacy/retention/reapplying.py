"""What ended after a backup was taken ends once more when that backup is restored (PRI-2).

Which things these are is told by the files beside the seals, which no restore of the database takes back. Runs inside
the restore's own transaction, as the owner of the tables: either all of it is there and ended, or nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias
from uuid import UUID

import psycopg

from handrail.audit.rules.seals import public_key
from handrail.kit.settings import SettingError, settings
from handrail.privacy.retention import ending
from handrail.privacy.retention.certificates import Ended, ErasureFolder
from handrail.privacy.retention.codes import Kind

Connection: TypeAlias = psycopg.Connection[Any]

_ENGINE: Final = "set local app.scope = 'engine'"  # who gives a person another name sees all of their cases
_SHRED: Final = "select shred_records(%(tenant)s, %(about)s, %(kind)s)"
_DROP_KEY: Final = "delete from data_key where tenant_id = %(tenant)s and id = %(key)s"


@dataclass(frozen=True, slots=True)
class Reapplied:
    """How many runs had ended something after the backup, and how many things that were."""

    runs: int
    ended: int


def reapply(
    connection: Connection, data_as_of: datetime, keys_as_of: datetime, trusted: Collection[bytes]
) -> Reapplied:
    """End again what ended after the data, or the keys, were backed up; `trusted` signed the backup.

    Raises SettingError where a file is damaged or not signed by a key that is trusted: what it ended is not known then.
    """
    runs = ended = 0
    believed = [*trusted, *_own()]
    tenants = connection.execute("select id from tenant order by id").fetchall()
    connection.execute(_ENGINE)
    for (tenant_id,) in tenants:
        for at, things in _statements(settings().seals_dir, tenant_id, believed):
            if at > data_as_of:
                _end(connection, tenant_id, things)
            elif at > keys_as_of:
                _drop_keys(connection, tenant_id, things)
            else:
                continue
            runs, ended = runs + 1, ended + len(things)
    return Reapplied(runs, ended)


def _own() -> list[bytes]:
    try:
        return [public_key(settings().seal_key)]
    except SettingError:
        return []


def _statements(root: Path, tenant_id: UUID, trusted: Collection[bytes]) -> list[tuple[datetime, list[Ended]]]:
    try:
        return [(each.at, list(each.ended)) for each in ErasureFolder(root, tenant_id).statements(trusted)]
    except ValueError as problem:
        raise SettingError(
            f"{problem}\nIt says what was erased after this backup. Put your copy of it back before you restore, or "
            "what was erased would be readable again."
        ) from problem


def _end(connection: Connection, tenant_id: UUID, things: list[Ended]) -> None:
    for each in things:
        if each.kind is Kind.PERSON:
            for statement in ending.FORGET_PERSON:
                connection.execute(statement.encode(), {"tenant": tenant_id, "person": each.about_id})
            continue
        values = {"tenant": tenant_id, "about": str(each.about_id), "kind": each.kind.value}
        connection.execute(_SHRED, {**values, "about": each.about_id})
        connection.execute(ending.FORGET_WORK, values)
        connection.execute(ending.FORGET_MESSAGES, values)
    connection.execute(ending.FORGET_ANSWERS, {"tenant": tenant_id, "before": datetime.max.replace(tzinfo=UTC)})


def _drop_keys(connection: Connection, tenant_id: UUID, things: list[Ended]) -> None:
    for each in things:
        if each.key_id is not None:
            connection.execute(_DROP_KEY, {"tenant": tenant_id, "key": each.key_id})
