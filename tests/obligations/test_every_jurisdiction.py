"""Every jurisdiction that is loaded, in the program itself: an absence there has its dates, and its pages open."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select
from tests.builders import World, absence_fact, build_world, sign_in, start_absence

from handrail.extensions.registry import registry
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations import projection
from handrail.obligations.models import Obligation
from handrail.web.checks import assert_well_formed

NEEDS_MORE = frozenset({"us", "au_nsw", "au_vic", "ca_on"})
"""Where an absence alone asks nothing: a leave that is asked for, or an injury, does."""


@pytest.mark.rule("ACC-2")
@pytest.mark.parametrize("code", sorted(registry().jurisdictions))
def test_an_absence_has_its_dates_and_every_page_of_it_opens(app: Flask, database: object, code: str) -> None:
    del database
    world = build_world(jurisdiction=code)
    start_absence(world, days_ago=60)
    reconcile(world)
    found = {each.rule for each in on_file(world) if each.rule.startswith(f"{code}.")}
    assert found or code in NEEDS_MORE
    for role, paths in PAGES.items():
        client = app.test_client()
        sign_in(client, world, role)
        for path in paths:
            answer = client.get(path.format(world.employment_id))
            assert answer.status_code == 200, (code, role, path)
            assert_well_formed(answer.text)
    absence_fact(world, "recovered", clock.today() - dt.timedelta(days=1))
    reconcile(world)


def reconcile(world: World) -> None:
    with world.engine() as session:
        projection.reconcile(session, world.system(), world.employment_id)


def on_file(world: World) -> list[Obligation]:
    with world.engine() as session:
        return list(session.scalars(select(Obligation).where(Obligation.tenant_id == world.tenant_id)))


PAGES = {
    Role.HR: ("/obligations", "/employments/{}/law", "/employments/{}/what-if"),
    Role.WORKER: ("/my-return/dates", "/employments/{}/law"),
}
