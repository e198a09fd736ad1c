"""What is wrong with a framework: one finding names the place, the rule that forbids it and who set it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handrail.frameworks.rules.layers import Layer
from handrail.kit.errors import FieldProblem, Invalid


class Severity(StrEnum):
    """`refused` stands in the way of publishing; `to_settle` is shown with who must settle it (NEU-3)."""

    REFUSED = "refused"
    TO_SETTLE = "to_settle"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about one value.

    `rule` is a rule of the domain or of a jurisdiction (``FRW-4``, ``nl.plan_evaluation``); `article` names the law
    where a law says so; `path` is dotted (``intervals.call_within_days``); `message` is a sentence for the person
    who edits the framework, in the language that was current when the finding was made.
    """

    rule: str
    path: str
    message: str
    layer: Layer | None = None
    article: str = ""
    severity: Severity = Severity.REFUSED


class FrameworkRefused(Invalid):
    """The layers do not make a framework that may be used; `findings` says why, place by place."""

    slug, title = "framework-refused", "This framework can not be used yet"

    def __init__(self, findings: Sequence[Problem]) -> None:
        self.findings = tuple(findings)
        places = [FieldProblem("/" + found.path.replace(".", "/"), found.message) for found in self.findings]
        super().__init__("; ".join(found.message for found in self.findings), problems=places)
