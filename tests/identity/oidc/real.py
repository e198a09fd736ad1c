"""A certified provider in Node, Handrail on a port of its own, and a browser between them."""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from flask import Flask
from werkzeug.serving import make_server

from handrail.identity.oidc.codes import ClientAuthentication

FOLDER = Path(__file__).parents[1] / "provider"
_MOST_STEPS = 12


@contextmanager
def npm_provider(program: str = "provider.mjs", **settings: Any) -> Iterator[str]:
    """Run a provider; returns its issuer."""
    if not (FOLDER / "node_modules").is_dir():
        pytest.fail("The identity provider of the tests is not installed: run .ci/provider")
    told = (json.dumps({"groups": {}} | settings) + "\n").encode()
    with subprocess.Popen(
        ["node", program],  # noqa: S607 - whichever Node .ci/provider found
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(told)
        running.stdin.flush()
        try:
            yield str(json.loads(running.stdout.readline())["issuer"])
        finally:
            running.stdin.close()
            running.wait(10)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve Handrail on loopback; returns its address."""
    server = make_server("localhost", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def client_at(address: str, slug: str, connection_id: UUID, secret: str, **more: Any) -> dict[str, Any]:
    """Return how the provider knows a connection: its redirect address, and those of signing out."""
    base = f"{address}/sign-on/{slug}/{connection_id}"
    return {
        "client_id": "handrail-trial",
        "client_secret": secret,
        "application_type": "native",  # which may come back to http on loopback
        "redirect_uris": [f"{base}/return"],
        "post_logout_redirect_uris": [f"{base}/signed-out"],
        "backchannel_logout_uri": f"{base}/logout",
        "backchannel_logout_session_required": True,
        "token_endpoint_auth_method": ClientAuthentication.BASIC.value,
    } | more


class Surfer:
    """A browser that goes from page to page over real HTTP, with cookies of its own."""

    def __init__(self, address: str, slug: str) -> None:
        self.address, self.slug = address, slug
        self.http = httpx.Client(
            follow_redirects=False,
            trust_env=False,
            timeout=20,
            limits=httpx.Limits(max_keepalive_connections=0),  # nothing stays open that a test would have to close
        )
        self.http.headers["Sec-Fetch-Site"] = "same-origin"

    def get(self, path: str) -> httpx.Response:
        """Open one of our pages."""
        return self.http.get(self.address + path)

    def press(self, path: str, page: str = "/sign-in", **fields: str) -> httpx.Response:
        """Send a form of ours."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        assert token
        form = {"csrf_token": token[1], "idempotency_key": str(uuid4())} | fields
        return self.http.post(self.address + path, data=form)

    def follow(self, answer: httpx.Response, subject: str, acr: str = "one") -> httpx.Response:
        """Go wherever it leads, as this person, until a page stands still."""
        headers = {"x-trial-subject": subject, "x-trial-acr": acr}
        for _step in range(_MOST_STEPS):
            onward = _onward(answer)
            if onward is None:
                return answer
            answer = self.http.get(httpx.URL(str(answer.url)).join(onward), headers=headers)
        raise AssertionError("It leads round and round.")

    def signs_on(self, connection_id: UUID, subject: str, acr: str = "one", **fields: str) -> httpx.Response:
        """Sign on with a connection, as this person of the provider."""
        return self.follow(self.press(f"/sign-on/{self.slug}/{connection_id}", **fields), subject, acr)

    def sends_form(self, page: httpx.Response, **more: str) -> httpx.Response:
        """Send the form of a provider's page."""
        action = re.search(r'action="([^"]+)"', page.text)
        assert action, page.text
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text))
        return self.http.post(httpx.URL(str(page.url)).join(unescape(action[1])), data=fields | more)

    def is_signed_in(self) -> bool:
        """Whether the session opens one's account."""
        return self.get("/account").status_code == 200


def _onward(answer: httpx.Response) -> str | None:
    if answer.has_redirect_location:
        return answer.headers["location"]
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    return unescape(found[1]) if found else None
