"""An identity provider that does as it is told, however wrong: real HTTP on loopback, real keys, real PKCE.

with HostileProvider() as provider:
    provider.says = lambda claims: claims | {"aud": "somebody-else"}
    back = provider.authorize(url, subject="ann")   # what the browser brings back
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from joserfc.jws import JWSRegistry

CLIENT_ID, CLIENT_SECRET = "handrail-trial", "not a secret: for trials + 100% & more"
Claims = dict[str, Any]
Key = RSAKey | ECKey | OctKey


def rsa(kid: str = "first") -> RSAKey:
    """Make a key that signs."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}, private=True, auto_kid=False)


def curve(kid: str = "curve") -> ECKey:
    """Make a key that signs, on an elliptic curve."""
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"}, private=True, auto_kid=False)


@dataclass
class Grant:
    """A code that was given."""

    redirect_uri: str
    challenge: str | None
    nonce: str | None
    subject: str


@dataclass
class HostileProvider:
    """One issuer. `metadata`, `says`, `header`, `sign` and `answer` change what it does."""

    key: Key = field(default_factory=rsa)
    published: list[Key] | None = None
    algorithm: str = "RS256"
    metadata: Claims = field(default_factory=dict)
    issuer_path: str = ""
    says: Callable[[Claims], Claims] = dict
    sign: Callable[[Claims], str] | None = None
    answer: Callable[[dict[str, str]], dict[str, str]] = dict
    token_error: str | None = None
    checks_pkce: bool = True
    documents: dict[str, bytes] = field(default_factory=dict)
    slow_seconds: float = 0.0
    asked: list[str] = field(default_factory=list)
    asked_for: list[dict[str, str]] = field(default_factory=list)
    grants: dict[str, Grant] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def issuer(self) -> str:
        return f"http://{self.host}{self.issuer_path}"

    # --- what it tells --------------------------------------------------------------------------------------------

    def described(self) -> Claims:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/logout",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        }
        return {name: value for name, value in (told | self.metadata).items() if value is not None}

    def keys(self) -> Claims:
        published = [self.key] if self.published is None else self.published
        return dict(KeySet(published).as_dict(private=False))

    def page(self, path: str) -> bytes | None:
        if path == "/.well-known/openid-configuration":
            return json.dumps(self.described()).encode()
        if path == "/jwks":
            return json.dumps(self.keys()).encode()
        return b"<p>sign in</p>" if path == "/authorize" else None

    # --- the browser's part -----------------------------------------------------------------------------------------

    def authorize(self, url: str, subject: str = "ann") -> str:
        """Let somebody sign in who was sent here; returns the path and query with which their browser comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.asked_for.append(asked)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        code = secrets.token_urlsafe(16)
        self.grants[code] = Grant(asked["redirect_uri"], asked.get("code_challenge"), asked.get("nonce"), subject)
        params = self.answer({"code": code, "state": asked["state"]})
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode(params)}"

    # --- the client's part ------------------------------------------------------------------------------------------

    def token(self, form: dict[str, str], authorization: str | None) -> tuple[int, Claims]:
        if self.token_error:
            return 400, {"error": self.token_error}
        grant = self.grants.pop(form.get("code", ""), None)
        if not _is_client(form, authorization):
            return 401, {"error": "invalid_client"}
        if grant is None or form.get("redirect_uri") != grant.redirect_uri:
            return 400, {"error": "invalid_grant"}
        if self.checks_pkce and _challenge(form.get("code_verifier", "")) != grant.challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": self.id_token(grant.subject, grant.nonce),
        }

    def id_token(self, subject: str, nonce: str | None) -> str:
        now = int(time.time())
        claims: Claims = {
            "iss": self.issuer,
            "sub": subject,
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "auth_time": now,
            "name": f"Invented {subject.title()}",
            "sid": f"session-of-{subject}",
        }
        if nonce is not None:
            claims["nonce"] = nonce
        return self.signed(self.says(claims))

    def signed(self, claims: Claims, *, typ: str | None = None) -> str:
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.sign is not None:
            return self.sign(claims)
        return sign(claims, self.key, self.algorithm, typ=typ)


def sign(claims: Claims, key: Key, algorithm: str = "RS256", *, typ: str | None = None, kid: str | None = None) -> str:
    """Return a token with whatever algorithm."""
    header = {"alg": algorithm, "kid": kid or key.kid} | ({"typ": typ} if typ else {})
    return jwt.encode(header, claims, key, registry=JWSRegistry(algorithms=[algorithm]))


def unsigned(claims: Claims) -> str:
    """Return a token that nobody signed."""
    parts = [json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def shared(claims: Claims, secret: bytes, kid: str) -> str:
    """Return a token signed with a secret (HS256)."""
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": kid}, claims)]
    body = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    mac = hmac.new(secret, body.encode(), hashlib.sha256).digest()
    return f"{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def _is_client(form: dict[str, str], authorization: str | None) -> bool:
    if authorization:
        name, _colon, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        return (unquote_plus(name), unquote_plus(secret)) == (CLIENT_ID, CLIENT_SECRET)
    return (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _handler(provider: HostileProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:  # a test says what failed
            pass

        def do_GET(self) -> None:
            path = urlsplit(self.path).path.removeprefix(provider.issuer_path)
            provider.asked.append(path)
            time.sleep(provider.slow_seconds)
            body = provider.documents.get(path) or provider.page(path)
            self._send(200 if body else 404, body or b"{}", "text/html" if path == "/authorize" else "application/json")

        def do_POST(self) -> None:
            path = urlsplit(self.path).path.removeprefix(provider.issuer_path)
            provider.asked.append(path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, told = provider.token(form, self.headers.get("Authorization"))
            self._send(status, json.dumps(told).encode())

        def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked had enough
                self.wfile.write(body)

    return Handler
