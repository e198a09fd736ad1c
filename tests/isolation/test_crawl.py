"""Whoever asks for what belongs to another consultancy gets what they would get for what does not exist.

Every rule of the application with every method, as everybody: once with an id of nothing, once with the other world's
id of the right kind. Status, headers, body and statements are the same, and no word of the other world comes back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import pytest
from flask import Flask
from marshmallow import fields
from sqlalchemy import text
from tests.builders import build_neighbour
from tests.isolation import crawling
from tests.isolation.crawling import Answer, Route, UnknownPart, Visitor, next_to, own, routes_of, thing, unknown
from tests.isolation.digests import digests_of
from tests.isolation.filling import names_of
from tests.isolation.mutating import without_policy
from tests.isolation.worlds import NOW, TENANT_WIDE, WITHHELD, Full, build_full

from handrail.cases.api import reading as api
from handrail.entrypoints.app import create_app
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.settings import Settings, configure, with_connections

EVERYBODY: Final = (*Role, None)
DAILY: Final = frozenset({Role.WORKER, Role.SUPERVISOR, Role.HR, None})
"""Roles whose crawl is part of every run; the others reach little of it, or less of the same, and crawl with the slow
tests."""
DOCUMENTS: Final = ("document coordination", "document administrative", "document plan")
LAST: Final = (
    "DELETE", "remove", "take-back", "cancel", "coordinator", "reassign", "withdraw", "clos", "/confirm",
    "<uuid:part_id>", "<uuid:filter_id>",
    "<uuid:hand_over_id>", "<uuid:directory_id>/end", "<uuid:program_id>/end", "<uuid:access_id>/end",
    "<uuid:referral_id>/end",
)  # fmt: skip
"""Words of acts that end something; in the rehearsal they come last."""
TOLD_BY_THE_OUTBOX: Final = "POST /operator/deliveries/<uuid:message_id>/again"
"""Answers the same for any id, also for one's own: the job finds out whether there is such a message."""
CREDENTIALS: Final = frozenset(
    {
        "/calendar/<secret>.ics",
        "/sign-in/<token>",
        "/sign-in/<token>/again",
        "/sign-on/<slug>/<uuid:connection_id>",
        "/sign-on/<slug>/<uuid:connection_id>/logout",
        "/sign-on/<slug>/<uuid:connection_id>/return",
        "/sign-on/<slug>/<uuid:connection_id>/signed-out",
    }
)
"""Not crawled: whoever holds a link is who it names. Calendars and sign-on have tests of their own."""


def in_time(role: Role | None) -> Any:
    """Return the parameter for a role, among the slow tests where it is not a daily one."""
    return pytest.param(role, marks=() if role in DAILY else pytest.mark.slow)


