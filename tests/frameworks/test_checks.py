"""Contradictions that validation finds, and what it lets pass."""

from typing import Any

import pytest

from handrail.frameworks.folder import base_layers
from handrail.frameworks.rules import (
    Framework,
    Layer,
    LayerDocument,
    Severity,
    attempt_to_resolve,
    check,
    difference,
    insurer_conflicts,
    resolve,
)
from handrail.kit.codes import Role


def with_employer(tree: dict[str, Any]) -> Framework:
    return resolve([*base_layers("uk"), LayerDocument(Layer.EMPLOYER, "quay", tree)])


def test_the_base_framework_contradicts_nothing_in_any_jurisdiction_with_a_floor() -> None:
    for jurisdiction in ("nl", "uk", "ca_on", "ca_qc", "ca_bc", "fr", "none"):
        assert check(resolve(base_layers(jurisdiction))) == ()


@pytest.mark.rule("FRW-5")
def test_a_template_without_a_needed_translation_is_found() -> None:
    letter = {"kind": "letter", "to": "worker", "step": "S3", "title": {"en": "Rest"}, "text": {"en": "Rest well."}}
    problems = check(with_employer({"templates": {"rest": letter}}))
    missing = {problem.path for problem in problems}
    assert missing == {f"templates.rest.{part}.{code}" for part in ("title", "text") for code in ("nl", "fr", "de")}
    assert {problem.layer for problem in problems} == {Layer.EMPLOYER}


@pytest.mark.rule("FRW-5")
def test_only_the_languages_that_people_need_are_asked_for() -> None:
    letter = {"kind": "letter", "to": "worker", "step": "S3", "title": {"en": "Rest"}, "text": {"en": "Rest well."}}
    assert check(with_employer({"languages": ["en"], "templates": {"rest": letter}})) == ()


@pytest.mark.rule("FRW-5")
def test_a_language_that_a_tenant_adds_is_asked_for_everywhere() -> None:
    problems = check(with_employer({"languages": ["en", "pl"]}))
    assert {problem.path.rsplit(".", 1)[1] for problem in problems} == {"pl"}
    assert "templates.invitation_letter.text.pl" in {problem.path for problem in problems}


@pytest.mark.rule("FRW-5")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dear {worker_name}", "{call_before_date}"),
        (
            "{worker_name} {employer_name} {coordinator_name} {coordinator_phone} {call_before_date} {concern}",
            "{concern}",
        ),
        ("{worker_name", "worker_name"),
    ],
)
def test_a_letter_with_a_missing_unknown_or_broken_placeholder_is_found(text: str, said: str) -> None:
    problems = check(with_employer({"templates": {"invitation_letter": {"text": {"en": text}}}}))
    assert {problem.path for problem in problems} == {"templates.invitation_letter.text.en"}
    assert any(said in problem.message for problem in problems)


@pytest.mark.rule("FRW-5")
def test_a_placeholder_that_does_not_exist_is_found() -> None:
    problems = check(with_employer({"templates": {"pamphlet": {"optional": ["concern_count"]}}}))
    assert [problem.path for problem in problems] == ["templates.pamphlet.placeholders"]


@pytest.mark.rule("FRW-5")
def test_a_task_or_step_without_a_responsible_party_is_found() -> None:
    tree = {"languages": ["en"], "steps": {"S3": {"tasks": {"walk": {"title": {"en": "Walk together"}}}}}}
    assert [problem.path for problem in check(with_employer(tree))] == ["steps.S3.tasks.walk.responsible"]
    attempt = attempt_to_resolve(
        [
            LayerDocument(Layer.PLATFORM, "base", _without_responsible()),
            LayerDocument(Layer.JURISDICTION, "none", {}),
        ]
    )
    assert attempt.framework is not None
    assert [problem.path for problem in check(attempt.framework)] == ["steps.S3.responsible"]


def _without_responsible() -> dict[str, Any]:
    tree = dict(base_layers("none")[0].tree)
    steps = {key: dict(step) for key, step in tree["steps"].items()}
    del steps["S3"]["responsible"]
    return {**tree, "steps": steps}


@pytest.mark.rule("FRW-5")
@pytest.mark.parametrize("gate", ["participation_recorded", "measures_confirmed"])
def test_a_base_without_a_gate_of_the_domain_is_found(gate: str) -> None:
    tree = dict(base_layers("none")[0].tree)
    tree["gates"] = {key: held for key, held in tree["gates"].items() if key != gate}
    attempt = attempt_to_resolve([LayerDocument(Layer.PLATFORM, "base", tree)])
    assert attempt.framework is not None
    assert [problem.path for problem in check(attempt.framework)] == [f"gates.{gate}"]


@pytest.mark.rule("FRW-5")
@pytest.mark.parametrize("kind", ["interval", "template", "guide"])
def test_a_task_that_uses_what_is_not_there_is_found(kind: str) -> None:
    tree = {"steps": {"S1": {"tasks": {"invitation": {kind: "nowhere"}}}}}
    assert [problem.path for problem in check(with_employer(tree))] == [f"steps.S1.tasks.invitation.{kind}"]


