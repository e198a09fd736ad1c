"""How Authlib reaches a provider: every request through the one door of `kit.egress`."""

from collections.abc import Generator
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote_plus

import httpx
from authlib.oauth2.auth import ClientAuth, encode_client_secret_post, encode_none
from authlib.oauth2.client import OAuth2Client

from handrail.kit import egress


def _basic(client: Any, method: str, uri: str, headers: Any, body: Any) -> tuple[str, Any, Any]:
    """Encode id and secret before they are joined (RFC 6749, 2.3.1): Authlib leaves that out."""
    del method
    basic = httpx.BasicAuth(quote_plus(client.client_id), quote_plus(client.client_secret or ""))
    told = next(basic.auth_flow(httpx.Request("POST", uri)))
    headers["Authorization"] = told.headers["Authorization"]
    return uri, headers, body


_METHODS = {"client_secret_basic": _basic, "client_secret_post": encode_client_secret_post, "none": encode_none}


class _Authentication(httpx.Auth, ClientAuth):  # type: ignore[misc] # Authlib has no types
    """Authlib's client authentication in the form that httpx knows."""

    requires_request_body = True

    def __init__(self, client_id: str, client_secret: str | None, auth_method: Any = None) -> None:
        super().__init__(client_id, client_secret, _METHODS.get(auth_method, auth_method))

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request once, with what shows that it is us."""
        url, headers, body = self.prepare(request.method, str(request.url), request.headers, request.content.decode())
        content = body.encode()
        headers["Content-Length"] = str(len(content))
        yield httpx.Request(request.method, url, headers=headers, content=content, extensions=request.extensions)


class Caller(OAuth2Client):  # type: ignore[misc] # Authlib has no types
    """One exchange with a provider."""

    client_auth_class = _Authentication

    def __init__(self, **options: Any) -> None:
        self._http = egress.client()
        super().__init__(session=self._http, **options)

    @property
    def headers(self) -> httpx.Headers:
        """The headers of every request."""
        return self._http.headers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()
