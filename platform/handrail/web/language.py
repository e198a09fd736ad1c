"""Which language a page speaks, and the switch in the footer that works without script."""

from typing import Final

from flask import Response, g, request

from handrail.kit.i18n import LOCALES, known, negotiate, set_locale
from handrail.web import cookies
from handrail.web.render import redirect_to
from handrail.web.shell import hooks

COOKIE: Final = "hr-lang"
_YEAR: Final = 31_536_000  # seconds
_MOST_TAGS: Final = 12  # a browser sends a few; a longer list is no list of languages


def request_locale() -> str:
    """Return the language of this request: chosen by the person, kept by the browser, accepted by it, the tenant's."""
    accepted = [tag for tag, _weight in request.accept_languages][:_MOST_TAGS]
    return negotiate(
        hooks().chosen_locale(),
        cookies.kept(COOKIE),
        accepted=accepted,
        default=hooks().tenant_locale() or "en",
    )


def speak() -> None:
    """Set the language at the start of a request."""
    g.speak_as_before = set_locale(request_locale())


def is_unspoken() -> bool:
    """Whether this request has no language yet: what came before it failed."""
    return "speak_as_before" not in g


def speak_as_before(_error: BaseException | None) -> None:
    """Set the language back at the end: the thread serves somebody else next."""
    if undo := g.pop("speak_as_before", None):
        undo()


def choose_language() -> Response:
    """Remember the language that was chosen in the footer, and show the same page in it."""
    code = known(request.form.get("language"))
    response = redirect_to(request.form.get("next"))
    if code in LOCALES:
        hooks().remember_locale(code)
        cookies.keep(response, COOKIE, code, seconds=_YEAR)
    return response
