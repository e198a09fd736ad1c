"""Invented people and feeds: the same for everybody, whatever the machine, and no more alike than chance."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.exchange.provisioning.chance import share, weighted
from handrail.exchange.provisioning.feed import COLUMNS, absence_feed, to_csv
from handrail.exchange.provisioning.files import (
    EmployerFile,
    FeedTable,
    GenerateTable,
    NamedTable,
    SiteTable,
    StoryTable,
)
from handrail.exchange.provisioning.generate import Invented, invent
from handrail.exchange.provisioning.names import languages, names
from handrail.exchange.provisioning.spec import EmployerSpec, SiteSpec
from handrail.frameworks.rules import Layer, LayerDocument
from handrail.kit.i18n import LOCALES

FILE = EmployerFile(
    name="Quay (Demo)",
    locale="nl",
    since=date(2025, 1, 1),
    sites={"a": SiteTable(name="A", jurisdiction="nl", time_zone="Europe/Amsterdam")},
    departments={"x": NamedTable(name="X"), "y": NamedTable(name="Y")},
)


def population(workers: int, seed: str = "quay") -> Invented:
    wanted = GenerateTable(
        seed=seed, workers=workers, key_prefix="Q-", languages={"nl": 8, "en": 2}, hired_before=date(2026, 1, 1)
    )
    return invent("quay", FILE, wanted)


def employer(workers: int, feed: FeedTable | None = None) -> EmployerSpec:
    invented = population(workers)
    return EmployerSpec(
        key="quay",
        name=FILE.name,
        locale="nl",
        since=FILE.since,
        sites=(SiteSpec(key="a", name="A", jurisdiction="nl", time_zone="Europe/Amsterdam"),),
        departments=(),
        teams=invented.teams,
        employments=invented.employments,
        framework=LayerDocument(Layer.EMPLOYER, "quay", {}),
        feed=feed or FeedTable(seed="f"),
        publication=None,
    )


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert population(50) == population(50)
    assert [one.name for one in population(50).people] != [one.name for one in population(50, "other").people]


@given(st.integers(1, 60), st.integers(1, 60))
def test_more_workers_change_nobody_who_was_there(some: int, more: int) -> None:
    fewer, bigger = population(some), population(some + more)
    assert bigger.people[:some] == fewer.people
    assert [worker.key for worker in bigger.employments[:some]] == [worker.key for worker in fewer.employments]
    assert bigger.employments[:some] == fewer.employments


@given(st.integers(1, 120))
def test_everybody_but_the_heads_answers_to_a_colleague_of_the_same_department(workers: int) -> None:
    found = population(workers)
    by_person = {worker.person: worker for worker in found.employments}
    without = [worker for worker in found.employments if worker.supervisor is None]
    assert 1 <= len(without) <= 2
    for worker in found.employments:
        if worker.supervisor is not None:
            boss = by_person[worker.supervisor]
            assert boss.person != worker.person
            assert boss.department == worker.department
    assert {team.supervisor for team in found.teams} <= by_person.keys()
    assert len({worker.key for worker in found.employments}) == workers


def test_there_are_names_for_every_language_people_can_choose() -> None:
    assert languages() == set(LOCALES)
    for language in languages():
        for kind in ("given", "family"):
            known = names(language, kind)
            assert len(known) >= 40
            assert len(set(known)) == len(known)


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_chance_lies_between_nothing_and_one_and_does_not_waver(labels: list[str]) -> None:
    assert 0 <= share(*labels) < 1
    assert share(*labels) == share(*labels)


def test_weights_are_kept_to_within_chance() -> None:
    drawn = [weighted({"nl": 8, "en": 2}, "seed", number) for number in range(2000)]
    assert 0.76 < drawn.count("nl") / 2000 < 0.84


# --- The feed -----------------------------------------------------------------------------------------

DAYS = st.dates(date(2024, 6, 1), date(2026, 12, 31))
OFTEN = FeedTable(seed="f", spells_per_year=3.0, history_days=60)


def test_the_feed_has_the_columns_of_the_generic_profile_and_no_cause() -> None:
    text = to_csv(absence_feed(employer(40), date(2026, 11, 20)))
    lines = text.split("\n")
    assert lines[0] == "absence_id,worker_id,first_day,last_day,expected_days,percent"
    assert lines[-1] == ""
    assert all(line.count(",") == len(COLUMNS) - 1 for line in lines[:-1])


@given(DAYS)
def test_nothing_in_the_feed_lies_in_the_future_and_closed_spells_are_recent(as_of: date) -> None:
    rows = absence_feed(employer(12, OFTEN), as_of)
    assert rows == absence_feed(employer(12, OFTEN), as_of)
    for row in rows:
        assert row.first_day <= as_of
        assert row.first_day.weekday() < 5
        if row.last_day is not None:
            assert row.first_day <= row.last_day < as_of
            assert row.last_day >= as_of - timedelta(days=60)
        if row.expected_days is not None:
            assert row.first_day + timedelta(days=row.expected_days) > as_of


@given(DAYS)
def test_spells_of_one_worker_never_overlap_and_ids_are_unique(as_of: date) -> None:
    rows = absence_feed(employer(8, FeedTable(seed="f", spells_per_year=9.0, history_days=400)), as_of)
    assert len({row.absence_id for row in rows}) == len(rows)
    for worker in {row.worker_id for row in rows}:
        mine = [row for row in rows if row.worker_id == worker]
        for one, following in pairwise(mine):
            assert one.last_day is not None
            assert one.last_day < following.first_day


@given(DAYS, st.integers(1, 90))
def test_a_later_feed_ends_open_spells_and_never_moves_a_first_day(as_of: date, later: int) -> None:
    quay = employer(12, FeedTable(seed="f", spells_per_year=3.0, history_days=400))
    before = {row.absence_id: row for row in absence_feed(quay, as_of)}
    after = {row.absence_id: row for row in absence_feed(quay, as_of + timedelta(days=later))}
    for key, row in before.items():
        if key in after:
            assert after[key].first_day == row.first_day
            assert row.last_day is None or after[key].last_day == row.last_day


@pytest.mark.rule("S1-1")
def test_a_story_is_always_open_and_always_as_old_as_it_says() -> None:
    quay = employer(3, FeedTable(seed="f", stories={"Q-1001": StoryTable(days_before=16, expected_days=60)}))
    for day in range(14):
        as_of = date(2026, 11, 9) + timedelta(days=day)
        (row,) = [row for row in absence_feed(quay, as_of) if row.worker_id == "Q-1001"]
        assert row.last_day is None
        assert 16 <= (as_of - row.first_day).days <= 18
