"""Aspects of the work that help or harm a team, kept for prevention only with the worker's consent (S4-3, CON-7)."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.consents.queries import require_consent
from handrail.consents.rules import ConsentPurpose
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment
from handrail.plans.commands.acting import begin, begin_step
from handrail.plans.models import WorkAspect
from handrail.plans.queries.aspects import aspect_of, aspects_of
from handrail.plans.rules.codes import AspectCategory, Effect


def note_aspect(
    session: Session, actor: Actor, case_id: UUID, *, category: AspectCategory, effect: Effect, words: str
) -> WorkAspect:
    """Note an aspect of the work for prevention; the same again under the same consent returns the first.

    Raises NotFound, RuleBroken (S2-2), and ConsentMissing (CON-7) unless the worker agreed to this use.
    """
    act = begin_step(session, actor, case_id, "aspect.note")
    consent = require_consent(session, act.case, ConsentPurpose.PREVENTION)
    for known in aspects_of(session, act.case):
        if (known.consent_id, known.category, known.effect, known.words) == (consent.id, category, effect, words):
            return known
    aspect = WorkAspect(
        **act.place(Compartment.PREVENTION),
        consent_id=consent.id,
        category=category,
        effect=effect,
        noted_on=act.today,
        noted_as=actor.role,
    )
    aspect.words = words
    session.add(aspect)
    session.flush()
    act.note("aspect.noted", aspect, {"category": (None, category.value)}, compartment=Compartment.PREVENTION)
    return aspect


def remove_aspect(session: Session, actor: Actor, case_id: UUID, aspect_id: UUID) -> None:
    """Take an aspect away for good, whether or not its consent still stands; the log keeps no word of it."""
    act = begin(session, actor, case_id, "aspect.note")
    aspect = aspect_of(session, act.case, aspect_id)
    session.delete(aspect)
    act.note("aspect.removed", aspect, compartment=Compartment.PREVENTION)
