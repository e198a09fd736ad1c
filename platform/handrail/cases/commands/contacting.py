"""Contacts with the worker: the first call, meetings, follow-ups (INT-1, S2-1, S3-1, S3-3)."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import frame, queries
from handrail.cases.commands.loading import COORDINATION, Loaded, change, fact, happened, load, settle, still_to_come
from handrail.cases.commands.participation import decide
from handrail.cases.contact_models import Contact
from handrail.cases.models import MilestoneReached
from handrail.cases.records import in_case, recorded
from handrail.cases.rules import contacts as rules
from handrail.cases.rules.contacts import Channel, ContactKind, Place, Tick
from handrail.cases.rules.gates import require_open, require_participation
from handrail.cases.rules.participation import Decision
from handrail.cases.rules.steps import Milestone
from handrail.cases.rules.topics import check_topics, talked_about
from handrail.frameworks.rules import Framework
from handrail.identity.actor import Actor
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedAction:
    """What was agreed: what, who, by when, and how it is evaluated (INT-1)."""

    what: str
    who: str
    by: date | None = None
    evaluated: str = ""

    def plain(self) -> dict[str, str | None]:
        """Return it as JSON holds it."""
        by = self.by.isoformat() if self.by else None
        return {"what": self.what, "who": self.who, "by": by, "evaluated": self.evaluated}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A contact as it was held. `on` None: today. `answers` are by the guide's question keys."""

    channel: Channel
    on: date | None = None
    at: time | None = None
    place: Place | None = None
    participants: Sequence[str] = ("worker", "coordinator")
    answers: Mapping[str, Any] = field(default_factory=dict)
    notes: str = ""
    put_off: Sequence[str] = ()
    let_go: Sequence[str] = ()
    guide: str | None = None
    """For a contact of another kind: the guide it went by, one that an employer or a plugin added (INT-4)."""
    agreed: Sequence[AgreedAction] = ()
    next_on: date | None = None


RECORDABLE: Final = frozenset(
    {ContactKind.FIRST_MEETING, ContactKind.FOLLOW_UP, ContactKind.PREPARATION, ContactKind.OTHER}
)
"""The kinds of `record_contact`; the others have an act of their own."""
ASKED_IN_FULL: Final = frozenset({ContactKind.AFTER_RETURN_WORKER, ContactKind.AFTER_RETURN_SUPERVISOR})
"""In these talks every question that the guide requires is answered (S7-2)."""
_REACHES: Final = {ContactKind.FIRST_MEETING: Milestone.FIRST_MEETING, ContactKind.PREPARATION: Milestone.READY}


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstContact:
    """What comes out of the first conversation, beside the record of it (S2-1)."""

    ticks: Collection[Tick]
    decision: Decision | None = None
    next_conversation_on: date | None = None
    preferred_channel: Channel | None = None
    preferred_time: str = ""


def record_first_contact(session: Session, actor: Actor, case_id: UUID, *, held: Held, first: FirstContact) -> Contact:
    """Record the first conversation: everything explained and ticked off, then the decision or the next day (S2-1).

    Recording the same contact again returns the first record. Raises Invalid that says which tick is missing, or that
    neither a decision nor a day for the next conversation was given; RuleBroken where the decision is not possible.
    """
    loaded = load(session, actor, case_id, "contact.record")
    require_open(loaded.process)
    rules.require_ticks(first.ticks)
    if first.decision is None and first.next_conversation_on is None:
        raise Invalid(problems=[FieldProblem("/decision", _("Record the decision, or agree on a day to talk again."))])
    contact, is_new = write_contact(session, actor, loaded, ContactKind.FIRST_CALL, held, ticks=first.ticks)
    if not is_new:
        return contact
    values: dict[str, Any] = {"explained_on": loaded.process.explained_on or contact.on}
    if first.preferred_channel is not None:
        values["preferred_channel"] = first.preferred_channel
    if first.preferred_time:
        values["preferred_time"] = first.preferred_time
    change(session, actor, loaded, "process.explained", **values)
    reach(session, loaded, Milestone.FIRST_CONTACT, contact.on)
    decide(
        session,
        actor,
        loaded,
        first.decision or Decision.UNDECIDED,
        on=contact.on,
        next_conversation_on=first.next_conversation_on,
    )
    settle(session, actor, loaded)
    return contact


