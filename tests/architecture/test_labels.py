"""Every field that comes in or goes out says in which compartment it lies, and goes where the policy lets it (CON-1).

The schemas are those of the application: what its API takes and answers, and what its forms are made of.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from marshmallow import Schema, fields

import handrail
from handrail.cases import guides, shapes
from handrail.entrypoints.app import create_app
from handrail.extensions.declared_settings import read_settings
from handrail.extensions.registry import registry
from handrail.extensions.settings_forms import form_of
from handrail.frameworks.rules.document import Question
from handrail.identity.policies import ACTIONS, MATRIX
from handrail.identity.web import declared
from handrail.kit.codes import Compartment, Role
from handrail.kit.labels import Apart, Label, labelled
from handrail.plans.schemas.carrying_out import AnswerWrite
from handrail.plans.schemas.concerns import ConcernNote
from handrail.privacy.schemas import EmployerCorrectionAnswer
from handrail.web.fields import Text
from handrail.web.forms import Form
from handrail.web.widgets import CAUTIONS, caution_of

PACKAGE = Path(handrail.__file__).parent


class Use(NamedTuple):
    """A schema where a route takes or answers it."""

    action: str
    operation: str
    schema: type[Schema]


def _schema(found: Any) -> type[Schema] | None:
    if isinstance(found, Schema):
        return type(found)
    return found if isinstance(found, type) and issubclass(found, Schema) else None


@cache
def uses(way: str) -> Sequence[Use]:
    """Return what every route of the API takes ("taken") or answers ("answered")."""
    app = create_app()
    found = []
    for rule in app.url_map.iter_rules():
        blueprint, _dot, name = rule.endpoint.rpartition(".")
        documented = getattr(app.blueprints.get(blueprint), "_docs", {}).get(name, {})
        for method, told in documented.items():
            if method == "parameters" or told is None:
                continue
            action = declared(app.view_functions[rule.endpoint], method.upper())
            schemas = _taken(told) if way == "taken" else _answered(told)
            found += [Use(str(action), f"{method.upper()} {rule.rule}", schema) for schema in schemas]
    return found


def _answered(told: dict[str, Any]) -> Iterator[type[Schema]]:
    for kinds in told.get("response", {}).get("responses", {}).values():
        for kind in kinds:
            if isinstance(kind, dict) and (schema := _schema(kind.get("schema"))):
                yield schema


def _taken(told: dict[str, Any]) -> Iterator[type[Schema]]:
    for each in told.get("arguments", {}).get("parameters", ()):
        if schema := _schema(each.get("schema")):
            yield schema


@cache
def all_schemas() -> Sequence[type[Schema]]:
    """Return every schema that Handrail defines, whoever uses it: those of its forms are among them."""
    create_app()

    def below(schema: type[Schema]) -> Iterator[type[Schema]]:
        for each in schema.__subclasses__():
            yield each
            yield from below(each)

    own = {schema for schema in below(Schema) if schema.__module__.startswith("handrail.")}
    return sorted(own, key=lambda schema: (schema.__module__, schema.__qualname__))


def named(schema: type[Schema], path: str) -> str:
    return f"{schema.__module__}.{schema.__qualname__}.{path}"


# --- Every field says where it lies -------------------------------------------------------------------------------


@pytest.mark.rule("CON-1")
def test_every_field_of_every_schema_says_in_which_compartment_it_lies() -> None:
    unlabelled = [named(schema, path) for schema in all_schemas() for path, *_, label in labelled(schema) if not label]
    assert unlabelled == []
    assert len(all_schemas()) > 200


def test_the_schemas_of_the_api_are_among_them() -> None:
    assert {use.schema for way in ("taken", "answered") for use in uses(way)} <= set(all_schemas())
    assert len(uses("answered")) > 100
    assert len(uses("taken")) > 100


def test_only_guides_and_settings_of_plugins_make_a_schema_while_the_program_runs() -> None:
    made = {path.name for path in PACKAGE.rglob("*.py") if "from_dict(" in path.read_text("utf-8")}
    assert made == {"guides.py", "settings_forms.py"}, "what is asked in a talk, and of an administrator"
    (plugin,) = [each for each in registry().plugins if each.name == "nl"]
    assert form_of(
        plugin, read_settings([{"key": "a", "kind": "text", "label": "A"}]), frozenset()
    ).__compartment__ is (  # type: ignore[attr-defined]
        Apart.NO_CASE
    )
    for part in (Compartment.COORDINATION, Compartment.ADMINISTRATIVE):
        question = Question(answer="text", compartment=part)
        assert guides._field(question, "en", required=True).metadata["compartment"] is part  # noqa: SLF001


def test_a_field_that_says_nothing_is_seen() -> None:
    class Inner(Schema):
        said = fields.String(metadata={"compartment": "own"})
        unsaid = fields.String()

    class Outer(Schema):
        __compartment__ = Compartment.PLAN

        kept = fields.Integer()
        inner = fields.List(fields.Nested(Inner))
        labelled = fields.Nested(Inner, metadata={"compartment": "medical"})

    found = {path: label for path, _owner, _field, label in labelled(Outer)}
    assert found["kept"] is Compartment.PLAN
    assert found["inner.said"] is Compartment.OWN
    assert found["inner.unsaid"] is None
    assert found["labelled.unsaid"] is found["labelled.said"] is Compartment.MEDICAL


# --- And goes where the policy lets it ----------------------------------------------------------------------------

EACH_DECIDED = {
    "AbsenceCorrectionRead": "`absence.read`, and need-to-know of each date that it moved",
    "CorrectionList": "the request names its part; `correction.answer` or `correction.put_right` with it in hand",
    "CorrectionRead": "the same",
    "DocumentList": "`document.read` with the part of each document in hand",
    "DocumentRead": "the same",
    "EmergencyLook": "the one part that two people opened",
    "FileList": "`file.read_<part>` with the file in hand",
    "FileRead": "the same",
    "KnownRead": "`obligation.read`, and need-to-know of each date",
    "ObligationHistory": "`obligation.read`, and the compartment of the obligation",
    "ObligationList": "the same",
    "ObligationPage": "the same",
    "WhatIfRead": "the same",
    "CallShape": "the worker's lies in coordination and the supervisor's in plan; each reads their own",
    "ListedShape": "a line of the list of cases holds facts that its reader has of the case",
}
"""What a route answers with records of any compartment: what decides on each of them."""

BY_PART_IN_IT = {
    "hand_over.read": "whoever gives or takes the case: the reason is one of the work",
    "mediation.answer": "the parties of this one mediation, each their own invitation",
    "mediation.read": "the same",
}
"""Acts that show what is of one's own part in it, whatever compartment it lies in: who has one decides."""

