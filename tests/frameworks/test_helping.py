"""Whom to call now, on every page: the numbers of the place where somebody works."""

import pytest
from flask import Flask
from sqlalchemy import update
from tests.builders import World, build_world, sign_in

from handrail.extensions.registry import registry
from handrail.frameworks.helping import numbers_of
from handrail.kit.codes import Role
from handrail.tenancy.models import Site


@pytest.mark.parametrize(
    ("code", "phone"), [("nl", "112"), ("uk", "999"), ("au_nsw", "000"), ("nz", "111"), ("us", "911"), ("ca_qc", "911")]
)
@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_first_number_is_the_one_for_danger(code: str, phone: str, language: str) -> None:
    first = numbers_of(code, language)[0]
    assert (first.phone, first.href) == (phone, f"tel:{phone}")
    assert first.what


def test_every_jurisdiction_that_is_loaded_has_one() -> None:
    assert [code for code in registry().jurisdictions if not numbers_of(code, "en")] == []


@pytest.mark.rule("FRW-4")
def test_a_worker_sees_the_numbers_of_where_they_work_on_every_page(app: Flask, database: object) -> None:
    del database
    world = build_world()
    assert "tel:112" in help_of(app, world)
    with world.engine() as session:
        session.execute(update(Site).where(Site.tenant_id == world.tenant_id).values(jurisdiction="au_nsw"))
    found = help_of(app, world)
    assert "tel:000" in found
    assert "tel:131114" in found
    assert "tel:112" not in found


def help_of(app: Flask, world: World) -> str:
    client = app.test_client()
    sign_in(client, world, Role.WORKER)
    return client.get("/account").text.partition('id="help"')[2].partition("</section>")[0]
