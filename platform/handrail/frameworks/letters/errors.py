"""Why a wording is not published yet."""

from handrail.frameworks.letters.checking import Finding
from handrail.kit.errors import Conflict, FieldProblem, Invalid


class WordingRefused(Invalid):
    """A letter can not be sent with these words; `problems` says why, part by part."""

    slug, title = "wording-refused", "This wording can not be used yet"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(problems=[FieldProblem(f"/{found.part}", found.message) for found in findings])


class WordingMoved(Conflict):
    """Somebody published another wording meanwhile; members `number`, `newest_title` and `newest_body` give it."""

    slug, title = "wording-moved", "Somebody published another wording meanwhile"
