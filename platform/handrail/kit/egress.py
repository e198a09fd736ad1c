"""The one door for requests that go to an address which somebody's configuration names.

Whoever may name an address may try to make this server ask what only this server reaches: another machine of the
network, the metadata of a cloud. So: https only, the address that is connected to is the one that was checked, no
redirect is followed, and all of it takes at most 5 seconds and 1 MB. What answered is never quoted in an error.
"""

import functools
import json
import ssl
from collections.abc import Iterable, Mapping
from typing import Any, Final

import httpcore
import httpx

from handrail.kit.dialing import CheckedBackend, Deadline, NotPublic
from handrail.kit.errors import HandrailError
from handrail.kit.i18n import _
from handrail.kit.settings import Settings, settings

SECONDS: Final = 5.0  # for all of it: the name, the handshake, the question and the whole answer
MOST_BYTES: Final = 1_000_000
_AGENT: Final = "Handrail"
_NEVER_SENT: Final = {"accept-encoding", "connection", "cookie", "user-agent"}
_NEVER_KEPT: Final = {"content-length", "set-cookie", "transfer-encoding"}
_LOCAL_NAMES: Final = ("http://localhost", "http://127.0.0.1", "http://[::1]")
_LAST_PORT: Final = 65_535
_PORTS: Final[Mapping[str, int]] = {"https": 443, "http": 80}


class EgressError(HandrailError):
    """The other server could not be asked, or did not answer as it should; nothing of its answer is shown."""

    status, slug, title = 502, "other-server", "The other server did not answer as it should"


class AddressRefused(EgressError):
    """Handrail does not ask this address: it is not https, or it leads into a network instead of the internet."""

    status, slug, title = 422, "address-refused", "This address is not asked"


class Unreachable(EgressError):
    """Nobody answers at this address: the name is not known, or nothing listens there."""

    slug, title = "other-server-unreachable", "Nobody answers at this address"


class Untrusted(EgressError):
    """The certificate of the other server is not one that can be relied on."""

    slug, title = "other-server-untrusted", "The certificate of the other server does not hold"


class TooSlow(EgressError):
    """The other server took longer than all of it may take."""

    status, slug, title = 504, "other-server-slow", "The other server takes too long"


class TooLarge(EgressError):
    """The answer is larger than any that is expected."""

    slug, title = "other-server-too-much", "The other server sends too much"


class Redirected(EgressError):
    """The other server points elsewhere; the address itself has to be the right one."""

    slug, title = "other-server-elsewhere", "The other server points to another address"


class Refusing(EgressError):
    """The other server answered with an error; `answered` is its status."""

    slug, title = "other-server-refuses", "The other server answers with an error"

    @property
    def answered(self) -> int:
        """The HTTP status of the other server."""
        return int(self.members["answered"])


class NotUnderstood(EgressError):
    """The answer is not the JSON object that was asked for."""

    slug, title = "other-server-unclear", "The answer of the other server is not understood"


class EgressTransport(httpx.BaseTransport):
    """Carries out one request at a time, each on a connection of its own; every rule of this module is kept here.

    Whatever client it is given to can not loosen them: redirects, cookies and proxies never pass.
    """

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask, and return the whole answer; raises one of the errors above."""
        url = request.url
        trusted = _check(url, settings())
        deadline = Deadline(SECONDS)
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=_sent(request.headers.raw),
            content=request.stream,
        )
        try:
            with httpcore.ConnectionPool(
                ssl_context=_certificates(str(settings().egress_ca or "")),
                network_backend=CheckedBackend(deadline, trusted=trusted),
                max_keepalive_connections=0,
            ) as pool:
                answer = pool.handle_request(asked)
                try:
                    return _whole(answer, _host(url))
                finally:
                    answer.close()
        except NotPublic:
            raise AddressRefused(_inside(_host(url))) from None
        except httpcore.TimeoutException:
            raise TooSlow(
                _("%(host)s did not answer in full within %(seconds)d seconds.", host=_host(url), seconds=SECONDS)
            ) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError) as problem:
            raise _not_answered(_host(url), problem) from None


def client() -> httpx.Client:
    """Return a client whose every request goes through the door; use it in a `with`, and share it with nobody."""
    return httpx.Client(transport=EgressTransport(), trust_env=False, follow_redirects=False)


def get_json(url: str, *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the JSON object at an address; raises one of the errors above."""
    with client() as asking:
        return _object(asking.get(_url(url), headers={"accept": "application/json"} | dict(headers or {})))