TOLD_AND_NOT_READ = {
    "case.assign": "a lead says why a case is given to somebody else",
    "call.make": "a supervisor's words to the coordinator; decided as `supervisor.call`",
    "emergency.ask": "a lead says why; the words lie with those who decide and the worker",
    "emergency.review": "a privacy officer says what they found; the same",
}
"""Acts by which somebody writes where they do not read."""


def may_read(role: Role, compartment: Compartment) -> bool:
    """Say whether the role reads the content of this compartment at all."""
    cell = MATRIX[role].get(compartment)
    return cell is not None and cell.read and cell.content


def reaches(action: str, label: Label | None) -> bool:
    """Say whether a field may pass a route of this act, as far as that can be said without a record in hand."""
    if not isinstance(label, Compartment) or action in BY_PART_IN_IT:
        return True
    act = ACTIONS.get(action)
    return act is not None and (act.compartment is label or all(may_read(role, label) for role in act.roles))


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("way", ["answered", "taken"])
def test_a_field_passes_only_routes_of_its_compartment_or_whose_roles_all_read_it(way: str) -> None:
    astray = {
        f"{use.operation} ({use.action}): {path} is {label}"
        for use in uses(way)
        for path, *_, label in labelled(use.schema)
        if not reaches(use.action, label) and (way == "answered" or use.action not in TOLD_AND_NOT_READ)
    }
    assert sorted(astray) == []


