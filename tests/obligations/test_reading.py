"""What the engine refuses, and that it names the item."""

from typing import Any

import pytest

from handrail.obligations.reading import read_case
from handrail.sdk import Citation, FactsError, Jurisdiction, Rule

XX = Jurisdiction(
    code="xx",
    label="Test",
    rules=(Rule(id="xx.a", title="A", owed_by="hr", source=Citation(act="An act"), confidence="low"),),
)
STARTED = {"date": "2026-01-05", "type": "absence_started"}


def case(*events: object, **more: object) -> dict[str, object]:
    return {"jurisdiction": "xx", "events": list(events), **more}


def refused(document: object) -> str:
    with pytest.raises(FactsError) as refusal:
        read_case(document, {"xx": XX})
    return str(refusal.value)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "a case: expected an object, not list"),
        ({"events": []}, "unknown jurisdiction None: known are xx"),
        ({"jurisdiction": "atlantis", "events": []}, "unknown jurisdiction 'atlantis': known are xx"),
        ({"jurisdiction": ["xx"], "events": []}, "unknown jurisdiction ['xx']"),
        ({"jurisdiction": "xx"}, "events: expected a list of events"),
        (case(asof="2026-01-01"), "unknown key 'asof'"),
        (case(as_of="tomorrow"), "as_of: expected a date"),
        (case(params={"holiday": []}), "unknown parameter 'holiday'"),
        (case(params=[]), "params: expected an object"),
        (case(params={"holidays": "2026-01-01"}), "params, holidays: expected a list of dates"),
        (case(params={"holidays": ["2026-01-01", "x"]}), "params, holidays[1]: expected a date"),
        (case("x"), "events[0]: expected an object, not str"),
        (case(STARTED, {"date": "2026-01-06", "type": "absense"}), "events[1]: unknown event type 'absense'"),
        (case({"date": "2026-01-06"}), "events[0]: unknown event type None"),
        (case({"type": "absence_started"}), "events[0] absence_started: the date is missing"),
        (case({"type": "absence_started", "date": None}), "events[0] absence_started, date: expected a date"),
        (case({"type": "absence_started", "date": "2026-02-30"}), "there is no day 2026-02-30"),
        (case({**STARTED, "percent": 120}), "events[0] absence_started, percent: expected at most 100"),
        (case({**STARTED, "cause": 3}), "events[0] absence_started, cause: expected text, not 3"),
        (case(STARTED, {"date": "2026-02-01", "type": "wait_extended"}), "events[1] wait_extended: until is missing"),
        (case(STARTED, {"date": "2026-02-01", "type": "act_done"}), "events[1] act_done: rule is missing"),
        (case(STARTED, {"date": "2026-02-01", "type": "act_done", "rule": "xx.b"}), "unknown rule 'xx.b'"),
        (case(STARTED, {"date": "2026-02-01", "type": "act_done", "rule": "support.b"}), "unknown rule 'support.b'"),
        (case(STARTED, {"date": "2026-02-01", "type": "act_done", "rule": "xx.a", "spell": 2}), "there is no spell 2"),
        (case({"date": "2026-01-12", "type": "recovered"}), "recovered on 2026-01-12: no absence is open"),
        (case(STARTED, {"date": "2026-01-05", "type": "recovered"}), "recovered on 2026-01-05: the first day fit"),
    ],
)  # fmt: skip
def test_a_fault_names_the_item(document: object, message: str) -> None:
    assert message in refused(document)


def test_any_known_event_is_accepted_and_an_act_of_another_jurisdiction_too() -> None:
    elsewhere: list[dict[str, Any]] = [
        {"date": "2026-01-06", "type": "bem_closed"},
        {"date": "2026-01-07", "type": "act_done", "rule": "de.bem_offer"},
        {"date": "2026-01-08", "type": "act_done", "rule": "xx.a", "by": "hr", "note": "an extra field stays"},
    ]
    facts, _jurisdiction = read_case(case(STARTED, *elsewhere), {"xx": XX})
    assert [event.type for event in facts.events] == ["absence_started", "bem_closed", "act_done", "act_done"]


def test_the_events_keep_the_order_in_which_they_were_given() -> None:
    facts, _jurisdiction = read_case(case({"date": "2026-01-12", "type": "recovered"}, STARTED), {"xx": XX})
    assert [event.type for event in facts.events] == ["recovered", "absence_started"]
    assert [event.type for event in facts.chronological] == ["absence_started", "recovered"]


def test_as_of_and_params_may_be_left_out_or_null() -> None:
    for more in ({}, {"as_of": None, "params": None}):
        facts, _jurisdiction = read_case(case(STARTED, **more), {"xx": XX})
        assert (facts.as_of, facts.params) == (None, {})
