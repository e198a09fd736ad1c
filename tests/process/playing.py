"""One worker whose case goes any way, and a twin with whom the employer's side does just the same."""

import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

from flask import Flask
from tests.builders import (
    add_worker,
    bearer,
    build_person,
    build_world,
    employment_row,
    give_role,
)

from handrail.identity.parts import supervisor_changed
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations import projection
from handrail.tenancy.models import ClientOrganisation

BEGUN: Final = datetime(2026, 10, 5, 8, tzinfo=UTC)
STEP: Final = timedelta(seconds=7)
FRESH: Final = timedelta(minutes=8)
OVERSEERS: Final = (Role.EMPLOYER_ADMIN, Role.SENIOR_MANAGEMENT)
EMPLOYERS_SIDE: Final = (Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN, *OVERSEERS)
PARTICIPATING: Final = "participating"
WORD: Final = re.compile(r"zq\d+qz")


class Pick(Protocol):
    """Whoever chooses: Hypothesis, or the one that always takes the first."""

    def __call__(self, choices: Sequence[Any], /) -> Any: ...


@dataclass(frozen=True)
class Reply:
    """What came back over the API."""

    status: int
    body: Any
    text: str
    etag: str

    @property
    def done(self) -> bool:
        return self.status < 400


def nothing(_body: Any) -> None:
    """Learn nothing from what was done."""


@dataclass(frozen=True)
class Asked:
    """One request; `learn` is told the answer where it was done, `twin` is the same act about the other worker."""

    method: str
    path: str
    body: dict[str, Any] | None = None
    etag: str | None = None
    learn: Callable[[Any], None] = nothing
    beyond: bool = False
    """Whether it is an act of a step beyond the second (S2-2)."""
    twin: "Asked | None" = None


@dataclass
class Version:
    """A proposed version as it was when it was first read."""

    digest: str
    content: str
    supervisor_id: UUID
    accepted: set[str] = field(default_factory=set)


@dataclass
class Told:
    """What is known of a concern that was told."""

    released: "Word | None" = None
    shared: bool = False
    gone: bool = False


@dataclass
class Model:
    """What must be true of a case, kept from the answers alone."""

    case_id: UUID
    participation: str = "not_invited"
    explained: bool = False
    closed: bool = False
    told: UUID | None = None
    """The supervisor who knows of the support today (S2-4)."""
    met: bool = False
    ready: bool = False
    summary: int = 0
    validated: bool = False
    topics: int = 0
    meeting: str | None = None
    begun: bool = False
    held: bool = False
    concerns: dict[str, Told] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    consents: list[str] = field(default_factory=list)
    calls: dict[str, Role] = field(default_factory=dict)
    draft: int = 0
    draft_words: list["Word"] = field(default_factory=list)
    draft_is_new: bool = False
    """Whether a whole draft waits to be proposed."""
    draft_tells: bool = False
    """Whether it has colleagues told something."""
    versions: dict[int, Version] = field(default_factory=dict)
    confirmed: dict[str, int | None] = field(default_factory=dict)
    """Under which contract each action was said to be in place."""
    prepared: int | None = None
    back: bool = False
    followed: set[str] = field(default_factory=set)
    talks: list[str] = field(default_factory=list)

    @property
    def takes_part(self) -> bool:
        return self.participation == PARTICIPATING and not self.closed

    @property
    def newest(self) -> int | None:
        return max(self.versions, default=None)

    @property
    def contract(self) -> int | None:
        agreed = [number for number, each in self.versions.items() if each.accepted == {"worker", "supervisor"}]
        return max(agreed, default=None)

    def keys(self, part: str, number: int | None) -> list[str]:
        """Return the keys of the actions or questions of a version."""
        version = self.versions.get(number or 0)
        return [each["key"] for each in json.loads(version.content)[part]] if version else []

    def stops(self) -> None:
        """Forget who knew of the support: it stopped, or began to have another supervisor."""
        self.told = None


@dataclass
class Word:
    """A word that is found in one text alone; whoever confided it, `shown` says whether the supervisor may read it."""

    text: str
    kind: str
    model: Model
    shown: bool = False
    only: UUID | None = None
    """The one supervisor who said it, or was answered."""


@dataclass
class Side:
    """A worker as the employer's side knows them."""

    employment_id: UUID
    worker_id: UUID
    key: str
    case_id: UUID | None = None
    absence_id: UUID | None = None
    absences: int = 0
    first_day: date | None = None
    requests: list[str] = field(default_factory=list)

    @property
    def case(self) -> str:
        return f"/api/v1/cases/{self.case_id or uuid4()}"

    @property
    def employment(self) -> str:
        return f"/api/v1/employments/{self.employment_id}"


