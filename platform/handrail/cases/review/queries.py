"""The letters that wait: those of the process for a lead, a coordinator's own, and those of the employer's side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from handrail.cases import letters
from handrail.cases.commands.inviting import INVITATION, invitation_letter
from handrail.cases.frame import in_force, wording_of_version
from handrail.cases.letter_models import EmployerLetter
from handrail.cases.records import employment_of, zone_of
from handrail.cases.request_models import ContactRequest
from handrail.cases.review.codes import ReviewState
from handrail.cases.review.models import HeldLetter
from handrail.cases.rules import neutrality
from handrail.documents.html import SafeHtml, render, render_blocks
from handrail.frameworks.rules import in_language
from handrail.identity import reach
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.i18n import current_locale
from handrail.tenancy.models import Case, Employment, Person

MOST: Final = 100
LOOKING: Final = "process.read"
"""Why somebody looked, as the worker reads it: in words that do not tell them of a letter which nobody released yet."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter of the process that waits, or came back to who wrote it."""

    letter: HeldLetter
    case: Case
    worker: str
    asked_by: str


def held_letters(session: Session, actor: Actor, *, also_sent_back: bool) -> list[Waiting]:
    """Return the letters that wait in one's reach, the oldest first, at most MOST.

    `also_sent_back`: those too that came back and that no newer one followed, for who wrote them.
    """
    worker, asker, newer = aliased(Person), aliased(Person), aliased(HeldLetter)
    followed = (
        select(newer.id)
        .where(
            newer.tenant_id == HeldLetter.tenant_id,
            newer.subject_id == HeldLetter.subject_id,
            newer.key == HeldLetter.key,
            newer.asked_at > HeldLetter.asked_at,
        )
        .exists()
    )
    came_back = (HeldLetter.state == ReviewState.SENT_BACK) & ~followed
    open_ones = HeldLetter.state == ReviewState.WAITING
    statement = (
        select(HeldLetter, Case, worker.name, asker.name)
        .join(Case, (Case.tenant_id == HeldLetter.tenant_id) & (Case.id == HeldLetter.subject_id))
        .join(Employment, (Employment.tenant_id == Case.tenant_id) & (Employment.id == Case.employment_id))
        .join(worker, (worker.tenant_id == Employment.tenant_id) & (worker.id == Employment.person_id))
        .join(asker, (asker.tenant_id == HeldLetter.tenant_id) & (asker.id == HeldLetter.asked_by))
        .where(HeldLetter.tenant_id == actor.tenant_id, or_(open_ones, came_back) if also_sent_back else open_ones)
        .where(*reach.within_reach(session, subject=HeldLetter.subject_id, employer=HeldLetter.employer_id))
        .order_by(HeldLetter.asked_at, HeldLetter.id)
        .limit(MOST)
    )
    return [Waiting(*row) for row in session.execute(statement)]


@dataclass(frozen=True, slots=True)
class AtGate:
    """A letter of the employer's side that waits for the coordinator's answer (NEU-2)."""

    request_id: UUID
    case_id: UUID
    worker: str
    written_by: str
    written_at: datetime
    is_put_off: bool


def letters_at_gate(session: Session, actor: Actor) -> list[AtGate]:
    """Return the employer's side's letters that wait in a coordinator's cases, the oldest first, at most MOST."""
    worker, writer = aliased(Person), aliased(Person)
    statement = (
        select(ContactRequest.id, ContactRequest.case_id, worker.name, writer.name, EmployerLetter.written_at,
               ContactRequest.state)
        .join(EmployerLetter, (EmployerLetter.tenant_id == ContactRequest.tenant_id)
              & (EmployerLetter.request_id == ContactRequest.id))
        .join(Employment, (Employment.tenant_id == ContactRequest.tenant_id)
              & (Employment.id == ContactRequest.subject_id))
        .join(worker, (worker.tenant_id == Employment.tenant_id) & (worker.id == Employment.person_id))
        .join(writer, (writer.tenant_id == EmployerLetter.tenant_id) & (writer.id == EmployerLetter.written_by))
        .where(ContactRequest.tenant_id == actor.tenant_id, ContactRequest.state.in_(neutrality.OPEN))
        .where(*reach.within_reach(session, subject=ContactRequest.subject_id, employer=ContactRequest.employer_id))
        .order_by(EmployerLetter.written_at, EmployerLetter.id)
        .limit(MOST)
    )  # fmt: skip
    return [AtGate(*row[:5], is_put_off=row[5] is neutrality.RequestState.HELD) for row in session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A held letter as whoever gets it would read it today."""

    locale: str
    subject: str
    html: SafeHtml
    text: str


def shown(session: Session, case: Case, letter: HeldLetter) -> Shown:
    """Return what a held letter says, in its very words."""
    wording = wording_of_version(session, case, letter.key, letter.version)
    employment = employment_of(session, case)
    today = clock.today(zone_of(session, employment))
    locale, text = wording.letter.locale, f"# {wording.letter.title}\n\n{wording.letter.body}"
    if letter.key == INVITATION:
        model, _call_by = invitation_letter(session, case, employment, wording, on=today)
        return Shown(locale, model.subject, render_blocks(model.body, headings_from=3), text)
    cast = letters.cast_of(session, case, employment)
    words = letters.notice_words(wording, cast, dated_on=today)
    title, _blank, body = words.removeprefix("# ").partition("\n\n")
    return Shown(locale, title, render(body, headings_from=3), words)


def title_of(session: Session, case: Case, key: str) -> str:
    """Return what a letter of this case's framework is called, in the reader's language."""
    template = in_force(session, case).framework.templates.get(key)
    return in_language(template.title, current_locale()) if template else key
