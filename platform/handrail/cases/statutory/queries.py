"""Reading statutory documents: what is declared for a worker's jurisdiction, and what was made of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from handrail.cases.statutory.models import StatutoryAnswer, StatutoryDocument, StatutoryVersion
from handrail.cases.statutory.rules import Given
from handrail.extensions.registry import registry
from handrail.kit.errors import NotFound
from handrail.obligations.models import Obligation
from handrail.obligations.stored import DROPPED
from handrail.sdk import StatutoryDocument as Declared
from handrail.tenancy.models import ClientOrganisation, Employment, Site


@dataclass(frozen=True, slots=True)
class Here:
    """Where a worker works: the employer's name, the jurisdiction and the time zone of the site."""

    employer: str
    jurisdiction: str
    zone: str


def here(session: Session, employment: Employment) -> Here:
    """Return where a worker works."""
    statement = (
        select(ClientOrganisation.name, Site.jurisdiction, Site.time_zone)
        .join(Site, (Site.tenant_id == ClientOrganisation.tenant_id) & (Site.id == employment.site_id))
        .where(ClientOrganisation.tenant_id == employment.tenant_id, ClientOrganisation.id == employment.employer_id)
    )
    return Here(*session.execute(statement).one())


def declared_in(jurisdiction: str) -> list[Declared]:
    """Return the documents that a jurisdiction asks for, in the order of its plugin."""
    return [each for each in registry().documents.values() if each.jurisdiction == jurisdiction]


def declared(code: str) -> Declared | None:
    """Return what a document must hold; None where the plugin that knows it is gone."""
    return registry().documents.get(code)


def documents_of(session: Session, employment: Employment) -> list[StatutoryDocument]:
    """Return the documents of an employment, the newest first."""
    statement = select(StatutoryDocument).where(
        StatutoryDocument.tenant_id == employment.tenant_id, StatutoryDocument.subject_id == employment.id
    )
    return list(session.scalars(statement.order_by(StatutoryDocument.begun_at.desc(), StatutoryDocument.id.desc())))


def document_of(
    session: Session, employment: Employment, document_id: UUID, *, lock: bool = False
) -> StatutoryDocument:
    """Return one document of an employment; raises NotFound. `lock`: until the commit."""
    statement = select(StatutoryDocument).where(
        StatutoryDocument.tenant_id == employment.tenant_id,
        StatutoryDocument.subject_id == employment.id,
        StatutoryDocument.id == document_id,
    )
    found = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def versions_of(session: Session, document: StatutoryDocument) -> list[StatutoryVersion]:
    """Return the versions of a document, the newest first."""
    statement = select(StatutoryVersion).where(
        StatutoryVersion.tenant_id == document.tenant_id, StatutoryVersion.document_id == document.id
    )
    return list(session.scalars(statement.order_by(StatutoryVersion.number.desc())))


def version_of(session: Session, document: StatutoryDocument, number: int | None = None) -> StatutoryVersion:
    """Return one version of a document, the newest where no number is given; raises NotFound."""
    statement = select(StatutoryVersion).where(
        StatutoryVersion.tenant_id == document.tenant_id,
        StatutoryVersion.document_id == document.id,
        StatutoryVersion.number == (document.newest if number is None else number),
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def newest_versions(session: Session, documents: Sequence[StatutoryDocument]) -> dict[UUID, StatutoryVersion]:
    """Return the newest version of each document, by document."""
    return _versions(session, documents, StatutoryDocument.newest)


def _versions(
    session: Session, documents: Sequence[StatutoryDocument], number: InstrumentedAttribute[Any]
) -> dict[UUID, StatutoryVersion]:
    if not documents:
        return {}
    theirs = (StatutoryDocument.tenant_id == StatutoryVersion.tenant_id) & (
        StatutoryDocument.id == StatutoryVersion.document_id
    )
    statement = (
        select(StatutoryVersion)
        .join(StatutoryDocument, theirs & (number == StatutoryVersion.number))
        .where(
            StatutoryVersion.tenant_id == documents[0].tenant_id,
            StatutoryDocument.id.in_([each.id for each in documents]),
        )
    )
    return {each.document_id: each for each in session.scalars(statement)}


def answers_to(session: Session, versions: Sequence[StatutoryVersion]) -> dict[UUID, list[StatutoryAnswer]]:
    """Return the answers on versions in the order in which they were given, by version."""
    found: dict[UUID, list[StatutoryAnswer]] = defaultdict(list)
    if versions:
        statement = select(StatutoryAnswer).where(
            StatutoryAnswer.tenant_id == versions[0].tenant_id,
            StatutoryAnswer.version_id.in_([each.id for each in versions]),
        )
        for each in session.scalars(statement.order_by(StatutoryAnswer.answered_at, StatutoryAnswer.id)):
            found[each.version_id].append(each)
    return found


def given(answers: Sequence[StatutoryAnswer]) -> list[Given]:
    """Return answers as the rules read them."""
    return [Given(each.side, each.given_by_side, each.answer, each.answered_at) for each in answers]


def complete_ones(session: Session, employment: Employment) -> list[dict[str, Any]]:
    """Return the version that holds of each complete document, for composed files; in the order of their days."""
    documents = [each for each in documents_of(session, employment) if each.complete_number is not None]
    holding = _versions(session, documents, StatutoryDocument.complete_number)
    found = [(holding[each.id], each) for each in documents]
    return [
        {
            "code": document.code,
            "document": str(document.id),
            "number": version.number,
            "on": version.on.isoformat(),
            "digest": version.digest.hex(),
        }
        for version, document in sorted(found, key=lambda each: (each[0].on, each[0].made_at))
    ]


def dates_of(session: Session, employment: Employment) -> dict[str, Obligation]:
    """Return, by rule, the date that stands: the first that is open, else the last that was."""
    statement = (
        select(Obligation)
        .where(
            Obligation.tenant_id == employment.tenant_id,
            Obligation.employment_id == employment.id,
            Obligation.case_id.is_(None),
            Obligation.due_on.is_not(None),
            Obligation.status != DROPPED,
        )
        .order_by(Obligation.due_on.desc(), Obligation.id)
    )
    found: dict[str, Obligation] = {}
    for each in session.scalars(statement):
        if each.rule not in found or each.closed_at is None:
            found[each.rule] = each
    return found


def absence_began(session: Session, employment: Employment, rule: str | None) -> date | None:
    """Return the first day of the absence that a composed file is about, by the date that asks for it."""
    asked = dates_of(session, employment).get(rule) if rule else None
    return asked.for_absence if asked else None
