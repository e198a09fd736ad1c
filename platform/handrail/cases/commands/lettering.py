"""Letters of the employer's side: written here, held until the coordinator allows them, then given out (NEU-2)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import queries
from handrail.cases.events import tell
from handrail.cases.letter_models import EmployerLetter
from handrail.cases.records import zone_of
from handrail.cases.request_models import ContactRequest
from handrail.cases.rules.neutrality import RequestState
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Employment

ADMINISTRATIVE = Compartment.ADMINISTRATIVE


@dataclass(frozen=True, slots=True)
class LetterText:
    """What a letter says; `form_key` names the filled-in form, so that it is written once."""

    title: str
    body: str
    form_key: UUID


def letter_by_key(session: Session, employment: Employment, form_key: UUID) -> EmployerLetter | None:
    """Return the letter that was written with this form, if the reader may see it."""
    statement = select(EmployerLetter).where(
        EmployerLetter.tenant_id == employment.tenant_id,
        EmployerLetter.subject_id == employment.id,
        EmployerLetter.form_key == form_key,
    )
    return session.scalars(statement).one_or_none()


def keep_letter(
    session: Session, actor: Actor, employment: Employment, text: LetterText, request: ContactRequest | None
) -> EmployerLetter:
    """Keep a letter; it goes to the worker at once where nobody need be asked, or the law requires it."""
    letter = EmployerLetter(
        tenant_id=employment.tenant_id,
        employer_id=employment.employer_id,
        subject_id=employment.id,
        compartment=ADMINISTRATIVE,
        request_id=request.id if request else None,
        written_by=actor.person_id,
        written_as=actor.role,
        written_at=clock.now(),
        form_key=text.form_key,
    )
    letter.title, letter.body = text.title, text.body
    session.add(letter)
    session.flush()
    timeline.append(
        session, employment.subject(), actor, "employer_letter.written", compartment=ADMINISTRATIVE, record=letter
    )
    if request is None or request.state is RequestState.ALLOWED:
        release(session, actor, employment, letter)
    return letter


def release_of(session: Session, actor: Acting, employment: Employment, request: ContactRequest) -> None:
    """Let the letters go that waited for this request."""
    statement = select(EmployerLetter).where(
        EmployerLetter.tenant_id == request.tenant_id,
        EmployerLetter.request_id == request.id,
        EmployerLetter.handed_over_at.is_(None),
    )
    for letter in session.scalars(statement).all():
        release(session, actor, employment, letter)


def release(session: Session, actor: Acting, employment: Employment, letter: EmployerLetter) -> None:
    """Let the worker read a letter from now on, and tell them that there is something new; again changes nothing."""
    if letter.handed_over_at is not None:
        return
    letter.handed_over_at = clock.now()
    session.flush()
    timeline.append(
        session,
        employment.subject(),
        actor,
        "employer_letter.released",
        compartment=ADMINISTRATIVE,
        record=letter,
        changes={"handed_over_at": (None, letter.handed_over_at.isoformat())},
    )
    tell(
        session,
        employment.subject(),
        employment.person_id,
        "employer_letter.released",
        compartment=ADMINISTRATIVE,
        key=str(letter.id),
    )


def gate_holds(session: Session, employment: Employment) -> bool:
    """Say whether contacts with the worker go through a coordinator today, whatever the worker chose (VOL-2)."""
    today = clock.today(zone_of(session, employment))
    return queries.case_in_force(session, employment, today) is not None
