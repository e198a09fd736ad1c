"""A city that stands: its servers run, and it was built with the schema that this tree has."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.city.building import City, build
from tests.bench.city.scale import Scale

from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit import migrations, roles
from handrail.kit.draft import FOUNDATION
from handrail.kit.settings import Settings, configure

ROOT: Final = Path(__file__).parents[3]
LOADING: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "1GB"}
"""Nobody minds losing a city in a power cut."""
_KEPT: Final = "city.json"


@dataclass(frozen=True, slots=True)
class Standing:
    """The city with its servers."""

    city: City
    servers: EmbeddedServers
    settings: Settings


@contextmanager
def standing(folder: Path, scale: Scale) -> Iterator[Standing]:
    """Start the city in this state folder, and build it first where there is none yet.

    Raises FileExistsError where the folder holds one of another scale or schema: remove it.
    """
    servers = EmbeddedServers(folder, LOADING)
    try:
        servers.start()
        settings = Settings(
            state_dir=folder,
            tenants_dir=ROOT / "tenants",
            connections=servers.connections(),
            given_public_url="http://localhost:8080",
        )
        configure(settings)
        yield Standing(_city(folder, servers, scale), servers, settings)
    finally:
        servers.stop()


def _city(folder: Path, servers: EmbeddedServers, scale: Scale) -> City:
    kept, schema = folder / _KEPT, hashlib.sha256(FOUNDATION.read_bytes()).hexdigest()
    if kept.exists():
        city = City.load(kept)
        if (city.schema, city.scale) != (schema, scale.plain()):
            raise FileExistsError(f"{folder} holds a city of another schema or scale: remove it.")
        return city
    migrations.upgrade(servers.connections().migrate or "")
    city = build(servers.postgres.url(database=roles.DATABASE), scale)
    city.schema = schema
    city.save(kept)
    return city
