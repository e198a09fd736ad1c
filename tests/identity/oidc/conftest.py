"""Two providers and a consultancy for each test module of sign-on."""

from collections.abc import Iterator

import pytest
import redis
from flask import Flask
from tests.builders import World, build_world
from tests.identity.oidc.hostile import HostileProvider, RSAKey, rsa
from tests.identity.oidc.journeys import Browser, allow

from handrail.identity.oidc import provider as clients
from handrail.kit.settings import Settings, configure


@pytest.fixture(scope="session")
def first_key() -> RSAKey:
    return rsa()


@pytest.fixture(scope="session")
def second_key() -> RSAKey:
    return rsa()


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    return build_world()


@pytest.fixture
def provider(database: Settings, valkey: redis.Redis, first_key: RSAKey) -> Iterator[HostileProvider]:  # noqa: ARG001 - counts from nothing
    with HostileProvider(key=first_key) as running:
        allow(database, running.host)
        yield running
        configure(database)
        clients._clients.clear()  # noqa: SLF001 - ports come back, and with them the keys of before


@pytest.fixture
def other_provider(database: Settings, provider: HostileProvider, second_key: RSAKey) -> Iterator[HostileProvider]:
    with HostileProvider(key=second_key) as running:
        allow(database, provider.host, running.host)
        yield running


@pytest.fixture
def browser(app: Flask, world: World) -> Browser:
    return Browser(app, world)
