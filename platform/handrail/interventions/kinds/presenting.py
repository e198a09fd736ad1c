"""An intervention as a page shows it, to one reader: where it stands, their fields by compartment, what they can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.overview import names_of
from handrail.extensions import activation
from handrail.identity.actor import Actor
from handrail.identity.policies import may_ever
from handrail.identity.views import ROLE_LABELS
from handrail.interventions.kinds import calling, declared, queries, rules
from handrail.interventions.kinds.ground import Ground, people_of
from handrail.interventions.kinds.queries import Item
from handrail.interventions.kinds.words import Entry, Words
from handrail.kit.codes import Role
from handrail.kit.i18n import _
from handrail.plans.team.reading import Beside
from handrail.sdk import CORRECT
from handrail.tenancy.models import Case
from handrail.web.widgets import READERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The fields of one compartment: who reads them, and what stands in them."""

    compartment: str
    readers: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of what became of it."""

    on: date
    words: str
    state: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """One intervention on a page or in a list."""

    id: UUID
    label: str
    about: str
    state: str
    tone: str
    began_on: date | None
    ended_on: date | None
    shared_on: date | None
    is_active: bool
    unchecked: bool
    blocks: Sequence[Block]
    known: Block | None
    acts: Sequence[tuple[str, str]]
    following: tuple[str, str] | None
    """The act that leads on; what ends an item is never the first thing to press."""
    warnings: Sequence[str]
    not_warned: bool
    history: Sequence[Step]
    portable: bool


def for_the_team(session: Session, actor: Actor, case: Case) -> Beside | None:
    """Return where the supervisor's page of a worker leads to for interventions: the same for every worker (VOL-2)."""
    if not may_ever(actor.role, "intervention.read"):
        return None
    active = activation.active(session, case.employer_id)
    if not any(active.runs(kind.plugin) for kind in declared.all_installed()):
        return None
    return Beside(_("Interventions"), f"/cases/{case.id}/interventions")


def shown(ground: Ground, item: Item, *, whole: bool = True) -> ShownItem:
    """Return an item in the language spoken now; `whole` false leaves out what a list does not show."""
    words = Words(item.kind, dict(people_of(ground)))
    where, shape = item.where, item.kind.shape
    title = shape.field(shape.title) if shape.title else None
    acts: list[tuple[str, str]] = []
    following: tuple[str, str] | None = None
    if where is not None and item.is_active:
        open_ones = rules.acts(shape, where, ground.actor.role)
        acts = [(each.name, words.act(each.name)) for each in open_ones]
        leads_on = [each.name for each in open_ones if each.target not in where.machine.final]
        following = next(((name, words.act(name)) for name in leads_on), None)
        if not item.is_over and rules.may_correct(shape, where, ground.actor.role):
            acts.append((CORRECT, words.act(CORRECT)))
    warnings: list[str] | None = []
    if whole and where is not None and item.is_active and not item.is_over:
        found = calling.warnings(
            item.kind, ground.subject.tenant_id, calling.seen(where.state, item.stored, item.known, ground.today)
        )
        warnings = None if found is None else [words.finding(each) for each in found]
    own_state = where is not None and where.state
    return ShownItem(
        id=item.id,
        label=words.label,
        about=words.value(title, item.values.get(shape.title)) if title else "",
        state=words.state(where.state) if where else _("Shared with you"),
        tone="done" if item.is_over else ("open" if own_state == shape.machine.initial else "now"),
        began_on=item.head.began_on if item.head else None,
        ended_on=item.head.ended_on if item.head else None,
        shared_on=None if item.head else item.written_on,
        is_active=item.is_active,
        unchecked=item.head.unchecked if item.head else False,
        blocks=_blocks(words, item) if whole else (),
        known=_known(words, item) if whole else None,
        acts=acts,
        following=following,
        warnings=warnings or [],
        not_warned=warnings is None,
        history=_history(ground, item, words) if whole and item.head else (),
        portable=shape.portable and ground.actor.role is Role.WORKER and item.head is not None,
    )


def _blocks(words: Words, item: Item) -> list[Block]:
    found: dict[str, list[Entry]] = {}
    for entry in words.entries(item.stored):
        if entry.key not in item.known:
            found.setdefault(entry.compartment, []).append(entry)
    return [
        Block(compartment=place, readers=_readers(place), entries=entries) for place, entries in sorted(found.items())
    ]


def _known(words: Words, item: Item) -> Block | None:
    entries = words.entries(item.known)
    return Block(compartment="plan", readers=_readers("plan"), entries=entries) if entries else None


def _readers(place: str) -> str:
    return readers_of(place)[1]


def readers_of(place: str) -> tuple[str, str]:
    """Return a compartment with the sentence that says who reads it."""
    return place, str(next(text for compartment, text in READERS.items() if compartment.value == place))


def _history(ground: Ground, item: Item, words: Words) -> list[Step]:
    changes = queries.changes_of(ground.session, item)
    names = names_of(ground.session, ground.subject.tenant_id, {each.changed_by for each in changes})
    return [
        Step(
            on=each.on,
            words=words.act(each.act),
            state=words.state(each.after),
            by=names.get(each.changed_by, "") or _(ROLE_LABELS[each.changed_as]),
        )
        for each in reversed(changes)
    ]
