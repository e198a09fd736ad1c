"""Reading statutory documents: all of a worker's, and one with its versions and signatures."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Response, request

from handrail.cases.overview import names_of
from handrail.cases.statutory import queries, rules
from handrail.cases.statutory.codes import Side
from handrail.cases.statutory.contents import Words
from handrail.cases.statutory.delivery import as_paper
from handrail.cases.statutory.models import StatutoryAnswer, StatutoryDocument, StatutoryVersion
from handrail.cases.statutory.presenting import missing_in_words, shown
from handrail.cases.statutory.views import pages
from handrail.cases.statutory.views.around import ground
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import LOCALES, _, current_locale, format_date
from handrail.obligations.models import Obligation
from handrail.sdk import StatutoryDocument as Declared
from handrail.web.render import render


@dataclass(frozen=True, slots=True)
class Line:
    """Where one document stands. `id` None: not begun."""

    id: UUID | None
    title: str
    state: str
    said: str
    hint: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document with what there is of it, and whether the reader begins one."""

    code: str
    title: str
    about: str
    form: str
    due: date | None
    lines: list[Line]
    may_begin: bool

    @property
    def is_asked(self) -> bool:
        """Whether it is still to be made, or the reader can make one more."""
        return self.may_begin or not self.lines


@pages.get("/employments/<uuid:employment_id>/law/documents")
@permission("statutory_document.read")
def documents(employment_id: UUID) -> Response:
    """Show which documents the law asks for, how far each is, and what can be written or signed."""
    with tenant_session(request_context(read_only=True)) as session:
        found = ground(session, current_actor(), employment_id, "statutory_document.read")
        rows = queries.documents_of(session, found.employment)
        newest = queries.newest_versions(session, rows)
        answers = queries.answers_to(session, [*newest.values()])
        dates = queries.dates_of(session, found.employment)
        kinds = [
            _kind(each, rows, newest, answers, dates, found.actor.role)
            for each in queries.declared_in(found.where.jurisdiction)
        ]
    side = rules.side_of(found.actor.role)
    yours = [each for kind in kinds for each in kind.lines if each.state == "now"] if side else []
    return render("statutory/list.html", found=found, kinds=kinds, yours=yours)


def _kind(  # noqa: PLR0917 - what a kind is shown by
    declared: Declared,
    rows: Sequence[StatutoryDocument],
    newest: Mapping[UUID, StatutoryVersion],
    answers: Mapping[UUID, list[StatutoryAnswer]],
    dates: Mapping[str, Obligation],
    role: Role,
) -> Kind:
    words = Words(declared)
    there = [each for each in rows if each.code == declared.code]
    asked = dates.get(declared.proves) if declared.proves else None
    since = asked.for_absence if asked else None
    of_now = [each for each in there if since is None or newest[each.id].on >= since]
    return Kind(
        code=declared.code,
        title=words.title,
        about=words.about,
        form=declared.form,
        due=asked.due_on if asked is not None and asked.closed_at is None else None,
        lines=[_line(declared, each, newest[each.id], answers[newest[each.id].id], role) for each in there],
        may_begin=rules.may_make(declared, role) and (declared.repeats or not of_now),
    )


def _line(
    declared: Declared,
    document: StatutoryDocument,
    version: StatutoryVersion,
    answers: Sequence[StatutoryAnswer],
    role: Role,
) -> Line:
    content = json.loads(version.content)
    lacks = missing_in_words(declared, content)
    waiting = rules.waits_for(declared, queries.given(answers))
    day = format_date(version.on, "long")
    title = _("Version %(number)s, of %(day)s", number=version.number, day=day)
    if lacks:
        return Line(document.id, title, "open", _("Being written"), _("Missing: %(what)s", what=", ".join(lacks)), None)
    if rules.side_of(role) in waiting:
        return Line(document.id, title, "now", _("Waiting for your answer"), "", None)
    if waiting:
        said = _("Waiting for the worker") if waiting[0] is Side.WORKER else _("Waiting for the employer")
        return Line(document.id, title, "open", said, "", None)
    return Line(document.id, title, "done", _("Complete"), "", document.completed_on)


@pages.get("/employments/<uuid:employment_id>/law/documents/<uuid:statutory_document_id>")
@permission("statutory_document.read")
def document(employment_id: UUID, statutory_document_id: UUID) -> Response:
    """Show one document: the version asked for or the newest, what it lacks, who signed."""
    asked = request.args.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() else None
    with tenant_session(request_context(read_only=True)) as session:
        actor = current_actor()
        found = ground(session, actor, employment_id, "statutory_document.read", statutory_document_id)
        row = queries.document_of(session, found.employment, statutory_document_id)
        declared = queries.declared(row.code)
        if declared is None:
            raise NotFound
        versions = queries.versions_of(session, row)
        version = queries.version_of(session, row, number)
        answers = queries.answers_to(session, [version])[version.id]
        one = shown(declared, version, answers)
        given = queries.given(answers)
        is_newest = version.number == row.newest
        side = rules.side_of(actor.role)
        signs = side is not None and side in rules.waits_for(declared, given) and not one.missing and is_newest
        notes = (
            is_newest
            and side is Side.EMPLOYER
            and rules.may_note_no_answer(declared, given, version.made_at, clock.now())
        )
        names = names_of(session, found.employment.tenant_id, {each.by for each in one.signed} | {version.made_by})
        titles = {each.code: Words(each).title for each in queries.declared_in(found.where.jurisdiction)}
    return render(
        "statutory/one.html",
        found=found,
        one=one,
        row=row,
        source=declared.source,
        versions=[(each.number, each.on) for each in versions],
        made_by=names.get(version.made_by, ""),
        names=names,
        titles=titles,
        is_newest=is_newest,
        may_write=is_newest and rules.may_make(declared, actor.role),
        is_composed=bool(declared.parts),
        signs=signs,
        notes_no_answer=notes,
        languages=printed_in(declared, found.worker.locale),
        zone=found.where.zone,
    )


def printed_in(declared: Declared, of_the_worker: str | None) -> list[str]:
    """Return in which languages it can be printed: the reader's, the worker's, and those of its place we speak."""
    there = [each for each in declared.languages if each in LOCALES]
    return [each for each in dict.fromkeys((current_locale(), of_the_worker, *there)) if each]


@pages.get("/employments/<uuid:employment_id>/law/documents/<uuid:statutory_document_id>/<int:number>.pdf")
@permission("statutory_document.read")
def paper(employment_id: UUID, statutory_document_id: UUID, number: int) -> Response:
    """Give one version as a PDF, in the reader's language or in the one asked for."""
    with tenant_session(request_context(read_only=True)) as session:
        found = ground(session, current_actor(), employment_id, "statutory_document.read")
        row = queries.document_of(session, found.employment, statutory_document_id)
        return as_paper(session, found.employment, row, number, request.args.get("language"))
