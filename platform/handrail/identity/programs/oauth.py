"""The authorization server for programs, by Authlib: client credentials (RFC 6749, 4.4) and nothing else."""

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, OAuth2Request, scope_to_list
from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError, InvalidScopeError, OAuth2Error
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from flask import Response, request

from handrail.identity.limits import client_of
from handrail.identity.programs import issuing
from handrail.identity.programs.rules import TOKEN_SECONDS

METHODS: Final = ("client_secret_basic", "client_secret_post")
_HEADERS: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_UNREADABLE: Final = "The header Authorization is not base64 of UTF-8."
_KNOWN: Final = ("grant_type", "scope", "client_id", "client_secret")


class _Client(ClientMixin):  # type: ignore[misc] # Authlib has no types
    """A program as Authlib asks about it; one that does not exist is compared with nothing."""

    def __init__(self, program: issuing.Program | None) -> None:
        self.program = program
        self.shown = ""

    def check_client_secret(self, client_secret: str) -> bool:
        self.shown = client_secret
        if self.program is None:
            issuing.compare_with_nothing(client_secret)
            return False
        return self.program.knows(client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return endpoint == "token" and method in METHODS

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "client_credentials"


class _Grant(ClientCredentialsGrant):  # type: ignore[misc] # same
    """Client credentials; a scope that the program may not have is an error and not left out in silence."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def validate_requested_scope(self) -> None:
        asked = frozenset(scope_to_list(self.request.payload.scope) or ())
        if not asked <= self.request.client.program.scopes:
            raise InvalidScopeError("The program may not have all of these scopes.")

    def create_token_response(self) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
        client: _Client = self.request.client
        program = cast("issuing.Program", client.program)
        asked = frozenset(scope_to_list(self.request.payload.scope) or ()) or program.scopes
        issuing.gets_token(program)
        token = issuing.issue(program, client.shown, asked)
        if token is None:
            raise InvalidClientError(status_code=401)
        given = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": " ".join(sorted(asked)),
        }
        return 200, given, self.TOKEN_RESPONSE_HEADER


class _Server(AuthorizationServer):  # type: ignore[misc] # same
    """Authlib's server, of which only the endpoint for tokens is used."""

    def __init__(self) -> None:
        super().__init__(query_client=lambda client_id: _Client(issuing.program_named(client_id)))
        self.register_grant(_Grant)

    def handle_response(self, status_code: int, payload: Any, headers: Any) -> Response:
        return _answer(status_code, payload, dict(headers))

    def handle_error_response(self, request: OAuth2Request, error: OAuth2Error) -> Response:
        if isinstance(error, InvalidClientError):
            issuing.was_wrong(_network())
            error = InvalidClientError(status_code=401, description="There is no such program, or not this secret.")
        return cast("Response", super().handle_error_response(request, error))


_SERVER: Final = _Server()


def answer() -> Response:
    """Answer a request for a token; raises TooManyRequests, or Unavailable where nobody can count."""
    issuing.asks(_network())
    if (wrong := _wrong_form()) is not None:
        return _answer(400, {"error": InvalidRequestError.error, "error_description": wrong}, {})
    try:
        extract_basic_authorization(request.headers)
    except ValueError:
        return _answer(400, {"error": InvalidRequestError.error, "error_description": _UNREADABLE}, {})
    return cast("Response", _SERVER.create_token_response())


def _wrong_form() -> str | None:
    """Say what is wrong with the form of a request (RFC 6749, 3.2 and 2.3); None where nothing is."""
    if request.args:
        return "Parameters are sent in the body, since addresses are kept in logs."
    if request.mimetype != "application/x-www-form-urlencoded":
        return "The body is sent as application/x-www-form-urlencoded."
    if any(len(request.form.getlist(name)) > 1 for name in _KNOWN):
        return "A parameter is sent once."
    if not request.form.get("grant_type"):
        return "The parameter grant_type is missing."
    if "Authorization" in request.headers and "client_secret" in request.form:
        return "A program shows its secret in one way."
    return None


def _answer(status: int, payload: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    made = Response(json.dumps(payload), status=status, mimetype="application/json")
    for name, value in {**headers, **_HEADERS}.items():
        if name.lower() != "content-type":
            made.headers[name] = value
    if status == 401:  # noqa: PLR2004 - the status itself
        made.headers["WWW-Authenticate"] = 'Basic realm="Handrail", charset="UTF-8"'
    return made


def _network() -> str | None:
    return client_of(request.remote_addr)