def record_contact(session: Session, actor: Actor, case_id: UUID, *, kind: ContactKind, held: Held) -> Contact:
    """Record a contact with the worker; the same contact again returns the first record.

    A first meeting may be spread over several, and topics put off (S3-1). Beyond the first conversation the worker
    takes part first (S2-2); a contact of another kind can always be recorded. Raises RuleBroken, Invalid.
    """
    if kind not in RECORDABLE:
        raise Invalid(problems=[FieldProblem("/kind", _("This kind of contact has a form of its own."))])
    loaded = load(session, actor, case_id, "contact.record")
    if kind is ContactKind.OTHER:
        require_open(loaded.process)
    else:
        require_participation(loaded.process)
    contact, is_new = write_contact(session, actor, loaded, kind, held)
    if is_new:
        if kind in _REACHES:
            reach(session, loaded, _REACHES[kind], contact.on)
        settle(session, actor, loaded)
    return contact


def record_first_meeting(session: Session, actor: Actor, case_id: UUID, *, held: Held) -> Contact:
    """Record a first meeting, or one of several (S3-1)."""
    return record_contact(session, actor, case_id, kind=ContactKind.FIRST_MEETING, held=held)


def record_follow_up(session: Session, actor: Actor, case_id: UUID, *, held: Held) -> Contact:
    """Record a follow-up during the absence (S3-3)."""
    return record_contact(session, actor, case_id, kind=ContactKind.FOLLOW_UP, held=held)


def write_contact(
    session: Session,
    actor: Actor,
    loaded: Loaded,
    kind: ContactKind,
    held: Held,
    *,
    ticks: Collection[Tick] = (),
    with_person_id: UUID | None = None,
    withheld: bool = False,
) -> tuple[Contact, bool]:
    """Write a contact with its timeline entry and its fact; returns it, and whether it is new."""
    on = happened(held.on, loaded)
    for before in queries.contacts_on(session, loaded.case, kind, on):
        if _is_same(before, held):
            return before, False
    framework = frame.in_force(session, loaded.case).framework
    guide_key = _guide(framework, kind, held)
    rules.check_answers(held.answers, frame.asked_of(framework, guide_key), complete=kind in ASKED_IN_FULL)
    sections = frame.topics_of(framework, guide_key)
    left = [each.key for each in queries.open_topics_of(session, loaded.case) if each.guide == guide_key]
    check_topics(held.put_off, held.let_go, known=sections, left=left)
    contact = Contact(
        **in_case(loaded.case),
        **recorded(actor),
        kind=kind,
        channel=held.channel,
        place=held.place,
        on=on,
        at=held.at,
        participants=list(held.participants),
        with_person_id=with_person_id or loaded.employment.person_id,
        guide_key=guide_key,
        ticks=[tick.value for tick in Tick if tick in ticks],
        topics=talked_about(held.answers, sections),
        put_off=list(held.put_off),
        let_go=list(held.let_go),
        next_on=still_to_come(held.next_on, loaded.today, "/next_on"),
        withheld_from_worker=withheld,
    )
    contact.answers, contact.notes, contact.agreed = _told(held)
    session.add(contact)
    session.flush()
    changes = {"kind": (None, kind.value), "on": (None, on), "channel": (None, held.channel.value)}
    timeline.append(
        session,
        loaded.case.subject(),
        actor,
        "contact.recorded",
        compartment=COORDINATION,
        record=contact,
        changes=changes,
    )
    if not withheld:
        fact(session, actor, loaded, "contact_held", on=on)
    return contact, True


def _guide(framework: Framework, kind: ContactKind, held: Held) -> str | None:
    """Return the guide that the contact went by; raises Invalid for one that is not for contacts of another kind."""
    if kind is not ContactKind.OTHER:
        return rules.GUIDE_OF.get(kind)
    if held.guide and held.guide not in frame.further_guides(framework):
        raise Invalid(problems=[FieldProblem("/guide", _("There is no such guide for a contact here."))])
    return held.guide or None


def _told(held: Held) -> tuple[str, str, str]:
    """Return answers, notes and agreements as they are kept."""
    agreed = [action.plain() for action in held.agreed]
    answers = json.dumps(dict(held.answers), ensure_ascii=False, default=str)
    return answers, held.notes, json.dumps(agreed, ensure_ascii=False)


def _is_same(before: Contact, held: Held) -> bool:
    """Say whether this is the same contact sent twice; two talks on one day differ in what was said."""
    plain = (before.channel, before.at, before.next_on, before.put_off, before.let_go)
    same = plain == (held.channel, held.at, held.next_on, list(held.put_off), list(held.let_go))
    return same and (before.answers, before.notes, before.agreed) == _told(held)


def reach(session: Session, loaded: Loaded, milestone: Milestone, on: date) -> None:
    """Note that the process reached a milestone."""
    session.add(MilestoneReached(**in_case(loaded.case), milestone=milestone, on=on))
    session.flush()