def test_what_is_decided_record_by_record_is_listed_with_what_decides() -> None:
    of_schemas = {
        use.schema.__name__
        for use in uses("answered")
        if any(label is Apart.ITS_RECORD for *_, label in labelled(use.schema))
    }
    of_shapes = {shape for _action, shape in shapes_answered() if labels_of_shapes()[shape] is Apart.ITS_RECORD}
    assert of_schemas | of_shapes == set(EACH_DECIDED)


def test_an_act_that_lets_the_wrong_reader_in_is_seen() -> None:
    assert reaches("contact.read", Compartment.COORDINATION)
    assert not reaches("absence.read", Compartment.COORDINATION)
    assert not reaches("case.list", Compartment.COORDINATION), "a lead reads facts and no content"
    assert not reaches("public", Compartment.ADMINISTRATIVE)
    assert reaches("public", Apart.NO_CASE)


# --- What cases answer, encoded at once ----------------------------------------------------------------------------


def labels_of_shapes() -> dict[str, Label]:
    """Return the label of each shape in which cases answer."""
    found = {name: getattr(shapes, name) for name in dir(shapes) if name.endswith("Shape")}
    return {name: shape.__compartment__ for name, shape in found.items()}


@cache
def shapes_answered() -> Sequence[tuple[str, str]]:
    """Return each act of the API of cases with each shape that its route gives."""
    found = []
    for path in sorted((PACKAGE / "cases" / "api").glob("*.py")):
        for function in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(function, ast.FunctionDef):
                continue
            marks = [each for each in function.decorator_list if isinstance(each, ast.Call)]
            acts = [ast.literal_eval(each.args[0]) for each in marks if ast.unparse(each.func) == "permission"]
            named = {each.id for each in ast.walk(function) if isinstance(each, ast.Name) and each.id.endswith("Shape")}
            found += [(act, shape) for act in acts for shape in named]
    return found


@pytest.mark.rule("CON-1")
def test_a_shape_passes_only_routes_of_its_compartment_or_whose_roles_all_read_it() -> None:
    labels = labels_of_shapes()
    assert {shape for _action, shape in shapes_answered()} <= set(labels)
    assert len(shapes_answered()) > 20
    assert [(action, shape) for action, shape in shapes_answered() if not reaches(action, labels[shape])] == []


# --- What the employer's side reads holds no health ----------------------------------------------------------------


NOT_FREE = {"a key", "a name", "a number", "a place"}


@pytest.mark.rule("CON-4")
def test_every_box_that_the_employers_side_reads_says_that_no_health_goes_in() -> None:
    silent = []
    warned = 0
    for schema in all_schemas():
        for path, owner, field, label in labelled(schema):
            if not isinstance(field, Text) or "label" not in field.metadata or label not in CAUTIONS:
                continue
            if "holds" in field.metadata:
                assert field.metadata["holds"] in NOT_FREE
                continue
            caution = caution_of(field, "textarea")
            warned += 1
            silent += [named(owner, path)] if "no health information" not in caution else []
    assert silent == []
    assert warned > 20


@pytest.mark.rule("CON-4")
def test_what_a_box_says_stands_beside_it_on_the_page() -> None:
    app = create_app()
    with app.test_request_context():
        macro = app.jinja_env.from_string("{% import 'ui/form.html' as ui %}{{ ui.field(view) }}")
        for schema, name in ((AnswerWrite, "answer"), (EmployerCorrectionAnswer, "words")):
            view = Form(schema)[name]
            drawn = macro.render(view=view)
            assert f'id="{view.id}-hint">' in drawn
            assert "Please put no health information here." in drawn
            assert f"{view.id}-hint" in str(view.described_by)
        assert "no health information" not in macro.render(view=Form(ConcernNote)["wording"])


@pytest.mark.rule("CON-4")
def test_reasons_that_administrators_read_say_it_too() -> None:
    silent = [
        named(schema, path)
        for schema in all_schemas()
        for path, owner, field, label in labelled(schema)
        if label is Apart.NO_CASE and isinstance(field, Text) and path in {"note", "reason", "why", "words"}
        if not re.search("(?i)health", str(field.metadata.get("hint", "")))
    ]
    assert silent == []
