"""Reading wordings: what counts now, what was published before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from handrail.frameworks import queries as frameworks
from handrail.frameworks.letters.choosing import Newest, Words, choose, languages_for
from handrail.frameworks.letters.codes import Origin
from handrail.frameworks.letters.models import LetterWording
from handrail.frameworks.presenting import in_order
from handrail.frameworks.rules import Framework
from handrail.kit.db import context_of
from handrail.kit.errors import Conflict
from handrail.kit.i18n import _
from handrail.tenancy.models import ClientOrganisation, Person


@dataclass(frozen=True, slots=True)
class Line:
    """One letter in one language: the words in force, None where there are none, and what can not be used."""

    key: str
    locale: str
    words: Words | None
    unfit: tuple[Words, ...]


def words_for(session: Session, framework: Framework, employer_id: UUID, key: str, locale: str) -> Words:
    """Return the words of a letter for a reader of `locale`, in the nearest language that has any.

    Raises Conflict where the framework has no such letter.
    """
    template = framework.templates.get(key)
    if template is None or not template.active:
        raise Conflict(_("The framework has no such letter."))
    own, general = newest(session, employer_id, keys=(key,)), newest(session, None, keys=(key,))
    words = _nearest(framework, key, locale, own, general)
    if words is None:
        raise Conflict(_("This letter has no text in any language."))
    return words


def all_words_for(session: Session, framework: Framework, employer_id: UUID, locale: str) -> dict[str, Words]:
    """Return the words of every letter in use, each in the nearest language that has any."""
    own, general = newest(session, employer_id), newest(session, None)
    found = {key: _nearest(framework, key, locale, own, general) for key, _one in in_order(framework.templates)}
    return {key: words for key, words in found.items() if words is not None}


def _nearest(framework: Framework, key: str, locale: str, own: Newest, general: Newest) -> Words | None:
    for code in languages_for(locale, framework.templates[key]):
        words, _unfit = choose(framework, key, code, own.get((key, code)), general.get((key, code)))
        if words is not None:
            return words
    return None


def lines_of(session: Session, framework: Framework, employer_id: UUID | None) -> list[Line]:
    """Return every letter in use in every language of the framework, in order; `employer_id` None: of all of them."""
    own = newest(session, employer_id) if employer_id else {}
    general = newest(session, None)
    found = []
    for key, _template in in_order(framework.templates):
        for locale in framework.languages:
            place = (key, locale)
            found.append(Line(key, locale, *choose(framework, key, locale, own.get(place), general.get(place))))
    return found


def newest(session: Session, employer_id: UUID | None, *, keys: Collection[str] = ()) -> Newest:
    """Return the newest wording of each letter and language that a client organisation, or the consultancy, gave."""
    statement = (
        _adapted(session, employer_id)
        .ext(distinct_on(LetterWording.key, LetterWording.locale))
        .order_by(LetterWording.key, LetterWording.locale, LetterWording.number.desc())
    )
    if keys:
        statement = statement.where(LetterWording.key.in_(keys))
    return {(row.key, row.locale): row for row in session.scalars(statement)}


@dataclass(frozen=True, slots=True)
class Published:
    """One published wording, and who gave it."""

    row: LetterWording
    by: str | None


def history(session: Session, employer_id: UUID | None, key: str, locale: str) -> Sequence[Published]:
    """Return the wordings that were published here, the newest first."""
    statement = (
        _adapted(session, employer_id)
        .add_columns(Person.name)
        .outerjoin(Person, (Person.tenant_id == LetterWording.tenant_id) & (Person.id == LetterWording.written_by))
        .where(LetterWording.key == key, LetterWording.locale == locale)
        .order_by(LetterWording.number.desc())
    )
    return [Published(row, name) for row, name in session.execute(statement)]


def numbered(session: Session, employer_id: UUID | None, key: str, locale: str, number: int) -> LetterWording | None:
    """Return one published wording, or None."""
    statement = _adapted(session, employer_id).where(
        LetterWording.key == key, LetterWording.locale == locale, LetterWording.number == number
    )
    return session.scalars(statement).one_or_none()


def words_of_ref(session: Session, employer_id: UUID, key: str, ref: str) -> Words | None:
    """Return the very words that a letter was made from, by what it kept of them (`Words.ref`); None: no such row."""
    origin, locale, number = ref.split("/")
    one_of_all = LetterWording.employer_id.is_(None)
    statement = select(LetterWording).where(
        LetterWording.tenant_id == context_of(session).tenant_id,
        one_of_all if origin == Origin.CONSULTANCY else LetterWording.employer_id == employer_id,
        LetterWording.origin == origin,
        LetterWording.key == key,
        LetterWording.locale == locale,
        LetterWording.number == int(number),
    )
    row = session.scalars(statement).one_or_none()
    if row is None:
        return None
    return Words(key, locale, Origin(origin), row.title or "", row.body or "", row.number, row.id)


def _adapted(session: Session, employer_id: UUID | None) -> Select[LetterWording]:
    statement = select(LetterWording).where(
        LetterWording.tenant_id == context_of(session).tenant_id, LetterWording.origin != Origin.DELIVERED
    )
    if employer_id is None:
        return statement.where(LetterWording.employer_id.is_(None))
    return statement.where(LetterWording.employer_id == employer_id)


@dataclass(frozen=True, slots=True)
class Place:
    """Where letters are worded: one client organisation, or all of a consultancy's; with the framework that holds."""

    employer_id: UUID | None
    key: str
    name: str
    framework: Framework
    number: int


ALL = "_all"
"""How the place of all client organisations is called in an address; no client organisation has such a key."""


def place_of(session: Session, employer: ClientOrganisation | None, today: date) -> Place:
    """Return a place with the framework in force there: an employer's own, else the base framework."""
    if employer is None:
        return Place(None, ALL, _("All client organisations"), frameworks.base_framework(), 0)
    jurisdictions = frameworks.jurisdictions_of(session, employer)
    found = frameworks.framework_of_employer(session, employer, next(iter(jurisdictions), "none"), today)
    return Place(employer.id, employer.key, employer.name, found.framework, found.number)


def in_force_at(session: Session, place: Place, key: str, locale: str) -> Line:
    """Return one letter in one language as it stands at a place."""
    own = newest(session, place.employer_id, keys=(key,)) if place.employer_id else {}
    general = newest(session, None, keys=(key,))
    at = (key, locale)
    return Line(key, locale, *choose(place.framework, key, locale, own.get(at), general.get(at)))


def below(session: Session, place: Place, key: str, locale: str) -> Words | None:
    """Return the words that count where nothing is adapted at this place."""
    general = newest(session, None, keys=(key,)) if place.employer_id else {}
    return choose(place.framework, key, locale, None, general.get((key, locale)))[0]


def newest_at(session: Session, place: Place, key: str, locale: str) -> LetterWording | None:
    """Return the newest wording that was published at this very place, or None."""
    found = newest(session, place.employer_id, keys=(key,)).get((key, locale))
    return found if isinstance(found, LetterWording) else None
