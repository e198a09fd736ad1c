"""An obligation in words: what its date means, how it stands, and why, whatever became of the plugin behind it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from markupsafe import Markup

from handrail.extensions.registry import registry
from handrail.kit.codes import Role
from handrail.kit.i18n import use_locale
from handrail.obligations import presenting
from handrail.obligations.models import Obligation, ObligationChange
from handrail.sdk.words import Basis, Confidence, Kind

TODAY = date(2026, 11, 23)
STEPS = [
    {"key": "nl.clock_start", "args": {"date": {"$date": "2026-11-09"}}},
    {"key": "plus_days", "args": {"days": 42}},
    {"key": "due", "args": {"date": {"$date": "2026-12-21"}}},
]


def obligation(**values: Any) -> Obligation:
    given: dict[str, Any] = {
        "rule": "nl.problem_analysis",
        "due_on": date(2026, 12, 21),
        "status": "pending",
        "met_on": None,
        "closed_at": None,
        "owed_by": "occupational_health",
        "kind": "act",
        "tells_cause": False,
        "basis": "statutory",
        "confidence": "high",
        "explanation": STEPS,
        "source": {"act": "An act", "article": "2(2)", "url": "https://example.test/act"},
        "layer": None,
        "stale": False,
    }
    return Obligation(**given | values)


CLOSED = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "state", "due"),
    [
        ({}, "open", "21 Dec 2026"),
        ({"due_on": TODAY}, "now", "Today"),
        ({"status": "due"}, "now", "21 Dec 2026"),
        ({"due_on": date(2026, 11, 20)}, "late", "Was due 20 Nov 2026"),
        ({"due_on": date(2026, 11, 20), "status": "suspended"}, "open", "Was due 20 Nov 2026"),
        ({"status": "met", "met_on": date(2026, 11, 20), "closed_at": CLOSED}, "done", "Done 20 Nov 2026"),
        (
            {"status": "met", "due_on": date(2026, 11, 19), "met_on": date(2026, 11, 20), "closed_at": CLOSED},
            "done",
            "Done 20 Nov 2026, late",
        ),
        ({"status": "dropped", "closed_at": CLOSED}, "done", "Not asked any more"),
        ({"kind": "threshold"}, "open", "From 21 Dec 2026"),
        ({"kind": "threshold", "due_on": TODAY, "status": "due"}, "now", "From 23 Nov 2026"),
        ({"kind": "threshold", "due_on": date(2026, 11, 20), "closed_at": CLOSED}, "done", "Since 20 Nov 2026"),
        ({"kind": "end"}, "open", "Until 21 Dec 2026"),
        ({"kind": "end", "due_on": date(2026, 11, 20), "closed_at": CLOSED}, "done", "Ended 20 Nov 2026"),
        ({"due_on": None}, "open", "No date"),
    ],
)
def test_a_tag_says_how_it_stands_by_what_its_date_means(values: dict[str, Any], state: str, due: str) -> None:
    shown = presenting.show(obligation(**values), TODAY)
    assert (shown.state, shown.due) == (state, due)


@pytest.mark.rule("VOL-3")
@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"owed_by": "worker"}, "mine"),
        ({"owed_by": "hr"}, "others"),
        ({"owed_by": "worker", "due_on": TODAY - timedelta(days=30)}, "mine"),
        ({"owed_by": "worker", "due_on": TODAY + timedelta(weeks=13)}, "mine"),
        ({"owed_by": "worker", "due_on": TODAY + timedelta(weeks=13, days=1)}, "later"),
        ({"owed_by": "hr", "due_on": TODAY + timedelta(weeks=50)}, "later"),
        ({"owed_by": "worker", "kind": "threshold"}, "known"),
        ({"owed_by": "hr", "kind": "end", "due_on": TODAY - timedelta(days=1)}, "known"),
        ({"owed_by": "worker", "due_on": None}, "mine"),
    ],
)
def test_what_a_date_means_for_the_worker(values: dict[str, Any], part: str) -> None:
    assert presenting.part_for_worker(obligation(**values), TODAY) == part


@pytest.mark.rule("VOL-3")
@pytest.mark.parametrize("status", ["pending", "missed"])
def test_that_others_are_late_is_no_alarm_for_the_worker(status: str) -> None:
    def state(owed_by: str, reader: Role) -> str:
        late = obligation(owed_by=owed_by, status=status, due_on=TODAY - timedelta(days=1))
        return presenting.show(late, TODAY, reader=reader).state

    assert (state("hr", Role.WORKER), state("worker", Role.WORKER)) == ("open", "late")
    assert (state("hr", Role.HR), state("worker", Role.HR)) == ("late", "late")


@pytest.mark.rule("ACC-2")
@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("act", "Last day on time"),
        ("threshold", "First day on which it holds"),
        ("end", "Last day of the period"),
        ("of a plugin to come", "Last day on time"),
    ],
)
def test_the_sum_says_what_the_date_means(kind: str, label: str) -> None:
    said, day = presenting.why(obligation(kind=kind))["result"]
    assert said == label
    assert day.endswith("21 December 2026")


@pytest.mark.rule("ACC-2")
def test_a_derivation_is_its_steps_its_date_and_where_the_rule_is_written() -> None:
    why = presenting.why(obligation(), Role.COORDINATOR)
    assert why["facts"] == [("First day of sickness 9 Nov 2026", ""), ("+ 42 days", "")]
    assert why["source"] == Markup('<a href="https://example.test/act" rel="external noreferrer">An act, 2(2)</a>')
    assert (why["basis"], why["confidence"]) == ("Law", "High")


def test_a_source_is_text_where_no_page_is_known_and_never_more_than_a_link() -> None:
    plain = presenting.why(obligation(source={"act": "An <act>", "article": "", "url": ""}))["source"]
    assert (plain, isinstance(plain, Markup)) == ("An <act>", False)
    script = presenting.why(obligation(source={"act": "An act", "url": "javascript:alert(1)"}))["source"]
    assert script == "An act"
    tricky = presenting.why(obligation(source={"act": "<b>", "url": 'https://example.test/"><script>'}))["source"]
    assert "<script>" not in tricky
    assert "<b>" not in tricky


@pytest.mark.rule("ACC-2")
def test_dates_that_could_not_be_computed_anew_say_so() -> None:
    *_steps, (told, _value) = presenting.why(obligation(stale=True))["facts"]
    assert "last date" in told


SEES_THE_CAUSE = {Role.WORKER, Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.OCCUPATIONAL_HEALTH}


@pytest.mark.rule("CON-4")
@pytest.mark.parametrize("role", [None, *Role])
def test_a_rule_that_tells_of_the_illness_is_a_date_alone_for_the_employers_side(role: Role | None) -> None:
    row = obligation(tells_cause=True)
    why = presenting.why(row, role)
    assert bool(why["facts"]) == (role in SEES_THE_CAUSE)
    assert why["result"][1].endswith("21 December 2026")
    changed = presenting.history(row, [change("moved", because={"steps": STEPS[:1]})], role)
    assert bool(changed[0]["because"]) == (role in SEES_THE_CAUSE)


def change(kind: str, **values: Any) -> ObligationChange:
    given: dict[str, Any] = {
        "at": CLOSED,
        "kind": kind,
        "due_before": date(2026, 12, 21),
        "due_after": date(2026, 12, 18),
        "because": {},
    }
    return ObligationChange(**given | values)


@pytest.mark.rule("ACC-3")
def test_a_change_is_told_in_words_with_what_made_it() -> None:
    told = presenting.history(obligation(), [change("moved", because={"steps": STEPS[:1]})])
    assert told[0]["text"] == "Moved from 21 Dec 2026 to 18 Dec 2026"
    assert told[0]["because"] == [{"key": "nl.clock_start", "text": "First day of sickness 9 Nov 2026"}]
    kinds = ("appeared", "moved", "met", "reopened", "dropped")
    words = [presenting.history(obligation(), [change(kind)])[0]["text"] for kind in kinds]
    assert len(set(words)) == len(kinds)


def test_nothing_breaks_where_the_plugin_or_its_texts_are_gone() -> None:
    unknown = [
        {"key": "xx.unheard_of", "args": {"a": [1, {"$date": "2026-01-01"}]}},
        {"key": "nl.clock_start", "args": {}},
        {"key": "plus_days", "args": {"days": None}},
        {},
    ]
    row = obligation(rule="xx.gone", explanation=unknown, basis="xx", confidence="xx", owed_by="xx", source=None)
    shown = presenting.show(row, TODAY)
    assert (shown.title, shown.owed_by) == ("xx.gone", "Owed by another party")
    assert shown.why["facts"][:2] == [("Xx.unheard_of", ""), ("Nl.clock_start", "")]
    assert presenting.why(obligation(explanation=[]))["facts"] == []


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("locale", ["nl", "fr", "de"])
def test_every_stored_step_of_the_rules_has_a_sentence_in_each_language(locale: str) -> None:
    with use_locale(locale):
        assert presenting.steps(obligation())[0]["text"] != "Nl.clock_start"
        assert presenting.title_of("nl.problem_analysis") != "nl.problem_analysis"


def test_who_owes_it_is_named_where_the_person_is_known() -> None:
    assert presenting.owed_by(obligation(owed_by="hr")) == "Owed by the employer"
    assert presenting.owed_by(obligation(owed_by="hr"), "Sanne") == "Owed by Sanne (the employer)"


@pytest.mark.rule("ACC-2")
def test_every_code_of_the_rules_has_words() -> None:
    assert presenting.BASES.keys() == set(get_args(Basis))
    assert presenting.CONFIDENCE.keys() == set(get_args(Confidence))
    assert presenting.RESULTS.keys() == set(get_args(Kind)) - {"value", "standing"}
    owing = {rule.owed_by for each in registry().jurisdictions.values() for rule in each.rules}
    assert owing <= presenting.OWED_BY.keys()
