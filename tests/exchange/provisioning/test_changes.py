"""The difference between files and store: nothing twice, roles end, published frameworks stay."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.exchange.provisioning.changes import Fields, Kind, Ref, Verb, diff, rows_of
from handrail.exchange.provisioning.reading import read_tenant

Write = Callable[..., Path]
TODAY = date(2026, 11, 20)


def test_an_empty_store_gets_every_row_in_an_order_in_which_it_can_be_made(write: Write) -> None:
    rows = rows_of(read_tenant(write()))
    changes = diff(rows, {}, TODAY)
    assert {change.verb for change in changes} == {Verb.CREATE}
    assert {change.ref for change in changes} == rows.keys()
    kinds = [list(Kind).index(change.ref.kind) for change in changes]
    assert kinds == sorted(kinds)


def test_what_is_there_already_is_no_change(write: Write) -> None:
    rows = rows_of(read_tenant(write()))
    assert diff(rows, rows, TODAY) == []


def test_a_changed_value_is_told_with_before_and_after(write: Write) -> None:
    before = rows_of(read_tenant(write()))
    after = rows_of(read_tenant(write(employer=('job_title = "Planner"', 'job_title = "Dispatcher"'))))
    (change,) = diff(after, before, TODAY)
    assert (change.verb, change.ref) == (Verb.CHANGE, Ref(Kind.EMPLOYMENT, "Q-1", "quay"))
    assert change.fields == {"job_title": ("Planner", "Dispatcher")}


def test_a_role_that_the_files_no_longer_name_ends_today_before_anything_is_granted(write: Write) -> None:
    before = rows_of(read_tenant(write()))
    after = rows_of(read_tenant(write(('role = "auditor"', 'role = "privacy_officer"'))))
    ended, granted = diff(after, before, TODAY)
    assert (ended.verb, ended.ref.key) == (Verb.END, "otto auditor 2025-01-01")
    assert ended.fields == {"until": (None, TODAY)}
    assert (granted.verb, granted.ref.key) == (Verb.CREATE, "otto privacy_officer 2025-01-01")


def test_a_role_that_ended_before_today_is_left_in_peace(write: Write) -> None:
    rows = rows_of(read_tenant(write()))
    past = {**rows, Ref(Kind.MEMBERSHIP, "otto support 2024-01-01"): {"until": date(2026, 11, 19)}}
    assert diff(rows, past, TODAY) == []


def test_people_and_roles_that_came_by_another_door_are_left_alone(write: Write) -> None:
    rows = rows_of(read_tenant(write()))
    others: dict[Ref, Fields] = {
        Ref(Kind.PERSON, "guest"): {"name": "Guest"},
        Ref(Kind.MEMBERSHIP, "guest provider 2025-01-01"): {"until": None},
        Ref(Kind.EMPLOYMENT, "Q-9", "quay"): {"person": "guest"},
    }
    assert diff(rows, {**rows, **others}, TODAY) == []


@pytest.mark.rule("FRW-2")
def test_a_published_framework_changed_under_its_number_is_refused(write: Write) -> None:
    before = rows_of(read_tenant(write()))
    after = rows_of(read_tenant(write(framework="[intervals]\ncall_within_days = 6\n")))
    (change,) = diff(after, before, TODAY)
    assert change.verb is Verb.REFUSE
    assert "FRW-2" in change.reason
    assert "version 1 of quay" in change.reason


@pytest.mark.rule("FRW-2")
def test_a_changed_framework_with_a_new_number_is_a_new_version(write: Write) -> None:
    before = rows_of(read_tenant(write()))
    changed = write(employer=("number = 1", "number = 2"), framework="[intervals]\ncall_within_days = 6\n")
    (change,) = diff(rows_of(read_tenant(changed)), before, TODAY)
    assert (change.verb, change.ref) == (Verb.CREATE, Ref(Kind.FRAMEWORK, "2", "quay"))


ROWS = st.dictionaries(
    st.builds(Ref, st.sampled_from([Kind.PERSON, Kind.SITE, Kind.EMPLOYER]), st.sampled_from("abc"), st.just("")),
    st.fixed_dictionaries({"name": st.sampled_from("xyz")}),
)


@given(ROWS, ROWS)
def test_after_the_changes_there_is_nothing_left_to_change(
    declared: dict[Ref, dict[str, str]], stored: dict[Ref, dict[str, str]]
) -> None:
    done = {ref: dict(fields) for ref, fields in stored.items()}
    for change in diff(declared, stored, TODAY):
        done.setdefault(change.ref, {}).update({name: after for name, (_before, after) in change.fields.items()})
    assert diff(declared, done, TODAY) == []