def post_form(
    url: str,
    fields: Mapping[str, str],
    *,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Send a form and return the JSON object that answers it; `auth` is a client's id and secret (HTTP Basic)."""
    with client() as asking:
        told = {"accept": "application/json"} | dict(headers or {})
        return _object(asking.post(_url(url), data=dict(fields), headers=told, auth=auth or httpx.USE_CLIENT_DEFAULT))


def post_json(url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> int:
    """Send JSON as it is, and return the status when it is a good one; raises one of the errors above."""
    with client() as asking:
        told = {"content-type": "application/json"} | dict(headers or {})
        return _good(asking.post(_url(url), content=body, headers=told)).status_code


def _check(url: httpx.URL, chosen: Settings) -> bool:
    """Return whether somebody who runs Handrail named this host and port; raises AddressRefused.

    Plain http passes for those alone, and only in development: on this machine, with nothing in front.
    """
    host, port = _host(url), url.port or _PORTS.get(url.scheme, 0)
    trusted = f"{host}:{port}".lower() in chosen.egress_allows
    if url.userinfo:
        raise AddressRefused(_("An address with a name or password before the @ is not asked."))
    if not host or not (url.scheme == "https" or (url.scheme == "http" and trusted and _in_development(chosen))):
        raise AddressRefused(_("Only addresses that begin with https:// are asked."))
    return trusted


def _in_development(chosen: Settings) -> bool:
    return chosen.loopback and chosen.proxies == 0 and chosen.public_url.startswith(_LOCAL_NAMES)


def _host(url: httpx.URL) -> str:
    return f"[{url.host}]" if ":" in url.host else url.host


def _url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise AddressRefused(_("This is not an address of the web.")) from None
    if url.port is not None and not 0 < url.port <= _LAST_PORT:
        raise AddressRefused(_("This is not an address of the web."))
    return url


def _sent(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers to send: an answer that is not packed can not be a bomb, and nobody is followed by cookies."""
    kept = [(name, value) for name, value in headers if name.decode("latin-1").lower() not in _NEVER_SENT]
    return [*kept, (b"accept-encoding", b"identity"), (b"connection", b"close"), (b"user-agent", _AGENT.encode())]


def _whole(answer: httpcore.Response, host: str) -> httpx.Response:
    """Read the answer to its end, or as far as is allowed."""
    headers = httpx.Headers(answer.headers)
    if answer.status in {301, 302, 303, 307, 308}:
        raise Redirected(_("%(host)s points to another address. Enter the address where it really is.", host=host))
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise NotUnderstood(_("%(host)s sends its answer packed, although it was asked not to.", host=host))
    body = bytearray()
    for part in answer.iter_stream():
        body += part
        if len(body) > MOST_BYTES:
            raise TooLarge(_("%(host)s sent more than 1 MB. Nothing that large is expected there.", host=host))
    kept = [(name, value) for name, value in headers.multi_items() if name.lower() not in _NEVER_KEPT]
    return httpx.Response(answer.status, headers=kept, content=bytes(body))


def _good(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        raise Refusing(
            _("%(host)s answered with status %(status)d.", host=_host(answer.url), status=answer.status_code),
            answered=answer.status_code,
        )
    return answer


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = json.loads(_good(answer).content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NotUnderstood(_("What %(host)s answered is not what is expected there.", host=_host(answer.url)))
    return found


def _not_answered(host: str, problem: Exception) -> EgressError:
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in problem.args):
        return Untrusted(
            _(
                "The certificate of %(host)s has ended, is for another name, or is not signed by anyone we know.",
                host=host,
            )
        )
    return Unreachable(_("Nobody answers at %(host)s. Look whether the address is right.", host=host))


def _inside(host: str) -> str:
    return _(
        "%(host)s leads into a network instead of the public internet. "
        "Whoever runs Handrail can allow it (HANDRAIL_EGRESS_ALLOWS).",
        host=host,
    )


@functools.lru_cache(maxsize=4)
def _certificates(more: str) -> ssl.SSLContext:
    """Return whom to believe: the public authorities, those of this machine, and those that a setting names."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    if more:
        context.load_verify_locations(cafile=more)
    return context
