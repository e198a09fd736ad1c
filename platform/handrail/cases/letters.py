"""Letters of the process, in the reader's language, from the framework's templates."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.frame import Wording
from handrail.cases.records import person_of
from handrail.documents.placeholders import fill
from handrail.documents.typst.letter import Addressee, Letterhead, LetterModel, fill_template
from handrail.identity import queries as parts
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.i18n import _, format_date, use_locale
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person, Tenant

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#])")


@dataclass(frozen=True, slots=True)
class Cast:
    """The people and organisations that letters of a case name."""

    worker: Person
    coordinator: Person
    supervisor: Person | None
    employer: ClientOrganisation
    consultancy: Tenant


def cast_of(session: Session, case: Case, employment: Employment) -> Cast:
    """Return who is who in a case; the coordinator is whoever is it today."""
    tenant_id = case.tenant_id
    assigned = parts.current_assignment(session, case, Role.COORDINATOR)
    if assigned is None:
        raise LookupError(f"case {case.id} has no coordinator")
    employer = session.scalars(
        select(ClientOrganisation).where(
            ClientOrganisation.tenant_id == tenant_id, ClientOrganisation.id == case.employer_id
        )
    ).one()
    consultancy = session.scalars(select(Tenant).where(Tenant.tenant_id == tenant_id, Tenant.id == tenant_id)).one()
    return Cast(
        worker=person_of(session, tenant_id, employment.person_id),
        coordinator=person_of(session, tenant_id, assigned.person_id),
        supervisor=person_of(session, tenant_id, employment.supervisor_id) if employment.supervisor_id else None,
        employer=employer,
        consultancy=consultancy,
    )


def values_of(cast: Cast, locale: str, dated_on: date, **days: date) -> dict[str, str]:
    """Return what a letter can be given, in `locale`; `days` are written out. Nothing here was confided (CON-3)."""
    with use_locale(locale):
        written = {name: format_date(day, "long") for name, day in days.items()}
        letter_date = format_date(dated_on, "long")
    return written | {
        "worker_name": cast.worker.name,
        "supervisor_name": cast.supervisor.name if cast.supervisor else "",
        "coordinator_name": cast.coordinator.name,
        "coordinator_phone": cast.coordinator.phone or "",
        "coordinator_email": cast.coordinator.email or "",
        "employer_name": cast.employer.name,
        "consultancy_name": cast.consultancy.name,
        "letter_date": letter_date,
    }


def to_worker(wording: Wording, cast: Cast, *, case: Case, dated_on: date, **days: date) -> LetterModel:
    """Return a letter to the worker, in the language of its words: theirs, where there are any."""
    locale = wording.letter.locale
    values = values_of(cast, locale, dated_on, **days)
    subject, body, pamphlet = fill_template(wording.template, values, locale)
    with use_locale(locale):
        may_see = _(
            "You and %(coordinator)s. Your employer does not get this letter.", coordinator=cast.coordinator.name
        )
    return LetterModel(
        locale=locale,
        dated_on=dated_on,
        letterhead=Letterhead(cast.consultancy.name, tuple(cast.consultancy.settings.get("letterhead", ()))),
        addressee=Addressee(cast.worker.name, ()),
        subject=subject,
        body=body,
        may_see=may_see,
        created_at=_whole_second(clock.now()),
        pamphlet=pamphlet,
        reference=case.number,
        demo=cast.consultancy.demo,
    )


def notice_words(wording: Wording, cast: Cast, *, dated_on: date, **days: date) -> str:
    """Return the words of a notice, filled in, as Markdown; the names in it are words, never markup."""
    template = wording.template
    values = values_of(cast, wording.letter.locale, dated_on, **days)
    fill(template.body, values)  # refuses a placeholder that nothing is known for
    words = f"# {template.subject}\n\n{template.body}"
    return _PLACEHOLDER.sub(lambda found: _MARKUP.sub(r"\\\1", values[found[1]]), words)


def _whole_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