class Play:
    """A world, what time it is there, and everything that is known from the answers so far."""

    def __init__(self, app: Flask) -> None:
        self.app, self.now = app, BEGUN
        self.client = app.test_client(use_cookies=False)
        self.models: list[Model] = []
        self.words: dict[str, Word] = {}
        self.states: dict[int, str] = {}
        """What became of each request to contact the worker, by its place."""
        self._numbers = itertools.count(1)
        self._tokens: dict[tuple[Role, UUID], tuple[datetime, dict[str, str]]] = {}
        with self.frozen():
            self.world = world = build_world()
            for role in OVERSEERS:
                world.people[role] = build_person(world.tenant_id, f"Invented {role.value}")
                give_role(world.tenant_id, world.people[role], role, world.employer_id)
            second = build_person(world.tenant_id, "Invented Second Supervisor")
            give_role(world.tenant_id, second, Role.SUPERVISOR, world.employer_id)
            self.supervisors = (world.people[Role.SUPERVISOR], second)
            twin = add_worker(world, "Invented Worker")
            with world.engine() as session:
                self.employer = session.query(ClientOrganisation).filter_by(id=world.employer_id).one().key
                rows = [employment_row(session, world, each) for each in (world.employment_id, twin)]
                self.me, self.twin = (Side(row.id, row.person_id, row.key) for row in rows)
        self.supervisor = self.supervisors[0]

    # --- Time and people ----------------------------------------------------------------------------------

    @contextmanager
    def frozen(self) -> Iterator[None]:
        with clock.frozen(self.now):
            yield

    @property
    def today(self) -> date:
        return self.now.date()

    def day(self, days: int) -> str:
        """Return the day so many days from today, as it is written."""
        return (self.today + timedelta(days=days)).isoformat()

    def passes(self, days: int) -> None:
        """Let days go by; it is the same hour again, and what is due was reckoned that morning as every day."""
        self.now = datetime.combine(self.today + timedelta(days=days), BEGUN.time(), UTC)
        ids = [side.employment_id for side in (self.me, self.twin)]
        with self.frozen(), self.world.engine() as session:
            projection.reconcile_all(session, self.world.system(), ids)

    def person(self, role: Role) -> UUID:
        return self.supervisor if role is Role.SUPERVISOR else self.world.people[role]

    def change_supervisor(self) -> None:
        """Give both workers the other supervisor, as the employer's files do."""
        first, second = self.supervisors
        self.supervisor = second if self.supervisor == first else first
        with self.frozen(), self.world.engine() as session:
            for side in (self.me, self.twin):
                row = employment_row(session, self.world, side.employment_id)
                row.supervisor_id = self.supervisor
                supervisor_changed(session, self.world.system(), row)
        for model in self.models:
            model.stops()

    # --- Asking -------------------------------------------------------------------------------------------

    def send(self, asked: Asked, role: Role, person_id: UUID | None = None) -> Reply:
        """Send one request as a person in a role."""
        headers = dict(self._token(role, person_id or self.person(role)))
        headers["Idempotency-Key"] = str(uuid4())
        if asked.etag is not None:
            headers["If-Match"] = asked.etag
        with self.frozen():
            answer = self.client.open(
                asked.path, method=asked.method, json=asked.body, headers=headers, base_url="http://localhost"
            )
        return Reply(answer.status_code, answer.get_json(silent=True), answer.text, answer.headers.get("ETag", ""))

    def read(self, path: str, role: Role, person_id: UUID | None = None) -> Reply:
        return self.send(Asked("GET", path), role, person_id)

    def lets_in(self, role: Role) -> None:
        """Have somebody's program have a token, which is written down."""
        self._token(role, self.person(role))

    def _token(self, role: Role, person_id: UUID) -> dict[str, str]:
        made, headers = self._tokens.get((role, person_id), (BEGUN - FRESH, {}))
        if not headers or self.now - made > FRESH:
            with self.frozen():
                made, headers = self.now, bearer(self.world, role, person_id)
            self._tokens[role, person_id] = made, headers
        return headers

    # --- What is known ------------------------------------------------------------------------------------

    @property
    def model(self) -> Model:
        """Return what is known of the newest case; of one that is nowhere, before there is one."""
        return self.models[-1] if self.models else Model(uuid4())

    def word(self, kind: str, *, shown: bool = False, only: UUID | None = None) -> Word:
        """Make a word that stands nowhere else."""
        made = Word(f"zq{next(self._numbers)}qz", kind, self.model, shown=shown, only=only)
        self.words[made.text] = made
        return made

    def may_read(self, word: Word, role: Role, person_id: UUID) -> bool:
        """Say whether somebody may find a word wherever they look, today (CON-1, CON-2, VOL-2)."""
        if role is Role.WORKER:
            return word.kind != "withheld"
        if role is Role.COORDINATOR:
            return word.kind != "own"
        if role is Role.SUPERVISOR:
            mine = word.only in {None, person_id}
            return word.shown and mine and word.model.takes_part and word.model.told == person_id
        return False

    def in_use_for(self, person_id: UUID) -> bool:
        """Say whether a supervisor knows of support of this worker today."""
        return any(model.takes_part and model.told == person_id for model in self.models)

    def forget_unsaid(self, before: set[str]) -> None:
        """Forget the words of a request that was refused."""
        for text in set(self.words) - before:
            del self.words[text]
