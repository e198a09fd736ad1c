"""Contradictions in a resolved framework (FRW-5): found on every save, and again before publishing."""

from collections.abc import Iterator
from typing import Any

from handrail.frameworks.rules.contract import insurer_conflicts, sanction_conflicts
from handrail.frameworks.rules.document import Framework
from handrail.frameworks.rules.locks import REQUIRED_GATES
from handrail.frameworks.rules.places import answering, problem_at
from handrail.frameworks.rules.problems import Problem, Severity
from handrail.frameworks.rules.wording import letters, translations
from handrail.identity.policies import conflict_of
from handrail.kit.codes import Role
from handrail.kit.i18n import _


def check(framework: Framework) -> tuple[Problem, ...]:
    """Return every contradiction, by path; those `to_settle` do not stand in the way of publishing."""
    found = (
        *_missing_gates(framework),
        *translations(framework),
        *letters(framework),
        *_responsible(framework),
        *_references(framework),
        *_roles(framework),
        *_to_settle(framework),
    )
    return tuple(sorted(found, key=lambda problem: problem.path))


def _missing_gates(framework: Framework) -> Iterator[Problem]:
    for key, (step, rule) in REQUIRED_GATES.items():
        gate = framework.gates.get(key)
        if gate is None or not (gate.required and gate.active and gate.step == step and gate.rule == rule):
            message = _("The gate “%(gate)s” of %(rule)s is missing or changed.", gate=key, rule=rule)
            yield problem_at(framework, f"gates.{key}", message, rule)


def _responsible(framework: Framework) -> Iterator[Problem]:
    for key, step in framework.steps.items():
        if step.responsible is None:
            message = _("Step %(step)s has no responsible party.", step=key)
            yield problem_at(framework, f"steps.{key}.responsible", message)
        for name, task in step.tasks.items():
            path = f"steps.{key}.tasks.{name}"
            if task.active and task.responsible is None:
                message = _("The task “%(task)s” has no responsible party.", task=name)
                yield problem_at(framework, f"{path}.responsible", message)
            coordinating = task.responsible in {Role.COORDINATOR, Role.LEAD_COORDINATOR}
            if task.active and coordinating and task.duty != "support":
                message = _("The coordinator is neutral and can not have the task “%(task)s”.", task=name)
                yield problem_at(framework, f"{path}.responsible", message, "NEU-1")


def _references(framework: Framework) -> Iterator[Problem]:
    named: tuple[tuple[str, Any], ...] = (
        ("interval", framework.intervals.__struct_fields__),
        ("template", [key for key, template in framework.templates.items() if template.active]),
        ("guide", [key for key, guide in framework.guides.items() if guide.active]),
    )
    for key, step in framework.steps.items():
        for name, task in step.tasks.items():
            for kind, known in named:
                value = getattr(task, kind)
                if task.active and value and value not in known:
                    message = _(
                        "The task “%(task)s” uses “%(value)s”, which is not there or not in use.",
                        task=name,
                        value=value,
                    )
                    yield problem_at(framework, f"steps.{key}.tasks.{name}.{kind}", message)


def _roles(framework: Framework) -> Iterator[Problem]:
    known = {role.value for role in Role}
    for key, role in framework.roles.items():
        if key not in known:
            yield problem_at(framework, f"roles.{key}", _("There is no role “%(role)s”.", role=key))
            continue
        for other in role.also_holds:
            if rule := conflict_of(Role(key), other):
                message = _("One person can not be both “%(one)s” and “%(other)s” here.", one=key, other=other.value)
                yield problem_at(framework, f"roles.{key}.also_holds", message, rule)


def _to_settle(framework: Framework) -> Iterator[Problem]:
    for found in (*insurer_conflicts(framework), *sanction_conflicts(framework)):
        yield Problem(
            found.rule, found.path, found.message, answering(framework, found.path), severity=Severity.TO_SETTLE
        )
