"""Sending a form whose session ended meanwhile: what was typed comes back in a page, and the same person may send it.

What the page holds was just sent by this very browser and lay open in it, so it tells nobody anything new; it is kept
nowhere. The token in it lets only the person whose session ended send it, once they are signed in again, to the same
address, within the hour. On a shared device another person's sign-in does not let them send it as themselves.

The same goes for a form whose act asks for a fresh proof: it travels through the page that asks, and is sent on. One
that was sent too often waits in the page that says for how long.
"""

import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from handrail.identity import commands, queries
from handrail.identity.actor import Actor
from handrail.identity.lasting import mark_of
from handrail.identity.web import cookie_name, declared, signed_in
from handrail.kit import clock
from handrail.kit.errors import TooManyRequests
from handrail.kit.settings import settings
from handrail.web.render import is_htmx, render
from handrail.web.security import CSRF_FIELD, is_same_origin, safe_target

HOUR: Final = 3600  # seconds
_MINUTE: Final = 60
MOST_BYTES: Final = 500_000
AGAIN_TARGET: Final = "again_target"
AGAIN_KEY: Final = "again_key"
AGAIN_FIELDS: Final = "again_fields"
CLEARED: Final = "identity.ended"
"""Where the script of a page that it cleared sends what was typed, with where it was to go and whose page it was."""
CLEARED_PAGE: Final = "ended_page"
CLEARED_OF: Final = "ended_of"
_MARK: Final = "again"
_SECONDS_DIGITS: Final = 12  # of a time in seconds; longer ones are no time of ours
_UNKEPT: Final = re.compile(r"passw|passcode|secret|token|otp|^code$", re.IGNORECASE)
_A_TEXT: Final = 40  # signs: longer values, and all with a space, are shown to be copied


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed: every field as it came, and of those the texts that somebody may want to copy."""

    fields: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    has_files: bool


@dataclass(frozen=True, slots=True)
class Again:
    """A form on its way through the page that asks for a proof. `target` is its address, with the query."""

    target: str
    token: str
    fields: tuple[tuple[str, str], ...]
    is_whole: bool = True
    """Whether all that was sent is here; files are not kept, nor what is too long for a page."""

    @property
    def packed(self) -> str:
        """The fields as one value, for a hidden field."""
        return json.dumps(self.fields, ensure_ascii=False, separators=(",", ":"))


def of_request(actor: Actor) -> Again:
    """Return what this request sent, for its own address."""
    kept = _kept()
    token = token_for(actor.tenant_id, actor.person_id, request.path, int(clock.now().timestamp()))
    is_short = (request.content_length or 0) <= MOST_BYTES
    return Again(request.full_path.rstrip("?"), token, kept.fields, is_whole=is_short and not kept.has_files)


def of_form() -> Again | None:
    """Return what travels in a form of the page that asks; None where nothing does, or nothing that we packed.

    Nobody is let in by it: the token is judged when the form is sent, at the address to which it goes.
    """
    target, token = request.form.get(AGAIN_TARGET, ""), request.form.get(AGAIN_KEY, "")
    if not target or not token or not _is_ours(target):
        return None
    try:
        pairs = json.loads(request.form.get(AGAIN_FIELDS, ""))
        fields = tuple((name, value) for name, value in pairs)
    except (ValueError, TypeError, RecursionError):
        return None
    if not all(isinstance(name, str) and isinstance(value, str) and name != CSRF_FIELD for name, value in fields):
        return None
    return Again(target, token, fields)


def _is_ours(target: str) -> bool:
    """Whether a form can be sent to this path of ours: nothing else becomes the address of a form in a page."""
    path = target.partition("?")[0]
    if not path.startswith("/") or path.startswith("//") or any(sign <= " " or sign == "\\" for sign in target):
        return False
    try:
        endpoint, _values = current_app.create_url_adapter(request).match(path, method="POST")  # type: ignore[union-attr]
    except (RequestRedirect, HTTPException):
        return False
    return declared(current_app.view_functions[str(endpoint)], "POST") not in {None, "public"}


def was_ended() -> bool:
    """Whether a page of ours was sent by somebody who was signed in when it was opened, and is not now."""
    view = current_app.view_functions.get(request.endpoint or "")
    is_ours = request.method == "POST" and is_same_origin() and view is not None
    is_over = signed_in() is None or request.endpoint == CLEARED
    return is_ours and declared(view, "POST") not in {None, "public"} and is_over


def page() -> Response:
    """Return the page that gives back what was typed."""
    kept, token, target = _kept(), None, request.full_path.rstrip("?")
    who = _whose_session()
    if request.endpoint == CLEARED:
        target = request.form.get(AGAIN_TARGET, "")
        if who is None or request.form.get(CLEARED_OF) != mark_of(*who):  # somebody else has signed in meanwhile
            kept = NOTHING
    if who is not None and kept.fields and not kept.has_files and _is_ours(target):
        token = token_for(*who, target.partition("?")[0], int(clock.now().timestamp()))
    response = render(
        "identity/signed_out.html",
        status=401,
        shell_kind="plain",
        kept=kept,
        token=token,
        field=CSRF_FIELD,
        target=target,
        back=safe_target(request.form.get(CLEARED_PAGE), ""),
    )
    response.headers["WWW-Authenticate"] = "Bearer"
    return _in_place_of_the_page(response)


def page_to_wait(seconds: int) -> Response:
    """Return the page that says in how long one can go on, with what was typed: it is sent by one press then."""
    kept = _kept()
    is_whole = (request.content_length or 0) <= MOST_BYTES and not kept.has_files
    response = render(
        "identity/wait.html",
        status=TooManyRequests.status,
        shell_kind="plain",
        minutes=-(-seconds // _MINUTE),
        kept=kept,
        can_send=request.method == "POST" and is_whole,
        target=request.full_path.rstrip("?"),
    )
    response.headers["Retry-After"] = str(seconds)
    return _in_place_of_the_page(response)


def _in_place_of_the_page(response: Response) -> Response:
    if is_htmx():  # never in place of a part of it
        response.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"})
    return response


def may_send_again(token: str) -> bool:
    """Whether the token of a form is one of `page`, made for whoever is signed in now, for this address."""
    actor = signed_in()
    mark, _dot, rest = token.partition(".")
    at = rest.partition(".")[0]
    if actor is None or mark != _MARK or not (at.isascii() and at.isdecimal() and len(at) <= _SECONDS_DIGITS):
        return False
    return _opens(actor, token, request.path, int(at))


def _opens(actor: Actor, token: str, path: str, at: int) -> bool:
    wanted = token_for(actor.tenant_id, actor.person_id, path, at)
    is_fresh = 0 <= clock.now().timestamp() - at < HOUR
    return is_fresh and hmac.compare_digest(token.encode("utf-8", "replace"), wanted.encode())


def token_for(tenant_id: UUID, person_id: UUID, path: str, at: int) -> str:
    """Return what lets this person send a form to this path; `at` is now, in seconds since 1970."""
    said = f"{_MARK}|{tenant_id}|{person_id}|{at}|{path}"
    return f"{_MARK}.{at}.{hmac.new(settings().secret_key, said.encode(), sha256).hexdigest()}"


def _whose_session() -> tuple[UUID, UUID] | None:
    """Return tenant and person of the session that this browser's cookie names, though it has ended."""
    secret = request.cookies.get(cookie_name())
    credential = queries.resolve_credential("sign_in", commands.digest(secret)) if secret else None
    if credential is None or credential.person_id is None:
        return None
    return credential.tenant_id, credential.person_id


NOTHING: Final = Kept((), (), has_files=False)


def _kept() -> Kept:
    if (request.content_length or 0) > MOST_BYTES:
        return NOTHING
    fields = tuple(_fields())
    texts = tuple(value for _name, value in fields if len(value) > _A_TEXT or " " in value.strip())
    return Kept(fields, texts, has_files=any(upload.filename for upload in request.files.values()))


def _fields() -> Iterator[tuple[str, str]]:
    ours = {CSRF_FIELD} | ({AGAIN_TARGET, CLEARED_PAGE, CLEARED_OF} if request.endpoint == CLEARED else set())
    for name, values in request.form.lists():
        if name not in ours and not _UNKEPT.search(name):
            yield from ((name, value) for value in values)
