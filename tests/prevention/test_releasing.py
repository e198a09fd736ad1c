"""Themes are released by rule from what workers told under a consent that stands (OAP-1, OAP-2)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, insert, select
from tests.prevention.worlds import AUTUMN, SPRING, SUMMER, Place, telling

from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.plans.models import WorkAspect
from handrail.plans.rules.codes import AspectCategory, Effect
from handrail.prevention.commands.releasing import release_due
from handrail.prevention.models import PreventionAction, Theme, ThemeQuestion, ThemeRelease
from handrail.prevention.rules.quarters import Quarter

pytestmark = pytest.mark.usefixtures("database")
WINTER = Quarter(SPRING.number - 1)
WORKLOAD = ("workload", "hinders")


@pytest.mark.rule("OAP-1")
@pytest.mark.rule("OAP-2")
def test_a_theme_is_what_enough_workers_told_and_holds_nothing_that_leads_to_them() -> None:
    place = telling(Place.found())
    assert place.release(SPRING)
    assert place.themes() == [(*WORKLOAD, WINTER, SPRING, 5)]
    kept = {column.name for model in (Theme, ThemeQuestion, ThemeRelease) for column in model.__table__.columns}
    assert not kept & {"subject_id", "case_id", "employment_id", "person_id", "department_id", "consent_id"}


@pytest.mark.rule("OAP-2")
def test_one_worker_less_and_nothing_is_shown() -> None:
    place = telling(Place.found(), of_first=2, of_second=2)
    place.release(SPRING)
    assert place.themes() == []


@pytest.mark.rule("OAP-2")
def test_one_department_alone_is_not_shown() -> None:
    place = telling(Place.found(), of_first=7, of_second=2)
    place.release(SPRING)
    assert place.themes() == []


@pytest.mark.rule("OAP-2")
@pytest.mark.rule("CON-7")
def test_who_takes_the_consent_back_counts_for_no_theme() -> None:
    place = telling(Place.found())
    place.takes_back(0)
    place.takes_back(8)
    place.release(SPRING)
    assert place.themes() == []


def test_somebody_who_tells_twice_is_one_worker() -> None:
    place = Place.found()
    workers = [place.takes_part(number % 2) for number in range(16)]
    for worker in workers[:4] * 3:
        place.tells(worker, date(2026, 5, 4))
    place.write()
    place.release(SPRING)
    assert place.themes() == []


def test_who_does_not_take_part_any_more_counts_in_no_quarter_after() -> None:
    place = Place.found()
    for number in range(16):
        worker = place.takes_part(number % 2, until=date(2026, 3, 31) if number < 6 else None)
        place.tells(worker, date(2026, 5, 4)) if number < 6 else None
    place.write()
    place.release(SPRING)
    assert place.themes() == []


@pytest.mark.rule("OAP-2")
def test_a_quarter_is_released_once_and_the_next_one_begins_anew() -> None:
    place = telling(Place.found())
    assert place.release(SPRING)
    assert not place.release(SPRING)
    assert place.release(SUMMER)
    assert len(place.themes()) == 1


@pytest.mark.rule("OAP-2")
def test_what_was_held_back_is_added_to_once_many_could_have_told_again() -> None:
    place = telling(Place.found(), of_first=2, of_second=2)
    for department in (0, 1):
        place.tells(department * 8 + 7, date(2026, 8, 3))
    with tenant_session(engine_context(place.tenant_id)) as session:
        session.execute(insert(WorkAspect.__table__), place.told[-2:])
    place.release(SPRING)
    assert place.themes() == []
    place.release(SUMMER)
    assert place.themes() == [(*WORKLOAD, WINTER, SUMMER, 5)]


@pytest.mark.rule("OAP-2")
def test_nothing_is_asked_where_too_few_could_have_told_since() -> None:
    place = Place.found()
    for number in range(16):
        worker = place.takes_part(number % 2, until=date(2026, 6, 30) if number else None)
        place.tells(worker, date(2026, 5, 4) if number else date(2026, 8, 3)) if number < 5 else None
    place.write()
    place.release(SPRING)
    place.release(SUMMER)
    place.release(AUTUMN)
    assert place.themes() == []
    with tenant_session(engine_context(place.tenant_id)) as session:
        asked = session.execute(select(ThemeQuestion.until_on, func.count()).group_by(ThemeQuestion.until_on)).all()
    assert asked == [(SPRING.last_day, len(AspectCategory) * len(Effect))]


def test_the_job_releases_the_quarter_that_is_over_for_everybody_once() -> None:
    place = telling(Place.found())
    other = telling(Place.found(place.tenant_id), of_first=0, of_second=0)
    with clock.frozen(datetime(2026, 7, 2, tzinfo=UTC)), tenant_session(engine_context(place.tenant_id)) as session:
        assert release_due(session, place.tenant_id, clock.today()) == 2
        assert release_due(session, place.tenant_id, clock.today()) == 0
    assert len(place.themes()) == 1
    assert other.themes() == []


@pytest.mark.rule("OAP-2")
def test_another_client_organisation_and_other_roles_read_nothing() -> None:
    place = telling(Place.found())
    place.release(SPRING)
    elsewhere = Place.found(place.tenant_id)
    models = (Theme, ThemeRelease, ThemeQuestion, PreventionAction)

    def seen(where: Place, role: Role) -> list[int]:
        with tenant_session(where.actor(role).context(read_only=True)) as session:
            return [session.scalar(select(func.count()).select_from(model)) or 0 for model in models]

    assert seen(place, Role.COMMITTEE) == [1, 1, 0, 0]
    assert seen(place, Role.HR) == [0, 0, 0, 0]
    assert seen(elsewhere, Role.COMMITTEE) == [0, 0, 0, 0]