SENT: Final = {
    "after": "absence",
    "before": "delivery",
    "case_ids": "case",
    "concern_ids": "concern",
    "concerns": "plan concern",
    "coordinator_id": "person",
    "employer": "employer",
    "employer_id": "employer id",
    "external_key": "absence key",
    "id": "plan concern",
    "identity_connection_id": "sign-on",
    "person": "helped",
    "person_id": "person",
    "raised": "concern",
    "record_id": "absence",
    "site": "site",
    "subject": "case",
    "supervisor_id": "supervisor",
    "team": "team",
    "theme": "theme",
    "worker": "worker",
}
"""What each id and key names that is sent in a body, a form or a query."""
SENT_KEYS: Final = frozenset({"employer", "external_key", "site", "worker"})
"""Those of them that are text."""
QUERIES: Final = (
    ("/absences?after={}", "absence"),
    ("/absences?show=all&worker={}", "worker"),
    ("/api/v1/cases/{case}/contacts?after=2026-12-31.{}", "contact"),
    ("/api/v1/cases?after={}.a", "case"),
    ("/api/v1/obligations?after=2026-12-31.{}", "obligation"),
    ("/api/v1/rules-releases/nl/moves?after={}", "obligation"),
    ("/obligations/releases/nl?after={}", "obligation"),
    ("/api/v1/documents?subject={}", "case"),
    ("/api/v1/documents?subject={}", "employment"),
    ("/cases?after=a&id={}", "case"),
    ("/cases?coordinator={}", "person"),
    ("/cases?employer={}", "employer id"),
    ("/cases/reassign?employer={}", "employer id"),
    ("/talks?team={}", "team"),
    ("/obligations?after=2026-12-31.{}", "obligation"),
    ("/obligations?employer={}", "employer id"),
    ("/operator/deliveries?before={}", "delivery"),
    ("/operator/jobs?before={}", "parked"),
)
"""Where a page or a list takes an id in its address that no schema describes."""
MARKS: Final = (*Compartment, WITHHELD)
_ADMINISTRATIVE, _COORDINATION, _OWN, _PLAN, _PREVENTION, _PROVIDER = (
    Compartment.ADMINISTRATIVE, Compartment.COORDINATION, Compartment.OWN, Compartment.PLAN, Compartment.PREVENTION,
    Compartment.PROVIDER,
)  # fmt: skip
READ: Final = {
    Role.WORKER: {_ADMINISTRATIVE, _COORDINATION, _OWN, _PLAN, _PREVENTION, _PROVIDER},
    Role.COORDINATOR: {_ADMINISTRATIVE, _COORDINATION, _PLAN, _PREVENTION, WITHHELD},
    Role.LEAD_COORDINATOR: {_ADMINISTRATIVE, _PLAN},
    Role.SUPERVISOR: {_ADMINISTRATIVE, _PLAN, _PROVIDER, WITHHELD},  # their answers; the agreement as a party
    Role.PROVIDER: {_PROVIDER},
    Role.HR: {_ADMINISTRATIVE},
    Role.ABSENCE_ADMIN: {_ADMINISTRATIVE},
    Role.OCCUPATIONAL_HEALTH: {_ADMINISTRATIVE},  # what the law asks of an absence, with a part in the case or without
}
"""Whose words each role comes across while the case is under way; all others of none."""


