"""Gathers what a statutory document on paper shows."""

from typing import Final

from sqlalchemy.orm import Session

from handrail.cases.overview import names_of
from handrail.cases.statutory import queries
from handrail.cases.statutory.models import StatutoryDocument, StatutoryVersion
from handrail.cases.statutory.paper import Sheet
from handrail.cases.statutory.presenting import Shown, shown
from handrail.kit.errors import NotFound
from handrail.obligations import queries as obligations
from handrail.tenancy.models import Employment

_ON_LETTER: Final = ("us", "ca_")
"""Where paper is 8.5 by 11 inches wide and high: the United States and Canada."""


def sheet_of(session: Session, employment: Employment, document: StatutoryDocument, number: int) -> Sheet:
    """Return one version for paper, in the current language; raises NotFound."""
    version = queries.version_of(session, document, number)
    found = _shown(session, document, version)
    inside: list[tuple[str, Shown]] = []
    for part in found.parts:
        for document_id, its_number, _on, _code in part.versions:
            its = queries.document_of(session, employment, document_id)
            inside.append((part.title, _shown(session, its, queries.version_of(session, its, its_number))))
    signed = [each for one in (found, *(one for _title, one in inside)) for each in one.signed]
    where = queries.here(session, employment)
    return Sheet(
        shown=found,
        worker=obligations.worker_name(session, employment),
        employer=where.employer,
        zone=where.zone,
        names=names_of(session, employment.tenant_id, {each.by for each in signed}),
        made_at=max([version.made_at, *(each.at for each in signed)]),
        inside=inside,
        paper="us-letter" if where.jurisdiction.startswith(_ON_LETTER) else "a4",
    )


def _shown(session: Session, document: StatutoryDocument, version: StatutoryVersion) -> Shown:
    declared = queries.declared(document.code)
    if declared is None:
        raise NotFound
    return shown(declared, version, queries.answers_to(session, [version])[version.id])
