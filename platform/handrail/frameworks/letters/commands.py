"""Publishing a wording, going back to an earlier one, and keeping what a letter was made from."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.frameworks.letters import queries
from handrail.frameworks.letters.checking import findings
from handrail.frameworks.letters.choosing import Words
from handrail.frameworks.letters.codes import Origin
from handrail.frameworks.letters.errors import WordingMoved, WordingRefused
from handrail.frameworks.letters.models import LetterWording
from handrail.frameworks.letters.queries import Place
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.db import context_of
from handrail.kit.errors import NotFound
from handrail.kit.i18n import _
from handrail.kit.subjects import Acting

ACT = "letter_text.write"


def may(actor: Acting, action: str, employer_id: UUID | None) -> None:
    """Raise NotFound where somebody does not look after the letters of this place (None: of all)."""
    if not isinstance(actor, Actor):
        return
    requirement = require(actor, action)
    if not (actor.employers == "*" or (employer_id is not None and employer_id in actor.employers)):
        raise NotFound
    check(requirement, employer_id=employer_id)


def publish(
    session: Session, actor: Acting, place: Place, key: str, locale: str, *, title: str, body: str, based_on: int
) -> LetterWording:
    """Publish a wording: letters written from now on have it. The one in force again changes nothing.

    `based_on` is the number of the newest wording that the writer had before them, 0 for none. Raises NotFound,
    WordingRefused, and WordingMoved where there is a newer one: nothing is written over.
    """
    before = _locked(session, actor, place, key, locale)
    if before is not None and before.adapts and (before.title, before.body) == (title, body):
        return before
    _not_moved(before, based_on)
    wrong = findings(place.framework.templates[key], title, body)
    if wrong:
        raise WordingRefused(wrong)
    return _add(session, actor, place, key, locale, adapts=True, title=title, body=body)


def go_back(
    session: Session, actor: Acting, place: Place, key: str, locale: str, *, number: int, based_on: int
) -> LetterWording:
    """Publish an earlier wording anew, as a new version. Raises as `publish`; NotFound for a number without words."""
    may(actor, ACT, place.employer_id)
    earlier = queries.numbered(session, place.employer_id, key, locale, number)
    if earlier is None or not earlier.adapts:
        raise NotFound
    return publish(
        session, actor, place, key, locale, title=earlier.title or "", body=earlier.body or "", based_on=based_on
    )


def as_delivered(
    session: Session, actor: Acting, place: Place, key: str, locale: str, *, based_on: int
) -> LetterWording | None:
    """Let the wording below count again; None where nothing is adapted here. Raises NotFound, WordingMoved."""
    before = _locked(session, actor, place, key, locale)
    if before is None or not before.adapts:
        return before
    _not_moved(before, based_on)
    return _add(session, actor, place, key, locale, adapts=False, title=None, body=None)


def keep(session: Session, employer_id: UUID, words: Words) -> Words:
    """Return words with the row that keeps them for ever: what a framework came with gets one when it is first used."""
    if words.id is not None:
        return words
    _lock(session, employer_id, Origin.DELIVERED, words.key, words.locale)
    here = (
        LetterWording.tenant_id == context_of(session).tenant_id,
        LetterWording.employer_id == employer_id,
        LetterWording.origin == Origin.DELIVERED,
        LetterWording.key == words.key,
        LetterWording.locale == words.locale,
    )
    same = select(LetterWording).where(*here, LetterWording.title == words.title, LetterWording.body == words.body)
    row = session.scalars(same.order_by(LetterWording.number).limit(1)).one_or_none()
    if row is None:
        last = session.scalar(select(func.max(LetterWording.number)).where(*here))
        row = LetterWording(
            tenant_id=context_of(session).tenant_id,
            employer_id=employer_id,
            origin=Origin.DELIVERED,
            key=words.key,
            locale=words.locale,
            number=(last or 0) + 1,
            adapts=True,
            title=words.title,
            body=words.body,
            written_by=None,
            written_at=clock.now(),
        )
        session.add(row)
        session.flush()
    return Words(words.key, words.locale, words.origin, words.title, words.body, row.number, row.id)


def _locked(session: Session, actor: Acting, place: Place, key: str, locale: str) -> LetterWording | None:
    """Return the newest wording here, with the right to add one; no other is added before this transaction ends."""
    may(actor, ACT, place.employer_id)
    template = place.framework.templates.get(key)
    if template is None or not template.active or locale not in place.framework.languages:
        raise NotFound
    _lock(session, place.employer_id, _origin(place), key, locale)
    return queries.newest_at(session, place, key, locale)


def _lock(session: Session, employer_id: UUID | None, origin: Origin, key: str, locale: str) -> None:
    name = f"{context_of(session).tenant_id}|{employer_id}|{origin}|{key}|{locale}"
    session.execute(text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _not_moved(before: LetterWording | None, based_on: int) -> None:
    number = before.number if before is not None else 0
    if number != based_on:
        raise WordingMoved(
            _("Look at both wordings, take over what you want to keep, and publish again."),
            number=number,
            newest_title=(before.title if before else None) or "",
            newest_body=(before.body if before else None) or "",
        )


def _add(session: Session, actor: Acting, place: Place, key: str, locale: str, **words: Any) -> LetterWording:
    history = queries.history(session, place.employer_id, key, locale)
    row = LetterWording(
        tenant_id=context_of(session).tenant_id,
        employer_id=place.employer_id,
        origin=_origin(place),
        key=key,
        locale=locale,
        number=history[0].row.number + 1 if history else 1,
        written_by=actor.person_id,
        written_at=clock.now(),
        **words,
    )
    session.add(row)
    session.flush()
    timeline.append_tenant_act(session, actor, "letter_wording.published", record=row)
    return row


def _origin(place: Place) -> Origin:
    return Origin.CONSULTANCY if place.employer_id is None else Origin.EMPLOYER
