"""Keeping a draft, restoring it, removing it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from handrail.cases.drafts.errors import WrittenElsewhere
from handrail.cases.drafts.kinds import DAYS_KEPT, KINDS, MOST_SIGNS
from handrail.cases.drafts.models import FormDraft
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.kit.subjects import SubjectRef

Typed = Mapping[str, Sequence[str]]
"""What stands in a form: by the name of the input, all its values."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which form, on what: `subject` is the case, or the employment of an interview; `about` tells two forms apart."""

    form: str
    subject: SubjectRef
    about: str = ""

    @property
    def on_employment(self) -> bool:
        """Whether its subject is the employment: interviews go with the absence, and need no case."""
        return KINDS[self.form].on_employment


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it was kept."""

    typed: Typed
    revision: int
    saved_at: datetime


def kept(session: Session, actor: Actor, place: Place) -> Kept | None:
    """Return the person's own draft of this form; None where there is none, or its days are over."""
    found = _stored(session, actor, place)
    if found is None or found.saved_at < _oldest():
        return None
    return Kept(json.loads(found.typed), found.revision, found.saved_at)


def keep(session: Session, actor: Actor, place: Place, *, typed: Typed, form_key: UUID, seen: int) -> FormDraft:
    """Keep what stands in a form. `seen` is the revision that its window began with (0: none).

    The caller has loaded the subject for the act that sends the form. Nothing is noted in the timeline: a draft is
    nobody's business. Raises WrittenElsewhere where another window changed it since, and Invalid where it is too long.
    """
    content = json.dumps({name: list(values) for name, values in typed.items()})
    if len(content) > MOST_SIGNS:
        raise Invalid(problems=[FieldProblem("", _("This is too long to be kept as a draft."))])
    _one_at_a_time(session, actor, place)
    found = _stored(session, actor, place)
    if found is not None and found.saved_at >= _oldest() and form_key != found.form_key and seen != found.revision:
        raise WrittenElsewhere
    if found is None:
        found = FormDraft(
            tenant_id=place.subject.tenant_id,
            employer_id=place.subject.employer_id,
            subject_id=place.subject.subject_id,
            compartment=KINDS[place.form].compartment,
            person_id=actor.person_id,
            form=place.form,
            about=place.about,
            revision=0,
        )
        session.add(found)
    found.form_key, found.revision, found.saved_at, found.typed = form_key, found.revision + 1, clock.now(), content
    session.flush()
    return found


def remove(session: Session, actor: Actor, place: Place, *, form_key: UUID, seen: int) -> None:
    """Remove the person's draft of a form that was sent; one that another window kept since stays."""
    found = _stored(session, actor, place)
    if found is not None and (found.form_key == form_key or found.revision == seen):
        session.delete(found)


def throw_away(session: Session, actor: Actor, place: Place) -> None:
    """Remove the person's draft of a form, which they do not want any more."""
    found = _stored(session, actor, place)
    if found is not None:
        session.delete(found)


def remove_old(session: Session, tenant_id: UUID) -> None:
    """Remove the drafts whose days are over, of everybody; for the engine."""
    session.execute(delete(FormDraft).where(FormDraft.tenant_id == tenant_id, FormDraft.saved_at < _oldest()))


def _oldest() -> datetime:
    return clock.now() - timedelta(days=DAYS_KEPT)


def _stored(session: Session, actor: Actor, place: Place) -> FormDraft | None:
    statement = select(FormDraft).where(
        FormDraft.tenant_id == actor.tenant_id,
        FormDraft.subject_id == place.subject.subject_id,
        FormDraft.person_id == actor.person_id,
        FormDraft.form == place.form,
        FormDraft.about == place.about,
    )
    return session.scalars(statement).one_or_none()


def _one_at_a_time(session: Session, actor: Actor, place: Place) -> None:
    """Have two windows of one person follow each other, until the commit."""
    name = f"draft|{actor.person_id}|{place.subject.subject_id}|{place.form}|{place.about}"
    session.execute(text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})