@dataclass
class Stage:
    """Two consultancies, in one of them two client organisations, and what the forms of every page ask for."""

    app: Flask
    home: Full
    next_door: Full
    abroad: Full
    forms: dict[str, list[Any]] = field(default_factory=dict)
    """The schemas of what each page's form asks for."""
    unreached: list[str] = field(default_factory=list)

    def body(self, route: Route, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what a program or a browser would send there."""
        if route.is_api:
            return crawling.json_of(self.app, route, given)
        return crawling.form_of(self.forms.get(route.named, []), given)

    def schemas(self, route: Route) -> list[Any]:
        """Return the schemas of everything that can be sent there beside the address."""
        found = [*crawling.schemas_of(self.app, route, "json"), *crawling.schemas_of(self.app, route, "query")]
        return found + self.forms.get(route.named, [])


@pytest.fixture(scope="module")
def stage(database: Settings) -> Iterator[Stage]:
    configure(with_connections(database, smtp="smtp://127.0.0.1:9"))
    home, abroad, rehearsal = (build_full(word) for word in ("Quillon", "Zyxwide", "Rehears"))  # of one length
    next_door = build_full("Vextdor", build_neighbour(home.world))
    with clock.frozen(NOW):
        found = Stage(create_app(), home, next_door, abroad)
        _rehearse(found, rehearsal)
        yield found


def _rehearse(stage: Stage, world: Full) -> None:
    """Ask for everything that is there, in a world that may be changed: it shows what each page's form asks for, and
    that the crawler's addresses lead to something."""
    visitors = {role: Visitor(stage.app, world.world, role) for role in Role}
    for route in sorted(crawled(stage.app), key=_disruption):
        roles = [role for role in Role if crawling.may_knock(route, role)]
        if not any(_led_somewhere(stage, world, visitors[role], route) for role in roles):
            stage.unreached.append(route.named)


def crawled(app: Flask) -> list[Route]:
    """Return the routes with an id in their address."""
    return [route for route in routes_of(app) if route.ids() and route.path not in CREDENTIALS]


def _disruption(route: Route) -> tuple[int, str]:
    return max([at for at, word in enumerate(LAST, 1) if word in route.named] or [0]), route.named


def _led_somewhere(stage: Stage, world: Full, visitor: Visitor, route: Route) -> bool:
    """Say whether what is there is answered otherwise than what is not."""
    ids = own(route, world)
    with crawling.listening_for_forms() as schemas:
        answers = [visitor.ask(route, ids, stage.body(route))]
    if route.method not in crawling.SAFE and schemas:
        stage.forms[route.named] = list(schemas)
        answers.append(visitor.ask(route, ids, stage.body(route)))
    nothing = {name: unknown(kind, world) for name, kind in route.ids().items()}
    none = visitor.ask(route, ids | nothing, stage.body(route))
    assert 500 not in {answer.status for answer in answers}, (route.named, visitor.role, answers)
    return any(answer.differs_from(none) for answer in answers)


# --- The crawl ----------------------------------------------------------------------------------------------------


def test_every_address_of_the_crawl_leads_to_something_where_it_exists(stage: Stage) -> None:
    """Else the comparison below would compare nothing with nothing."""
    assert stage.unreached == [TOLD_BY_THE_OUTBOX]


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", [in_time(role) for role in EVERYBODY], ids=str)
def test_what_belongs_to_others_is_answered_as_what_does_not_exist(stage: Stage, role: Role | None) -> None:
    """The others are another consultancy, and for roles of one employer another client organisation."""
    before = digests_of(stage.abroad.world)
    visitor = Visitor(stage.app, stage.home.world, role)
    assert list(_leaks(stage, visitor, _others(stage, role))) == []
    assert digests_of(stage.abroad.world) == before


def _others(stage: Stage, role: Role | None) -> list[Full]:
    return [stage.abroad] if role in TENANT_WIDE else [stage.abroad, stage.next_door]


def _leaks(stage: Stage, visitor: Visitor, others: Sequence[Full], only: str = "") -> Iterator[str]:
    """Yield every route, or only those of one path, that tells something of the other worlds, and how.

    A change without an id in its address can only touch one's own and is left out; those with ids in their body have
    a test of their own.
    """
    turned_away: dict[bool, Answer] = {}
    for route in routes_of(stage.app):
        if only and route.path != only:
            continue
        if not route.ids():
            found = _problems_of_lists(visitor, route, others)
        elif route.path in CREDENTIALS:
            continue
        elif crawling.may_knock(route, visitor.role):
            found = _problems_inside(stage, visitor, route, others)
        else:
            found = _problems_at_the_door(stage, visitor, route, others[0], turned_away)
        yield from (f"{visitor.role or 'nobody'} {route.named}: {problem}" for problem in found)


def _problems_of_lists(visitor: Visitor, route: Route, others: Sequence[Full]) -> Iterator[str]:
    if route.method not in crawling.SAFE or not crawling.may_knock(route, visitor.role):
        return
    answer = visitor.ask(route, {})
    if answer.status >= 500:
        yield f"fault {answer.status}"
    yield from (f"tells of {other.word}" for other in others if answer.holds(other.word))


def _problems_inside(stage: Stage, visitor: Visitor, route: Route, others: Sequence[Full]) -> Iterator[str]:
    body, mine = stage.body(route), own(route, stage.home)
    for group in _groups(route):
        nothing = {name: unknown(kind, stage.home) for name, kind in group.items()}
        none = visitor.ask(route, mine | nothing, body)
        for other in others:
            for theirs in _things(other, group):
                yield from _problems(visitor.ask(route, mine | theirs, body), none, other)


def _groups(route: Route) -> Iterator[dict[str, str]]:
    """Yield the parts of an address that are exchanged: all at once, and what lies in one's own case alone."""
    found = route.ids()
    yield found
    if len(found) > 1:
        yield from ({name: kind} for name, kind in found.items() if kind not in {"case", "employment"})


def _things(other: Full, group: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """Yield the ids of another world; of documents there is one in each compartment."""
    for document in DOCUMENTS if "document_id" in group else ("",):
        yield {name: thing(other, document or kind) for name, kind in group.items()}


def _problems(foreign: Answer, none: Answer, other: Full) -> Iterator[str]:
    if foreign.status >= 500:
        yield f"fault {foreign.status}"
    if foreign.holds(other.word):
        yield f"tells of {other.word}"
    difference = foreign.differs_from(none)
    if difference:
        yield f"{other.word}: {difference}"
    if foreign.status == 200:
        yield "answers with something"


def _problems_at_the_door(
    stage: Stage, visitor: Visitor, route: Route, other: Full, turned_away: dict[bool, Answer]
) -> Iterator[str]:
    """Yield where somebody who never gets past this door could tell it from any other door."""
    answer = visitor.ask(route, own(route, other), stage.body(route))
    expected = {404} if visitor.role else {302, 401, 403}
    if answer.status not in expected:
        yield f"status {answer.status}"
    usual = turned_away.setdefault(route.is_api, answer) if visitor.role else answer
    difference = _without_address(answer).differs_from(_without_address(usual))
    if difference:
        yield difference


# --- Ids beside the address -----------------------------------------------------------------------------------------


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", [in_time(role) for role in Role], ids=str)
def test_ids_and_keys_in_a_body_or_a_query_tell_no_more_than_unknown_ones(stage: Stage, role: Role) -> None:
    visitor = Visitor(stage.app, stage.home.world, role)
    assert list(_leaks_of_bodies(stage, visitor, _others(stage, role))) == []


def _leaks_of_bodies(stage: Stage, visitor: Visitor, others: Sequence[Full]) -> Iterator[str]:
    for route in routes_of(stage.app):
        names = {name for schema in stage.schemas(route) for name in names_of(schema, fields.UUID)}
        assert names <= SENT.keys(), (
            f"{route.named} takes an id that the crawl does not know: say in SENT what it names"
        )
        names |= {name for schema in stage.schemas(route) for name in names_of(schema, fields.String)} & SENT_KEYS
        if not crawling.may_knock(route, visitor.role) or route.path in CREDENTIALS:
            continue
        for name in sorted(names):
            for other in others:
                found = _problems_of_body(stage, visitor, route, name, other)
                yield from (f"{visitor.role} {route.named} {name}: {problem}" for problem in found)


def _problems_of_body(stage: Stage, visitor: Visitor, route: Route, name: str, other: Full) -> Iterator[str]:
    """Yield how an answer differs between the other world's thing and nothing, where all else is one's own."""
    mine = {each: thing(stage.home, kind) for each, kind in SENT.items()} | {"profile": "generic"}
    given = mine | {name: thing(other, SENT[name])}
    nothing = mine | {name: next_to(given[name])}
    ids, answers = own(route, stage.home), []
    for each in (nothing, given, nothing):  # the first of them may write what the others find written
        visitor.etag = _etag(visitor, route, ids)
        answers.append(visitor.ask(route, ids, stage.body(route, each), {name: each[name]}))
    found = _problems(answers[1], answers[2], other)
    yield from (problem for problem in found if problem != "answers with something")


def _etag(visitor: Visitor, route: Route, ids: Mapping[str, object]) -> str:
    """Return what a program that read first would send as If-Match."""
    read = visitor.send("GET", route.address(ids)).etag if route.method == "PUT" else ""
    return read or '"1"'


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize(("path", "kind"), QUERIES, ids=[path for path, _kind in QUERIES])
def test_a_place_in_a_list_tells_nothing_of_whose_it_is(stage: Stage, path: str, kind: str) -> None:
    for role in (Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.HR, Role.ABSENCE_ADMIN, Role.WORKER, Role.OPERATOR):
        visitor = Visitor(stage.app, stage.home.world, role)
        for other in _others(stage, role):
            theirs = thing(other, kind)
            foreign, none = (
                visitor.send("GET", path.format(each, case=stage.home.case_id), [each])
                for each in (theirs, next_to(theirs))
            )
            found = [problem for problem in _problems(foreign, none, other) if problem != "answers with something"]
            assert found == [], role


# --- Words of one's own world ---------------------------------------------------------------------------------------


@pytest.mark.rule("CON-1")
@pytest.mark.rule("CON-2")
@pytest.mark.parametrize("role", [in_time(role) for role in Role], ids=str)
def test_nobody_finds_a_word_of_a_compartment_that_is_not_theirs(stage: Stage, role: Role) -> None:
    """Asked of every page and every reading of the API, each with the ids of one's own case."""
    assert _marks_seen(stage, role) == READ.get(role, set())


def _marks_seen(stage: Stage, role: Role, only: str = "") -> set[str]:
    """Return the compartments whose words a role comes across, on all pages and readings or on one."""
    visitor, found = Visitor(stage.app, stage.home.world, role), set()
    for route in routes_of(stage.app):
        is_asked = route.method in crawling.SAFE and crawling.may_knock(route, role)
        if not is_asked or route.path in CREDENTIALS or (only and route.path != only):
            continue
        for ids in _things(stage.home, {name: kind for name, kind in route.parts().items() if kind}):
            answer = visitor.ask(route, ids)
            assert answer.status < 500, route.named
            found |= {mark for mark in MARKS if answer.holds(stage.home.mark(mark))}
    return found


# --- Mutations: each control taken away, and the crawl says so ------------------------------------------------------


@pytest.mark.rule("S7-2")
def test_without_the_narrow_policy_of_contacts_the_worker_finds_what_is_withheld(
    stage: Stage, database: Settings
) -> None:
    contacts = "/api/v1/cases/<uuid:case_id>/contacts"
    assert WITHHELD not in _marks_seen(stage, Role.WORKER, contacts)
    with without_policy(database, "contact", "narrow"):
        assert WITHHELD in _marks_seen(stage, Role.WORKER, contacts)


def test_without_the_employer_policy_a_list_tells_of_next_door(stage: Stage, database: Settings) -> None:
    visitor = Visitor(stage.app, stage.home.world, Role.HR)
    assert list(_leaks(stage, visitor, [stage.next_door], "/framework")) == []
    with without_policy(database, "client_organisation", "employer"):
        assert list(_leaks(stage, visitor, [stage.next_door], "/framework")) == ["hr GET /framework: tells of Vextdor"]


def test_one_statement_more_for_what_exists_elsewhere_is_found(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that answers the same and works more is one by which somebody can learn that a case exists."""
    original = api.load_case

    def curious(session: Any, case_id: UUID, requirement: Any) -> Any:
        if case_id == stage.abroad.case_id:
            session.execute(text("select 1"))
        return original(session, case_id, requirement)

    monkeypatch.setattr(api, "load_case", curious)
    visitor = Visitor(stage.app, stage.home.world, Role.COORDINATOR)
    path = "/api/v1/cases/<uuid:case_id>"
    found = [f"coordinator GET {path}: Zyxwide: 4 and 3 statements"]
    assert list(_leaks(stage, visitor, [stage.abroad, stage.next_door], path)) == found


def test_a_route_with_a_part_that_the_crawl_does_not_know_is_refused() -> None:
    app = Flask("probe", static_folder=None)
    app.add_url_rule("/things/<uuid:thing_id>", "thing", str)
    with pytest.raises(UnknownPart, match="thing_id"):
        [route.parts() for route in routes_of(app)]


def _without_address(answer: Answer) -> Answer:
    """Return the answer without the address that was asked for, which the choice of language leads back to."""
    body = crawling.without_next(answer.body)
    headers = [(name, value) for name, value in answer.headers if name != "Content-Length"]
    return Answer(answer.status, headers, body, answer.statements)
