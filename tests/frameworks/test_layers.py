"""Layers tighten and never loosen; every leaf knows who set it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.frameworks.folder import base_layers
from handrail.frameworks.rules import (
    REQUIRED_GATES,
    Attempt,
    FrameworkRefused,
    Layer,
    LayerDocument,
    attempt_to_resolve,
    resolve,
    said_by_layer,
)
from handrail.frameworks.rules.document import Intervals

INTERVALS = Intervals.__struct_fields__


def layer(kind: Layer, tree: dict[str, Any]) -> LayerDocument:
    return LayerDocument(kind, kind.value, tree)


def attempt(*above: LayerDocument, jurisdiction: str = "nl") -> Attempt:
    return attempt_to_resolve([*base_layers(jurisdiction), *above])


@pytest.mark.rule("FRW-4")
def test_each_value_says_which_layer_set_it() -> None:
    framework = resolve(
        [
            *base_layers("nl"),
            layer(Layer.CONSULTANCY, {"intervals": {"follow_up_after_return_days": 14}}),
            layer(Layer.EMPLOYER, {"intervals": {"call_within_days": 7}}),
        ]
    )
    assert framework.intervals.call_within_days == 7
    assert framework.origin("intervals.call_within_days") is Layer.EMPLOYER
    assert framework.origin("intervals.follow_up_after_return_days") is Layer.CONSULTANCY
    assert framework.origin("intervals.case_threshold_days") is Layer.PLATFORM
    assert framework.origin("bounds.plan_evaluation_every_days.at_most.article") is Layer.JURISDICTION


@pytest.mark.rule("FRW-4")
def test_a_value_looser_than_the_law_is_refused_with_its_article() -> None:
    done = attempt(layer(Layer.EMPLOYER, {"intervals": {"plan_evaluation_every_days": 56}}))
    (problem,) = done.problems
    assert problem.rule == "nl.plan_evaluation"
    assert "Regeling procesgang" in problem.article
    assert problem.layer is Layer.EMPLOYER
    assert "42" in problem.message
    assert done.framework is not None
    assert done.framework.intervals.plan_evaluation_every_days == 42


@pytest.mark.rule("FRW-4")
def test_resolving_refuses_layers_that_loosen_and_names_the_place() -> None:
    with pytest.raises(FrameworkRefused) as refused:
        resolve([*base_layers("uk"), layer(Layer.EMPLOYER, {"intervals": {"follow_up_after_return_days": 30}})])
    assert [found.rule for found in refused.value.findings] == ["S7-1"]
    assert refused.value.as_problem()["errors"][0]["pointer"] == "/intervals/follow_up_after_return_days"


@pytest.mark.rule("S7-1")
def test_the_first_follow_up_after_the_return_lies_between_one_and_three_weeks() -> None:
    bound = resolve(base_layers("nl")).bounds["follow_up_after_return_days"]
    assert bound.at_least is not None
    assert bound.at_most is not None
    assert (bound.at_least.value, bound.at_most.value) == (7, 21)


@pytest.mark.rule("FRW-4")
def test_a_bound_can_not_be_widened_by_a_higher_layer() -> None:
    loose = {"bounds": {"follow_up_after_return_days": {"at_most": {"value": 60, "rule": "house"}}}}
    done = attempt(layer(Layer.CONSULTANCY, loose))
    assert [problem.rule for problem in done.problems] == ["S7-1"]
    assert done.framework is not None
    at_most = done.framework.bounds["follow_up_after_return_days"].at_most
    assert at_most is not None
    assert (at_most.value, at_most.rule) == (21, "S7-1")


@pytest.mark.rule("FRW-4")
def test_a_bound_that_a_consultancy_narrows_binds_the_employer() -> None:
    narrow = {"bounds": {"call_within_days": {"at_most": {"value": 8, "rule": "house", "article": "Template 2"}}}}
    done = attempt(
        layer(Layer.CONSULTANCY, narrow),
        layer(Layer.EMPLOYER, {"intervals": {"call_within_days": 9}}),
    )
    (problem,) = done.problems
    assert (problem.rule, problem.article) == ("house", "Template 2")
    assert done.framework is not None
    assert done.framework.intervals.call_within_days == 8
    assert done.framework.origin("intervals.call_within_days") is Layer.CONSULTANCY


@pytest.mark.rule("FRW-4")
@pytest.mark.parametrize("gate", sorted(REQUIRED_GATES))
@pytest.mark.parametrize("change", [{"required": False}, {"active": False}, {"step": "S7"}, {"needs": "nothing"}])
def test_no_layer_can_take_out_a_gate_of_the_domain(gate: str, change: dict[str, Any]) -> None:
    done = attempt(layer(Layer.EMPLOYER, {"gates": {gate: change}}))
    assert [problem.rule for problem in done.problems] == [REQUIRED_GATES[gate][1]]
    assert done.framework is not None
    assert done.framework.gates[gate].required
    assert done.framework.gates[gate].active


@pytest.mark.rule("FRW-1")
def test_an_employer_may_reword_a_gate_and_add_one() -> None:
    tree = {
        "gates": {
            "summary_validated": {"title": {"en": "You agreed to the summary"}},
            "trained": {"step": "S4", "needs": "training_supervisor", "title": {"en": "Trained"}},
        }
    }
    done = attempt(layer(Layer.EMPLOYER, tree))
    assert not done.problems
    assert done.framework is not None
    assert done.framework.gates["summary_validated"].title["en"] == "You agreed to the summary"
    assert done.framework.gates["summary_validated"].title["nl"].startswith("De medewerker")
    assert done.framework.gates["trained"].step == "S4"


@pytest.mark.rule("FRW-1")
def test_a_required_task_keeps_its_rule_but_may_get_another_doer() -> None:
    moved = attempt(layer(Layer.EMPLOYER, {"steps": {"S1": {"tasks": {"absence_file": {"responsible": "hr"}}}}}))
    assert not moved.problems
    dropped = attempt(layer(Layer.EMPLOYER, {"steps": {"S1": {"tasks": {"invitation": {"active": False}}}}}))
    assert [problem.rule for problem in dropped.problems] == ["S1-4"]


@pytest.mark.rule("FRW-4")
@pytest.mark.parametrize("tree", [{"S3": {"active": False}}, {"S8": {"order": 8, "responsible": "hr"}}])
def test_the_seven_steps_stay_seven(tree: dict[str, Any]) -> None:
    done = attempt(layer(Layer.EMPLOYER, {"steps": tree}))
    assert {problem.rule for problem in done.problems} == {"FRW-4"}
    assert done.framework is not None
    assert sorted(done.framework.steps) == ["S1", "S2", "S3", "S4", "S5", "S6", "S7"]


@pytest.mark.rule("FRW-4")
def test_the_dutch_floor_takes_health_topics_out_and_leaves_the_workers_own_notes() -> None:
    framework = resolve(base_layers("nl"))
    leave = framework.guides["first_meeting"].sections["leave"].questions
    assert "health_as_told" not in leave
    assert "health_for_yourself" in leave
    path = "guides.first_meeting.sections.leave.questions.health_as_told"
    assert framework.withheld[path] == "switched_off.topics.health"
    assert "health_as_told" in resolve(base_layers("uk")).guides["first_meeting"].sections["leave"].questions


@pytest.mark.rule("FRW-4")
def test_a_coordinator_under_the_occupational_physician_may_ask_about_health() -> None:
    fact = {"facts": {"coordinator_under_occupational_physician": True}}
    framework = resolve([*base_layers("nl"), layer(Layer.EMPLOYER, fact)])
    assert "health_as_told" in framework.guides["first_meeting"].sections["leave"].questions


def _asking(**question: Any) -> dict[str, Any]:
    asked = {"answer": "text", "compartment": "coordination", **question}
    return {"guides": {"first_meeting": {"sections": {"leave": {"questions": {"more": asked}}}}}}


@pytest.mark.rule("FRW-4")
def test_a_guide_that_asks_a_switched_off_topic_is_refused_with_the_article() -> None:
    done = attempt(layer(Layer.EMPLOYER, _asking(topics=["health"])))
    (problem,) = done.problems
    assert problem.rule == "nl.no_health_topics"
    assert "UAVG article 30" in problem.article
    assert done.framework is not None
    assert "more" not in done.framework.guides["first_meeting"].sections["leave"].questions


@pytest.mark.rule("FRW-4")
def test_france_refuses_a_question_on_origin() -> None:
    done = attempt(layer(Layer.EMPLOYER, _asking(field="ethnicity")), jurisdiction="fr")
    assert [problem.rule for problem in done.problems] == ["fr.no_ethnicity"]
    assert not attempt(layer(Layer.EMPLOYER, _asking(field="ethnicity")), jurisdiction="uk").problems


@pytest.mark.rule("FRW-4")
def test_moving_a_withheld_question_to_another_compartment_does_not_bring_it_back() -> None:
    move = {"compartment": "coordination"}
    tree = {"guides": {"first_meeting": {"sections": {"leave": {"questions": {"health_for_yourself": move}}}}}}
    done = attempt(layer(Layer.EMPLOYER, tree))
    assert [problem.rule for problem in done.problems] == ["nl.no_health_topics"]


@pytest.mark.rule("FRW-4")
@pytest.mark.parametrize("change", [{"unless": "coordinator_under_occupational_physician"}, {"rule": "x"}])
def test_what_a_lower_layer_switched_off_stays_off(change: dict[str, Any]) -> None:
    done = attempt(layer(Layer.EMPLOYER, {"switched_off": {"topics": {"diagnosis": change}}}))
    assert [problem.rule for problem in done.problems] == ["CON-4"]


@pytest.mark.rule("CON-4")
def test_no_layer_can_ask_for_a_diagnosis_where_the_employer_reads() -> None:
    tree = {
        "guides": {
            "return_to_work_interview": {
                "sections": {
                    "agreed": {
                        "questions": {
                            "illness": {"answer": "text", "compartment": "administrative", "topics": ["diagnosis"]}
                        }
                    }
                }
            }
        }
    }
    assert [problem.rule for problem in attempt(layer(Layer.EMPLOYER, tree), jurisdiction="uk").problems] == ["CON-4"]


@pytest.mark.rule("FRW-4")
def test_a_consent_that_law_switches_off_is_withheld() -> None:
    floor = layer(Layer.JURISDICTION, {"switched_off": {"consents": {"equity_data": {"rule": "zz.none"}}}})
    platform, _dutch = base_layers("zz")
    framework = resolve([platform, floor])
    assert "equity_data" not in framework.consents
    assert framework.withheld["consents.equity_data"] == "switched_off.consents.equity_data"


@pytest.mark.rule("FRW-4")
def test_the_screen_can_show_what_each_layer_says_about_a_value() -> None:
    layers = [*base_layers("nl"), layer(Layer.EMPLOYER, {"intervals": {"call_within_days": 40}})]
    said = said_by_layer(layers, "intervals.call_within_days")
    assert [(one.layer, one.value) for one in said] == [(Layer.PLATFORM, 10), (Layer.EMPLOYER, 40)]


# --- Properties: whatever layers say, bounds only narrow and values stay inside -----------------------

NUMBERS = st.integers(0, 200)
LIMITS = st.fixed_dictionaries({"value": NUMBERS, "rule": st.just("house")})
BOUNDS = st.fixed_dictionaries({}, optional={"at_least": LIMITS, "at_most": LIMITS})
TREES = st.fixed_dictionaries(
    {},
    optional={
        "intervals": st.dictionaries(st.sampled_from(INTERVALS), NUMBERS, max_size=4),
        "bounds": st.dictionaries(st.sampled_from(INTERVALS), BOUNDS, max_size=4),
    },
)


BOUNDED_PARTS = ("languages", "intervals", "thresholds", "vision", "bounds")


def numbers(*above: LayerDocument) -> Attempt:
    """Resolve with the parts of the base that hold numbers, so that many examples are tried in little time."""
    base = [
        LayerDocument(one.layer, one.name, {key: one.tree[key] for key in BOUNDED_PARTS if key in one.tree})
        for one in base_layers("nl")
    ]
    return attempt_to_resolve([*base, *above])


def _limits(done: Attempt) -> dict[str, tuple[int, int]]:
    assert done.framework is not None
    return {
        name: (
            bound.at_least.value if bound.at_least else -1,
            bound.at_most.value if bound.at_most else 10**9,
        )
        for name, bound in done.framework.bounds.items()
    }


@pytest.mark.rule("FRW-4")
@given(TREES, TREES)
def test_every_layer_on_top_leaves_bounds_as_narrow_or_narrower(first: Any, second: Any) -> None:
    one, two = layer(Layer.CONSULTANCY, first), layer(Layer.EMPLOYER, second)
    before, after = _limits(numbers(one)), _limits(numbers(one, two))
    for name, (least, most) in before.items():
        assert after[name][0] >= least
        assert after[name][1] <= most
        assert after[name][0] <= after[name][1]


@pytest.mark.rule("FRW-4")
@given(TREES, TREES)
def test_every_value_in_force_lies_inside_every_bound(first: Any, second: Any) -> None:
    done = numbers(layer(Layer.CONSULTANCY, first), layer(Layer.EMPLOYER, second))
    assert done.framework is not None
    for name, (least, most) in _limits(done).items():
        if name in INTERVALS:
            assert least <= getattr(done.framework.intervals, name) <= most


@pytest.mark.rule("FRW-4")
@given(TREES)
def test_a_layer_without_problems_has_its_own_values_in_force(tree: Any) -> None:
    done = numbers(layer(Layer.EMPLOYER, tree))
    assert done.framework is not None
    refused = {problem.path for problem in done.problems}
    for name, value in tree.get("intervals", {}).items():
        if f"intervals.{name}" not in refused:
            assert getattr(done.framework.intervals, name) == value


@pytest.mark.rule("FRW-4")
@given(TREES, TREES)
def test_resolving_again_gives_the_same_framework(first: Any, second: Any) -> None:
    layers = (layer(Layer.CONSULTANCY, first), layer(Layer.EMPLOYER, second))
    assert numbers(*layers) == numbers(*reversed(layers))


@pytest.mark.rule("FRW-4")
@given(TREES, TREES)
def test_the_layer_named_as_origin_is_one_that_said_something_there(first: Any, second: Any) -> None:
    one, two = layer(Layer.CONSULTANCY, first), layer(Layer.EMPLOYER, second)
    done = numbers(one, two)
    assert done.framework is not None
    spoke = {document.layer: document.tree for document in (*base_layers("nl"), one, two)}
    for name in INTERVALS:
        tree = spoke[done.framework.origin(f"intervals.{name}")]
        assert name in tree.get("intervals", {}) or name in tree.get("bounds", {})
