"""Findings about a resolved framework, each with the layer that has to answer for it."""

from handrail.frameworks.rules.document import Framework
from handrail.frameworks.rules.layers import Layer
from handrail.frameworks.rules.problems import Problem


def problem_at(framework: Framework, path: str, message: str, rule: str = "FRW-5") -> Problem:
    """Return a finding about a dotted path."""
    return Problem(rule, path, message, answering(framework, path))


def answering(framework: Framework, path: str) -> Layer | None:
    """Return the highest layer with a say at or under `path`, or under the nearest table above it that has any."""
    while path:
        layers = [layer for leaf, layer in framework.origins.items() if leaf == path or leaf.startswith(path + ".")]
        if layers:
            return max(layers, key=lambda layer: layer.height)
        path = path.rpartition(".")[0]
    return None
