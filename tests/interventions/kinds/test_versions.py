"""An item over the versions of its type: brought forward, written back, and read when its type is gone."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from tests.interventions.kinds.conftest import ADJUSTMENT, Under

from handrail.extensions.registry import Registry, registry
from handrail.interventions.errors import NotChecked, ReadOnly
from handrail.interventions.kinds import declared
from handrail.interventions.kinds.models import InterventionPart
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid
from handrail.sdk import Field, Finding, InterventionType


def running(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Have another version of the adjustment run, or none where nothing is said."""
    known = registry()
    types = dict(known.interventions)
    if changes:
        types[ADJUSTMENT] = replace(types[ADJUSTMENT], **changes)
    else:
        del types[ADJUSTMENT]
    found: Registry = replace(known, interventions=types)
    monkeypatch.setattr(declared, "registry", lambda: found)


def second_version(**more: Any) -> dict[str, Any]:
    """Return what version 2 changes: `what` is called `measure`, and a note appears in the worker's own."""
    data = registry().interventions[ADJUSTMENT].data
    fields = (
        replace(data[0], key="measure"), *data[1:],
        Field(key="hidden", kind="text", compartment="own", label="Hidden"),
    )  # fmt: skip
    forms = tuple(each for each in registry().interventions[ADJUSTMENT].forms if each.act not in {"begin", "correct"})

    def renamed(old: dict[str, Any]) -> dict[str, Any]:
        rest = {key: value for key, value in old.items() if key != "what"}
        return {**rest, "measure": old.get("what"), "hidden": old.get("what")}

    return {"version": 2, "data": fields, "title": "measure", "forms": forms, "upcasters": {1: renamed}} | more


def stored(under: Under) -> list[tuple[int, dict[str, Any]]]:
    with under.world.engine() as session:
        rows = session.scalars(select(InterventionPart).where(InterventionPart.type == ADJUSTMENT))
        return [(row.type_version, json.loads(row.content)) for row in rows]


def test_an_older_item_is_brought_forward_when_read_and_written_back_when_written(
    under: Under, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = under.begin(Role.WORKER, ADJUSTMENT, what="Later start", kind="hours")
    with monkeypatch.context() as patch:
        running(patch, **second_version())
        seen = under.seen_by(Role.WORKER)[ADJUSTMENT]
        assert (seen["measure"], "what" in seen, "hidden" in seen) == ("Later start", False, False)
        assert stored(under) == [(1, {"what": "Later start", "kind": "hours"})]
        under.correct(Role.COORDINATOR, item, kind="rest")
        assert stored(under) == [(2, {"measure": "Later start", "kind": "rest"})]
    assert under.seen_by(Role.WORKER)[ADJUSTMENT]["measure"] == "Later start"  # read by what version 2 declared
    with pytest.raises(ReadOnly):
        under.correct(Role.COORDINATOR, item, kind="hours")
    with monkeypatch.context() as patch:
        running(patch)  # the plugin is gone
        assert under.seen_by(Role.SUPERVISOR)[ADJUSTMENT]["measure"] == "Later start"
        with pytest.raises(ReadOnly):
            under.move(Role.WORKER, item, "withdraw")


def test_what_a_check_finds_is_refused_and_a_check_that_breaks_lets_nothing_in(
    under: Under, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finds(_context: object, _data: object) -> list[Finding]:
        return [Finding(key="no", message="Not on {day}.", field="what", values={"day": "Monday"})]

    def breaks(_context: object, _data: object) -> list[Finding]:
        raise SystemExit

    def plays(_context: object, data: Any) -> list[Finding]:
        data.values.clear()
        return []

    def begin() -> None:
        under.begin(Role.WORKER, ADJUSTMENT, what="Another", kind="rest")

    with monkeypatch.context() as patch:
        running(patch, check=finds)
        with pytest.raises(Invalid) as refused:
            begin()
        assert [(each.pointer, each.message) for each in refused.value.problems] == [("/what", "Not on Monday.")]
        running(patch, check=breaks)
        with pytest.raises(NotChecked):
            begin()
        running(patch, check=plays)
        begin()
    assert any(values.get("what") == "Another" for _version, values in stored(under))


def test_a_declaration_comes_back_from_what_was_kept_of_it() -> None:
    for kind in declared.all_installed():
        again = declared.from_json(kind.name, json.loads(json.dumps(declared.as_json(kind))))
        assert isinstance(kind.shape, InterventionType)
        for name in ("key", "version", "data", "machine", "permissions", "forms", "measures", "compartment"):
            assert getattr(again.shape, name) == getattr(kind.shape, name), (kind.name, name)
        assert again.texts["nl"]
