"""From what was counted to what may be read: small numbers kept back, then every form in which it is handed out."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from handrail.kit import clock
from handrail.kit.i18n import use_locale
from handrail.kit.ids import new_id
from handrail.reports.codes import Kind, Side
from handrail.reports.composing import Counted, Subject, audience_of, definitions_of, tables_of, title_of
from handrail.reports.models import ReportFile, ReportRelease, ReportRun
from handrail.reports.periods import Period
from handrail.reports.rendering import Form, forms_of
from handrail.reports.rules.disclosure import Protected, bare, protect
from handrail.reports.rules.ledger import Release
from handrail.reports.tables import Report, Table, Text
from handrail.tenancy.models import ClientOrganisation, Tenant
from handrail.tenancy.rules import sort_key


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about, whoever asked for it and however."""

    tenant_id: UUID
    kind: Kind
    side: Side
    period: Period
    cut_on: date
    locale: str
    employer_ids: Sequence[UUID]


def asked_by(run: ReportRun) -> Asked:
    """Return what a run is about."""
    period = Period(run.first_day, run.last_day)
    return Asked(run.tenant_id, run.kind, run.side, period, run.cut_on, run.locale, run.employer_ids)


def finish(session: Session, run: ReportRun, counted: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Keep the files of a report; `session` is in the engine's context."""
    for form in made(session, asked_by(run), counted):
        session.add(
            ReportFile(
                tenant_id=run.tenant_id,
                id=new_id(),
                person_id=run.person_id,
                role=run.role,
                employer_ids=run.employer_ids,
                run_id=run.id,
                name=form.name,
                content_type=form.content_type,
                size=len(form.content),
                sha256=hashlib.sha256(form.content).digest(),
                content=form.content,
            )
        )


def made(session: Session, asked: Asked, counted: Mapping[UUID, Mapping[str, Any]]) -> Iterator[Form]:
    """Yield a report in all its forms. For the employer's side it is a release, which the next one is checked against.

    Two reports for one client organisation are released one after the other.
    """
    with use_locale(asked.locale):
        names = _names(session, asked)
        whole = Subject(
            kind=asked.kind,
            side=asked.side,
            first_day=asked.period.first_day,
            last_day=asked.period.last_day,
            cut_on=asked.cut_on,
            counted=sorted((Counted(each, names[each], counted[each]) for each in names), key=_by_name),
            tenant_id=asked.tenant_id,
        )
        tables = tables_of(whole)
        shown = bare(tables) if asked.side is Side.CONSULTANCY else _released(session, asked, tables)
        yield from forms_of(_report(session, asked, whole, shown))


def _by_name(counted: Counted) -> tuple[str, UUID]:
    return sort_key(counted.name), counted.employer_id


def _report(session: Session, asked: Asked, whole: Subject, shown: Protected) -> Report:
    consultancy = session.scalars(select(Tenant).where(Tenant.tenant_id == asked.tenant_id)).one()
    about: Text = consultancy.name if asked.side is Side.CONSULTANCY else whole.counted[0].name
    return Report(
        title=title_of(asked.kind),
        about=about,
        audience=audience_of(asked.side),
        days=(asked.period.first_day, asked.period.last_day),
        made_at=clock.now(),
        tables=shown.tables,
        method=shown.method,
        definitions=definitions_of(whole),
        zone=consultancy.time_zone,
    )


def _names(session: Session, asked: Asked) -> dict[UUID, str]:
    rows = session.execute(
        select(ClientOrganisation.id, ClientOrganisation.name).where(
            ClientOrganisation.tenant_id == asked.tenant_id, ClientOrganisation.id.in_(asked.employer_ids)
        )
    )
    return {row.id: row.name for row in rows}


_LOCK: Final = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")


def _released(session: Session, asked: Asked, tables: Sequence[Table]) -> Protected:
    """Protect the tables against everything that the readers of this client organisation were shown before."""
    (employer_id,) = asked.employer_ids
    session.execute(_LOCK, {"name": f"report-release|{asked.tenant_id}|{employer_id}"})
    shown = protect(tables, history=_history(session, asked.tenant_id, employer_id))
    if shown.release is not None:
        _remember(session, asked.tenant_id, employer_id, shown.release)
    return shown


def _history(session: Session, tenant_id: UUID, employer_id: UUID) -> list[Release]:
    statement = select(ReportRelease.cells).where(
        ReportRelease.tenant_id == tenant_id, ReportRelease.employer_id == employer_id
    )
    return [Release.from_json(cells) for cells in session.scalars(statement.order_by(ReportRelease.id))]


def _remember(session: Session, tenant_id: UUID, employer_id: UUID, release: Release) -> None:
    """Keep a release; one that shows just what an earlier one did adds nothing to what is known."""
    cells = release.to_json()
    values = {
        "tenant_id": tenant_id,
        "id": new_id(),
        "employer_id": employer_id,
        "cells": cells,
        "sha256": hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).digest(),
        "released_at": clock.now(),
    }
    session.execute(insert(ReportRelease).values(values).on_conflict_do_nothing())
