"""The content security policy of the whole application in Chromium: ours never runs into it, what is foreign does."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from tests.builders import World, build_world, open_informed_case
from tests.web.whole import Browser as Client
from werkzeug.serving import make_server

from handrail.entrypoints.app import create_app
from handrail.kit.codes import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
ROLES = (Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR, Role.HR, Role.CONSULTANCY_ADMIN, None)
LOADS = 25
INJECTED = """<div id="injected">
<button id="load" hx-get="/fired?load" hx-trigger="load">x</button>
<button id="click" data-hx-post="/fired?click" hx-nonce="guess">x</button>
<button id="on" hx-on:click="fetch('/fired?on')" onclick="fetch('/fired?onclick')">x</button>
<a id="link" hx-get="/fired?link" hx-trigger="intersect, revealed, every 50ms">x</a>
<script>fetch('/fired?script')</script><script nonce="guess">fetch('/fired?nonce')</script>
<img src="/fired-not-there" onerror="fetch('/fired?error')">
</div>"""


@dataclass
class Site:
    """The running application, what it was told of violations, and what was fired at it."""

    app: Flask
    world: World
    case_id: object
    browser: Browser
    port: int = 0
    reports: list[bytes] = field(default_factory=list)
    fired: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def visitor(self, role: Role | None) -> BrowserContext:
        context = self.browser.new_context(viewport={"width": 1280, "height": 900})
        if role is not None:
            cookie = Client(self.app, self.world, role).client.get_cookie("hr")
            assert cookie is not None
            context.add_cookies([{"name": "hr", "value": cookie.value, "url": self.url("/")}])
        return context

    def pages(self, role: Role | None) -> list[str]:
        """Return the address of every page of the map that opens for this role, with the ids of this world."""
        client = Client(self.app, self.world if role else None, role)
        ids = {"case_id": self.case_id, "employment_id": self.world.employment_id, "number": 1}
        found = []
        for rule in self.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or not rule.arguments <= set(ids) or rule.rule.startswith("/api/"):
                continue
            path = (rule.build({name: ids[name] for name in rule.arguments}) or ("", ""))[1]
            answer = client.send("GET", path, {"Accept": "text/html"})
            if answer.status_code == 200 and answer.mimetype == "text/html" and "<html" in answer.text:
                found.append(path)
        return found


@pytest.fixture(scope="module")
def site(database: object, chromium: str) -> Iterator[Site]:
    del database
    world = build_world()
    case_id = open_informed_case(world)
    app = create_app()
    made: list[Site] = []

    def noted(environ: dict[str, object], start: object) -> object:
        """Note reports of the browser before the application takes them."""
        path = str(environ["PATH_INFO"])
        if path.startswith("/fired"):
            made[0].fired.append(f"{path}?{environ.get('QUERY_STRING')}")
        if path == "/csp-reports":
            made[0].reports.append(b"report")
        return app(environ, start)  # type: ignore[arg-type] # as the server hands it over

    server = make_server("127.0.0.1", 0, noted, threaded=True)  # type: ignore[arg-type] # an application around ours
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        made.append(Site(app, world, case_id, browser, server.server_port))
        yield made[0]
        browser.close()
    server.shutdown()
    thread.join()
    server.server_close()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """Return a page and what it says about the policy."""
    context.add_init_script(
        "addEventListener('securitypolicyviolation', event => "
        "console.error('violation ' + event.effectiveDirective + ' ' + event.blockedURI))"
    )
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console",
        lambda one: (
            said.append(one.text)
            if "violation" in one.text or "Content Security Policy" in one.text or "TrustedHTML" in one.text
            else None
        ),
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


@pytest.mark.parametrize("role", ROLES)
def test_no_page_runs_into_the_policy(site: Site, role: Role | None) -> None:
    paths = site.pages(role)
    assert len(paths) >= (3 if role is None else 4)
    site.reports.clear()
    context = site.visitor(role)
    page, said = watched(context)
    found = {}
    for path in paths:
        page.goto(site.url(path), wait_until="networkidle")
        if said:
            found[path] = [*said]
            said.clear()
    context.close()
    assert found == {}
    assert site.reports == []


def with_injection(route: Route) -> None:
    """Answer as the application does, with something added in the page: what a hole in escaping would do."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("</main>", f"{INJECTED}</main>", 1))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.WORKER])
def test_what_was_injected_never_fires_in_many_loads(site: Site, role: Role) -> None:
    site.fired.clear()
    context = site.visitor(role)
    page, said = watched(context)
    page.route(site.url("/account"), with_injection)
    for _time in range(LOADS):
        page.goto(site.url("/account"), wait_until="networkidle")
        assert page.locator("#injected").count() == 1
        for each in ("load", "click", "on", "link"):
            page.locator(f"#{each}").dispatch_event("click")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 120)))")
    context.close()
    assert [each for each in site.fired if not each.startswith("/fired-not-there")] == []
    assert len(said) >= LOADS  # the browser did refuse something each time


def test_without_policy_and_gate_what_was_injected_fires(site: Site) -> None:
    """Shows that the injection would act: the page's own htmx is there to be used."""

    def opened(route: Route) -> None:
        answer = route.fetch()
        kept = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
        route.fulfill(response=answer, headers=kept, body=answer.text().replace("</main>", f"{INJECTED}</main>", 1))

    site.fired.clear()
    context = site.visitor(Role.COORDINATOR)
    page = context.new_page()
    page.route(site.url("/account"), opened)
    page.goto(site.url("/account"), wait_until="load")
    ends = time.monotonic() + 20
    while not any("script" in each for each in site.fired) and time.monotonic() < ends:
        page.wait_for_timeout(50)
    page.goto("about:blank")
    page.unroute_all(behavior="ignoreErrors")
    context.close()
    assert any("script" in each for each in site.fired)
