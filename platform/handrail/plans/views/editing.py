"""Working on the next version: rows that come and go without script, saved while one types, proposed when complete."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from handrail.consents.queries import live
from handrail.consents.rules import ConsentPurpose
from handrail.identity.actor import Actor
from handrail.identity.queries import team_of
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import HandrailError
from handrail.kit.i18n import N_, _, format_number
from handrail.plans import commands
from handrail.plans.errors import DraftMoved
from handrail.plans.models import PlanRemark
from handrail.plans.presenting.changes import compare_rows
from handrail.plans.presenting.collective import findings_rows
from handrail.plans.presenting.hours import days
from handrail.plans.queries.collective import as_rules, clauses_of
from handrail.plans.queries.concerns import plan_concerns_of
from handrail.plans.queries.preparation import meeting_has_begun
from handrail.plans.queries.remarks import remarks_of
from handrail.plans.queries.versions import draft_of, versions_of
from handrail.plans.rules.codes import RemarkKind
from handrail.plans.rules.collective import checked
from handrail.plans.rules.content import Content, from_json
from handrail.plans.schemas.plan import PlanEdit, as_form
from handrail.plans.views import pages
from handrail.plans.views.around import Around, around
from handrail.plans.wording import TOPICS
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies on the desk: the stored draft (or the newest version, to start from) and the shared concerns."""

    found: Around
    content: Content
    revision: int
    newest: int | None
    begun: bool
    concerns: list[tuple[UUID, str, str]]
    agreement: list[dict[str, Any]]
    remarks: list[dict[str, Any]]
    welcome_agreed: bool


def _desk(actor: Actor, case_id: UUID) -> _Desk:
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "plan.draft", purpose="plan.draft")
        draft, newest = draft_of(session, found.case), versions_of(session, found.case).newest
        content = from_json(draft.content) if draft else newest.content if newest else Content()
        shared = [(row.id, _(TOPICS[row.topic]), row.words) for row in plan_concerns_of(session, found.case)]
        return _Desk(
            found,
            content,
            draft.revision if draft else 0,
            newest.number if newest else None,
            meeting_has_begun(session, found.case),
            shared,
            _agreement(session, found, content),
            [_remark(row) for row in remarks_of(session, found.case) if newest and row.number == newest.number],
            live(session, found.case, ConsentPurpose.WELCOME_COLLEAGUES) is not None,
        )


def _agreement(session: Session, found: Around, content: Content) -> list[dict[str, Any]]:
    """Return how the draft, proposed today, would stand to the collective agreement (S5-5)."""
    clauses, names = clauses_of(session, found.case), {role: each.name for role, each in team_of(session, found.case)}
    findings = checked(content, as_rules(clauses), clock.today(found.head.site.time_zone))
    return findings_rows(findings, clauses, names.get)


def _remark(row: PlanRemark) -> dict[str, Any]:
    refuses = row.kind is RemarkKind.NOT_AS_IT_READS
    title = _("The worker does not accept version %(version)s as it reads", version=row.number)
    return {"title": title if refuses else _("Said of version %(version)s", version=row.number), "text": row.words}


@pages.route("/cases/<uuid:case_id>/plan/edit", methods=["GET", "POST"])
@permission("plan.draft")
def edit(case_id: UUID) -> Response:
    """Write the draft, and propose it as the next version."""
    actor = current_actor()
    desk = _desk(actor, case_id)
    form = _form(desk)
    mine: Content | None = None
    if form.is_ready:
        mine = form.data["content"]
        try:
            return _save(actor, case_id, form)
        except HandrailError as error:
            form.absorb(error)
            desk = _desk(actor, case_id)
            if not isinstance(error, DraftMoved):
                mine = None
    return render(
        "plans/edit.html",
        status=form.status,
        form=form,
        found=desk.found,
        desk=desk,
        conflict=compare_rows(desk.content, mine) if mine is not None else [],
        keep_url=url_for("plans.keep", case_id=case_id),
        days=days(),
        totals=[format_number(week.total) for week in (mine or desk.content).weeks],
    )


def _save(actor: Actor, case_id: UUID, form: Form) -> Response:
    content, revision = form.data["content"], _revision(form)
    with tenant_session(request_context()) as session:
        draft = commands.save_draft(
            session, actor, case_id, content=content, revision=revision, form_key=form.idempotency_key
        )
        revision = draft.revision
    if request.form.get("then") != "propose":
        return redirect_to(url_for("plans.edit", case_id=case_id), say=N_("The draft is saved."))
    with tenant_session(request_context()) as session:
        commands.propose_version(session, actor, case_id, revision=revision)
    return redirect_to(url_for("plans.plan", case_id=case_id), say=N_("Worker and supervisor can read it now."))


def _revision(form: Form) -> int:
    """Return the revision that is meant: the one the form began with, or the one it knowingly writes over."""
    over = request.form.get("over", "")
    return int(over) if over.isascii() and over.isdigit() else int(form.data["revision"])


def _form(desk: _Desk) -> Form:
    entries = {entry.id: entry.why_no_action for entry in desk.content.concerns}
    initial: dict[str, Any] = as_form(desk.content) | {
        "revision": desk.revision,
        "concerns": [{"id": each, "why_no_action": entries.get(each, "")} for each, _topic, _words in desk.concerns],
    }
    choices = [
        (each, _("%(number)s. %(words)s", number=place, words=_short(words)))
        for place, (each, _topic, words) in enumerate(desk.concerns, start=1)
    ]
    return Form.from_request(PlanEdit, initial=initial, choices={"actions-concerns": choices})


def _short(words: str) -> str:
    most = 60
    return words if len(words) <= most else f"{words[:most].rstrip()}…"


@pages.post("/cases/<uuid:case_id>/plan/edit/keep")
@permission("plan.draft")
def keep(case_id: UUID) -> Response:
    """Save while somebody types; what is not right yet is simply not saved yet."""
    form = _form(_desk(current_actor(), case_id))
    if not form.is_ready:
        return Response(status=422)
    with tenant_session(request_context()) as session:
        commands.save_draft(
            session,
            current_actor(),
            case_id,
            content=form.data["content"],
            revision=form.data["revision"],
            form_key=form.idempotency_key,
            in_passing=True,
        )
    return Response(status=204)
