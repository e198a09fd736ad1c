"""What a plugin may declare as an intervention, and what keeps it from loading."""

from dataclasses import replace
from typing import Any

import pytest

from handrail.extensions.errors import PluginFault
from handrail.extensions.interventions import WRITERS, declared_interventions, problems_of
from handrail.extensions.registry import registry
from handrail.identity.policies import MATRIX
from handrail.kit.codes import Compartment, Role
from handrail.sdk import Copy, Field, Form, Group, InterventionType, Machine, Measure, Permission, Promise, Transition


def field(key: str, kind: Any = "date", **more: Any) -> Field:
    return Field(**({"key": key, "kind": kind, "label": key, "compartment": "provider"} | more))


def mediation() -> InterventionType:
    """The example of the plugin platform's design, word for word."""
    run = "mediation.run"
    return InterventionType(
        key="mediation",
        version=2,
        label="Workplace mediation",
        data=(
            Field(key="mediator", kind="person", label="Mediator", compartment="provider", required=True),
            Field(
                key="sessions", kind="list", label="Sessions", compartment="provider",
                item=(Field(key="on", kind="date", label="Date", compartment="provider", required=True),),
            ),
            Field(
                key="outcome", kind="choice", label="Outcome", compartment="provider",
                choices=("agreed", "partial", "none"),
            ),
        ),
        machine=Machine(
            initial="proposed",
            states=("proposed", "running", "closed"),
            final=("closed",),
            transitions=(
                Transition(
                    name="start", source=("proposed",), target="running", permission=run, requires=("mediator",)
                ),
                Transition(name="close", source=("running",), target="closed", permission=run, requires=("outcome",)),
            ),
        ),
        measures=(Measure(key="agreed", label="Agreements reached", field="outcome", aggregate="share"),),
        upcasters={1: dict},
    )  # fmt: skip


def test_the_example_of_the_design_loads() -> None:
    assert list(problems_of(mediation())) == []
    assert mediation().roles("mediation.run") == ("provider",)


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "administrative": ({"compartment": "administrative"}, "lies in administrative"),
    "field elsewhere": ({"data": (*mediation().data, field("x", compartment="union"))}, "lies in union"),
    "searched text": ({"data": (*mediation().data, field("x", "longtext", search=True))}, "nobody searches"),
    "unknown state": ({"machine": replace(mediation().machine, initial="nowhere")}, "there is no state 'nowhere'"),
    "dead end": (
        {"machine": replace(mediation().machine, states=("proposed", "running", "closed", "lost"))},
        "nothing leads to the state 'lost'",
    ),
    "no end": ({"machine": replace(mediation().machine, final=())}, "no way leads from 'running' to an end"),
    "measured text": (
        {"measures": (Measure(key="m", label="M", field="mediator", aggregate="count"),)}, "counts 'mediator'",
    ),
    "foreign role": (
        {"permissions": (Permission(name="mediation.run", roles=("hr",)),)}, "hr writes in provider",
    ),
    "permission without a verb": ({"begins": "run"}, "'run' is no permission"),
    "upcaster lacking": ({"upcasters": {}}, "version 2 needs an upcaster"),
    "form of no act": ({"forms": (Form(act="dance", groups=(Group(fields=("outcome",)),)),)}, "which is no act"),
    "form with an unknown field": (
        {"forms": (Form(act="begin", groups=(Group(fields=("nothing",)),)),)}, "'nothing' is not",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_would_be_found_in_the_middle_of_work_is_found_when_it_loads(name: str) -> None:
    changes, said = BROKEN[name]
    with pytest.raises(PluginFault, match=said):
        declared_interventions(lambda: [replace(mediation(), **changes)])


def test_a_promise_is_a_day_of_the_plan_and_a_copy_is_of_one_kind() -> None:
    first, second = mediation().machine.transitions
    wrong = replace(
        first,
        promises=(Promise(name="p", field="outcome", owed_by="coordinator"),),
        copies=(Copy(source="mediator", target="outcome"),),
    )
    machine = replace(mediation().machine, transitions=(wrong, second))
    with pytest.raises(PluginFault, match=r"promises 'outcome'.*copies 'mediator'"):
        declared_interventions(lambda: [replace(mediation(), machine=machine)])


def test_a_hook_that_returns_something_else_is_a_fault() -> None:
    for junk in (None, 7, ["mediation"]):
        with pytest.raises(PluginFault):
            declared_interventions(lambda junk=junk: junk)
    with pytest.raises(PluginFault, match="declared 2 times"):
        declared_interventions(lambda: [mediation(), mediation()])


def test_who_writes_where_is_what_the_policy_says() -> None:
    for place, roles in WRITERS.items():
        able = {role.value for role in Role if (cell := MATRIX[role].get(Compartment(place))) and cell.write}
        assert roles == able, place


def test_the_first_interventions_are_there() -> None:
    assert set(registry().interventions) >= {
        "adjustments/adjustment", "adjustments/passport", "graded-return/graded_return", "ips/ips",
    }  # fmt: skip
