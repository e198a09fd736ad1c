"""How a plugin stands: the rules of switching, settings and what was agreed to."""

from typing import Any

import pytest

from handrail.extensions.declared_settings import read_settings
from handrail.extensions.manifest import Manifest
from handrail.extensions.standing import (
    Active,
    Known,
    Row,
    Standing,
    State,
    effective_grants,
    effective_settings,
    effective_state,
    may_switch_off,
)

OFF, DRAINING, ON = State.OFF, State.DRAINING, State.ON


def known(*, scope: Any = "tenant", statutory: bool = False, allowed: tuple[str, ...] = (), **more: Any) -> Known:
    return Known(
        manifest=Manifest(name="p", api=1, title="P", scope=scope, **more),
        statutory=statutory,
        allowed=frozenset(allowed),
    )


def test_a_plugin_nobody_switched_on_is_off_and_a_jurisdiction_is_on() -> None:
    assert effective_state(known(), None, None, at_employer=True) is OFF
    assert effective_state(known(statutory=True), None, None, at_employer=True) is ON
    assert effective_state(known(statutory=True), Row(state=DRAINING), None, at_employer=True) is DRAINING


def test_the_consultancys_row_is_all_where_the_scope_is_the_consultancy() -> None:
    assert effective_state(known(), Row(state=ON), Row(state=OFF), at_employer=True) is ON


@pytest.mark.parametrize(
    ("tenant", "default", "employer", "expected"),
    [
        (ON, False, None, OFF),
        (ON, True, None, ON),
        (ON, False, ON, ON),
        (ON, True, OFF, OFF),
        (ON, True, DRAINING, DRAINING),
        (DRAINING, False, ON, DRAINING),
        (DRAINING, False, OFF, OFF),
        (OFF, True, ON, OFF),
    ],
)
def test_at_a_client_organisation_both_have_to_be_on(
    tenant: State, default: object, employer: State | None, expected: State
) -> None:
    row = Row(state=employer) if employer else None
    chosen = Row(state=tenant, employers_default=bool(default))
    assert effective_state(known(scope="employer"), chosen, row, at_employer=True) is expected
    assert effective_state(known(scope="employer"), chosen, row, at_employer=False) is tenant


SETTINGS = read_settings(
    [
        {"key": "region", "kind": "choice", "choices": ["eu", "uk"], "label": "Region", "default": "eu"},
        {"key": "sender", "kind": "text", "label": "Sender", "per_employer": True, "was": "sent_from"},
        {"key": "api_key", "kind": "secret", "label": "Key", "per_employer": True},
    ]
)


def settings(tenant: dict[str, Any] | None, employer: dict[str, Any] | None) -> dict[str, Any]:
    manifest = known(scope="employer", settings=SETTINGS).manifest
    rows = [Row(state=ON, settings=values) if values is not None else None for values in (tenant, employer)]
    return dict(effective_settings(manifest, rows[0], rows[1]))


def test_settings_are_the_defaults_then_the_consultancys_then_the_employers_own() -> None:
    assert settings(None, None) == {"region": "eu"}
    assert settings({"region": "uk", "sender": "us"}, None) == {"region": "uk", "sender": "us"}
    assert settings({"sender": "us"}, {"sender": "them"}) == {"region": "eu", "sender": "them"}


def test_an_employer_sets_nothing_but_what_is_its_to_set() -> None:
    assert settings({"region": "eu"}, {"region": "uk"}) == {"region": "eu"}


def test_a_renamed_setting_keeps_its_value_and_an_unknown_or_secret_one_is_left_out() -> None:
    assert settings({"sent_from": "us", "gone": 1, "api_key": "x"}, None) == {"region": "eu", "sender": "us"}
    assert settings({"sent_from": "old", "sender": "new"}, None) == {"region": "eu", "sender": "new"}


def test_what_a_plugin_may_touch_is_declared_and_allowed_and_agreed_to() -> None:
    asks = {"store": "Remember", "document.read": "Send", "case.read": "New in this release"}
    plugin = known(capabilities=asks, allowed=("store", "document.read", "case.read"))
    agreed = Row(
        state=ON, grants={"store": "Remember", "document.read": "Send", "notify.send": "Not declared any more"}
    )
    assert effective_grants(plugin, agreed) == {"store", "document.read"}
    assert effective_grants(plugin, None) == frozenset()
    assert effective_grants(known(capabilities=asks, allowed=("store",)), agreed) == {"store"}


def test_a_statutory_plugin_with_open_absences_is_drained_and_not_switched_off() -> None:
    assert not may_switch_off(known(statutory=True), open_under_it=1)
    assert may_switch_off(known(statutory=True), open_under_it=0)
    assert may_switch_off(known(), open_under_it=7)


def test_draining_runs_and_begins_nothing_and_quarantine_does_neither() -> None:
    standings = {
        "on": Standing(state=ON), "draining": Standing(state=DRAINING), "off": Standing(state=OFF),
        "held": Standing(state=ON, quarantined=True),
    }  # fmt: skip
    active = Active(standings)
    assert [name for name in [*standings, "unknown"] if active.has(name)] == ["on"]
    assert [name for name in [*standings, "unknown"] if active.runs(name)] == ["on", "draining"]
