"""The pure core of frameworks: layers in, a typed value out, with everything that was refused and why."""

from handrail.frameworks.rules.checks import check
from handrail.frameworks.rules.contract import Conflict, insurer_conflicts, sanction_conflicts
from handrail.frameworks.rules.difference import Difference, Said, difference, said_by_layer
from handrail.frameworks.rules.document import Framework, Texts
from handrail.frameworks.rules.layers import Layer, LayerDocument
from handrail.frameworks.rules.letters import PLACEHOLDERS, in_language
from handrail.frameworks.rules.locks import REQUIRED_GATES
from handrail.frameworks.rules.problems import FrameworkRefused, Problem, Severity
from handrail.frameworks.rules.resolution import Attempt, attempt_to_resolve, resolve

__all__ = [
    "PLACEHOLDERS",
    "REQUIRED_GATES",
    "Attempt",
    "Conflict",
    "Difference",
    "Framework",
    "FrameworkRefused",
    "Layer",
    "LayerDocument",
    "Problem",
    "Said",
    "Severity",
    "Texts",
    "attempt_to_resolve",
    "check",
    "difference",
    "in_language",
    "insurer_conflicts",
    "resolve",
    "said_by_layer",
    "sanction_conflicts",
]
