"""From what a page or a program sent to what the commands take."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases import commands
from handrail.cases.commands import AgreedAction, FirstContact, Held
from handrail.cases.contact_models import Contact
from handrail.cases.rules.contacts import Channel, Tick
from handrail.consents.rules import Answer, GivenHow
from handrail.identity.actor import Actor

_HOW: Final[Mapping[Channel, GivenHow]] = {
    Channel.IN_PERSON: GivenHow.IN_PERSON,
    Channel.TELEPHONE: GivenHow.TELEPHONE,
    Channel.VIDEO: GivenHow.TELEPHONE,
}


def held_of(body: Mapping[str, Any]) -> Held:
    """Return the contact that was sent; what is left out is empty."""
    return Held(
        channel=body["channel"],
        on=body.get("on"),
        at=body.get("at"),
        place=body.get("place"),
        answers={key: value for key, value in (body.get("answers") or {}).items() if value not in (None, "")},
        notes=body.get("notes", ""),
        put_off=tuple(body.get("put_off", ())),
        let_go=tuple(body.get("let_go", ())),
        guide=body.get("guide"),
        agreed=tuple(AgreedAction(**each) for each in body.get("agreed", ())),
        next_on=body.get("next_on"),
    )


def write_first_contact(session: Session, actor: Actor, case_id: UUID, body: Mapping[str, Any]) -> Contact:
    """Record a first contact, and what was asked at its end about the supervisor (S2-1, S2-3)."""
    first = FirstContact(
        ticks=frozenset(tick for tick in Tick if body.get(tick.value)),
        decision=body.get("decision"),
        next_conversation_on=body.get("next_conversation_on"),
        preferred_channel=body.get("preferred_channel"),
        preferred_time=body.get("preferred_time", ""),
    )
    held = held_of(body)
    contact = commands.record_first_contact(session, actor, case_id, held=held, first=first)
    asked: Answer | None = body.get("supervisor_contact")
    if asked is not None:
        commands.record_supervisor_contact_consent(
            session,
            actor,
            case_id,
            wanted=asked is Answer.GIVEN,
            given_how=_HOW.get(held.channel, GivenHow.IN_WRITING),
            given_on=contact.on,
        )
    return contact