@pytest.mark.rule("NEU-1")
@pytest.mark.parametrize("other", ["hr", "absence_admin", "supervisor", "occupational_health", "insurer"])
@pytest.mark.parametrize("turned", [False, True])
def test_roles_that_break_neutrality_are_found_whichever_way_they_are_written(other: str, turned: bool) -> None:  # noqa: FBT001 - a parameter of the test
    one, two = (other, "coordinator") if turned else ("coordinator", other)
    role = {"also_holds": [two]} | ({"title": {"en": "x"}} if turned else {})
    problems = check(with_employer({"languages": ["en"], "roles": {one: role}}))
    assert [(problem.rule, problem.path) for problem in problems] == [("NEU-1", f"roles.{one}.also_holds")]


@pytest.mark.rule("NEU-1")
def test_a_coordinator_who_would_keep_the_absence_file_is_found() -> None:
    tree = {"steps": {"S1": {"tasks": {"absence_file": {"responsible": "coordinator"}}}}}
    assert [problem.rule for problem in check(with_employer(tree))] == ["NEU-1"]


@pytest.mark.rule("NEU-3")
def test_a_sanction_practice_beside_support_is_shown_to_be_settled() -> None:
    practice = {"kind": "sanction", "title": {"en": "Absence score letter"}}
    (problem,) = check(with_employer({"languages": ["en"], "practices": {"score": practice}}))
    assert (problem.rule, problem.severity) == ("NEU-3", Severity.TO_SETTLE)


@pytest.mark.rule("S1-3")
@pytest.mark.parametrize(
    ("demand", "rule"),
    [
        ("contact_worker", "NEU-2"),
        ("participation", "VOL-1"),
        ("diagnosis", "CON-4"),
        ("return_date", "VOL-3"),
        ("process_report", "VOL-2"),
        ("choose_coordinator", "NEU-1"),
    ],
)
def test_an_insurers_term_that_crosses_the_process_is_shown_with_who_settles_it(demand: str, rule: str) -> None:
    terms = {"a": {"demand": demand, "title": {"en": "Term"}}, "b": {"demand": "information", "title": {"en": "Fine"}}}
    framework = with_employer({"languages": ["en"], "insurer_terms": terms})
    (conflict,) = insurer_conflicts(framework)
    assert (conflict.path, conflict.rule) == ("insurer_terms.a", rule)
    assert isinstance(conflict.settled_by, Role)
    assert [problem.severity for problem in check(framework)] == [Severity.TO_SETTLE]


@pytest.mark.rule("FRW-5")
@pytest.mark.parametrize(
    ("tree", "path"),
    [
        ({"colour": "teal"}, "colour"),
        ({"intervals": {"call_within_days": "soon"}}, "intervals.call_within_days"),
        ({"intervals": {"call_within_weeks": 1}}, "intervals.call_within_weeks"),
        ({"intervals": 7}, "intervals"),
        ({"steps": {"S1": {"responsible": "boss"}}}, "steps.S1.responsible"),
        ({"bounds": {"call_within_days": {"at_most": 3}}}, "bounds.call_within_days.at_most"),
        ({"roles": {"a.b": {"order": 1}}}, "roles.a.b"),
        ({"vision": {"title": {"en": 4}}}, "vision.title.en"),
    ],
)
def test_what_does_not_fit_is_named_and_leaves_the_layers_below_in_force(tree: dict[str, Any], path: str) -> None:
    done = attempt_to_resolve([*base_layers("nl"), LayerDocument(Layer.EMPLOYER, "quay", tree)])
    assert [problem.path for problem in done.problems] == [path]
    assert done.problems[0].layer is Layer.EMPLOYER
    assert done.framework is not None
    assert done.framework.intervals == resolve(base_layers("nl")).intervals


@pytest.mark.rule("FRW-5")
def test_what_no_layer_sets_is_named() -> None:
    done = attempt_to_resolve([LayerDocument(Layer.PLATFORM, "base", {"languages": ["en"]})])
    assert done.framework is None
    assert {problem.path for problem in done.problems} == {"intervals", "thresholds", "vision"}


@pytest.mark.rule("FRW-6")
def test_the_difference_of_two_frameworks_names_each_leaf_with_both_layers() -> None:
    before = resolve(base_layers("uk"))
    after = with_employer({"intervals": {"call_within_days": 5}, "resources": {"eap": {"kind": "other", "phone": "1"}}})
    found = {one.path: (one.before, one.after) for one in difference(before, after)}
    assert found == {
        "intervals.call_within_days": (10, 5),
        "resources.eap.kind": (None, "other"),
        "resources.eap.phone": (None, "1"),
    }
    assert difference(after, after) == ()
    first = difference(before, after)[0]
    assert (first.layer_before, first.layer_after) == (Layer.PLATFORM, Layer.EMPLOYER)
