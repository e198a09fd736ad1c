"""Expected outcomes as exceptions, and their form on the wire: RFC 9457 problem details."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one value: `pointer` is an RFC 6901 pointer into the input, such as ``/first_day``."""

    pointer: str
    message: str


class HandrailError(Exception):
    """An expected outcome that the caller is told about; anything else is a bug and becomes a 500.

    `detail` is a whole sentence for a person. Further keyword arguments become members of the problem object and
    must be safe to show to whoever made the request.
    """

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request could not be carried out"

    def __init__(self, detail: str | None = None, **members: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.members = members

    def as_problem(self) -> dict[str, Any]:
        """Return the problem object; `type` is a relative reference to its documentation."""
        problem: dict[str, Any] = {"type": f"/problems/{self.slug}", "title": self.title, "status": self.status}
        if self.detail:
            problem["detail"] = self.detail
        return problem | self.members


class NotFound(HandrailError):
    """There is no such thing, or the actor may not know that there is: the answers are the same."""

    status, slug, title = 404, "not-found", "There is nothing here"


class SignInRequired(HandrailError):
    """Nobody is signed in, or the session ended."""

    status, slug, title = 401, "sign-in-required", "Sign in first"


class StepUpRequired(HandrailError):
    """The act asks for a strong proof of who one is, shown a short while ago (RFC 9470)."""

    status, slug, title = 401, "step-up-required", "Show once more that it is you"


class Forbidden(HandrailError):
    """The actor knows the thing but may not do this; only where knowing it is certain, else NotFound."""

    status, slug, title = 403, "forbidden", "This is not yours to do"


class Conflict(HandrailError):
    """The state of things does not allow this now."""

    status, slug, title = 409, "conflict", "This can not be done now"


class RuleBroken(Conflict):
    """A rule of the domain forbids it; `rule` is its id."""

    slug, title = "rule-broken", "A rule forbids this"

    def __init__(self, rule: str, detail: str, **members: Any) -> None:
        super().__init__(detail, rule=rule, **members)
        self.rule = rule


class Invalid(HandrailError):
    """Some of the values are not right; each problem says where and what."""

    status, slug, title = 422, "invalid", "Some of what was entered is not right yet"

    def __init__(self, detail: str | None = None, *, problems: list[FieldProblem] | None = None) -> None:
        self.problems = problems or []
        super().__init__(detail, errors=[{"pointer": p.pointer, "detail": p.message} for p in self.problems])


class TooManyRequests(HandrailError):
    """Asked too often; `retry_after` is the seconds after which it is worth trying again."""

    status, slug, title = 429, "too-many-requests", "Not so fast"


class Unavailable(HandrailError):
    """Something this needs can not be reached now; `retry_after` is the seconds after which to try again."""

    status, slug, title = 503, "unavailable", "Back in a moment"


class Misconfigured(HandrailError):
    """The installation is not set up as it must be; `detail` says what to do."""

    status, slug, title = 500, "misconfigured", "Handrail is not set up correctly"
