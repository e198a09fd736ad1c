"""The plan's own page: read by everybody who may, accepted by worker and supervisor, printed (S5-6)."""

from uuid import UUID

from flask import Response, request, url_for

from handrail.documents.typst.plan import render_plan
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import LOCALES, N_, current_locale, known, language_name, use_locale
from handrail.plans import commands
from handrail.plans.errors import VersionMoved
from handrail.plans.presenting.changes import compare_rows
from handrail.plans.presenting.head import version_title
from handrail.plans.presenting.page import page_of
from handrail.plans.presenting.paper import plan_model
from handrail.plans.presenting.people import readers
from handrail.plans.queries.view import PlanView, plan_view
from handrail.plans.schemas.carrying_out import AcceptForm, AnswerWrite, ConfirmationWrite
from handrail.plans.schemas.parts import Nothing
from handrail.plans.views import pages
from handrail.plans.views.around import of_case
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render
from handrail.web.security import SANDBOX


@pages.get("/cases/<uuid:case_id>/plan")
@permission("plan.read")
def plan(case_id: UUID) -> Response:
    """Show the newest version of the plan, or the one asked for, beside the one before it."""
    return _page(case_id)


def _page(case_id: UUID, sent: Form | None = None) -> Response:
    """Draw the page; `sent` is an acceptance that was refused, drawn anew for the version that is shown now."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        view = plan_view(session, actor, case_id, number=_number("version"), beside=_number("beside"))
        path = url_for("plans.plan", case_id=case_id)
        page = page_of(view, actor, path, everything=request.args.get("whole") == "1")
        form = Form(AcceptForm, initial={"version": view.shown.number if view.shown else 0})
        if sent is not None:
            form.status, form.errors = sent.status, sent.errors
        return render(
            "plans/plan.html",
            status=form.status,
            view=view,
            page=page,
            found=of_case(actor, view.case, view.head),
            form=form,
            has_accepted=_has_accepted(view, actor),
            is_coordinator=actor.role is Role.COORDINATOR,
            is_supervisor=actor.role is Role.SUPERVISOR,
            is_worker=actor.role is Role.WORKER,
            languages=[(code, language_name(code)) for code in _languages(view)],
        )


def _languages(view: PlanView) -> list[str]:
    """Return the languages of the two whose contract it is, where they are not that of this page."""
    theirs = [view.head.worker.locale, view.head.supervisor.locale if view.head.supervisor else None]
    found = [code for each in theirs if (code := known(each)) in LOCALES]
    return [code for code in dict.fromkeys(found) if code != current_locale()]


def _number(name: str) -> int | None:
    """Return a version's number from the address; raises NotFound for what is no number."""
    given = request.args.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 6:  # noqa: PLR2004 - a million versions
        raise NotFound
    return int(given)


def _has_accepted(view: PlanView, actor: Actor) -> bool:
    return view.shown is not None and any(each.person_id == actor.person_id for each in view.shown.signed)


@pages.get("/cases/<uuid:case_id>/plan/compare")
@permission("plan.read")
def compare(case_id: UUID) -> Response:
    """Show any two versions side by side: what changed, or all of both."""
    actor, everything = current_actor(), request.args.get("whole") == "1"
    with tenant_session(request_context(read_only=True)) as session:
        view = plan_view(session, actor, case_id, number=_number("version"), beside=_number("before"))
        if view.shown is None:
            raise NotFound
        before = view.beside or view.shown
        rows = compare_rows(before.content, view.shown.content, everything=everything)
        return render(
            "plans/compare.html",
            found=of_case(actor, view.case, view.head),
            readers=readers(view, actor.name),
            choices=[(each.number, version_title(each.number)) for each in view.versions.all],
            before=before.number,
            after=view.shown.number,
            everything=everything,
            rows=rows,
            different=sum(row["change"] != "same" for row in rows),
            titles=(version_title(before.number), version_title(view.shown.number)),
        )


@pages.post("/cases/<uuid:case_id>/plan/accept")
@permission("plan.accept")
def accept(case_id: UUID) -> Response:
    """Accept the version that was read; a newer one is shown instead, with the word that it is newer."""
    form = Form.from_request(AcceptForm)
    if form.is_ready:
        try:
            with tenant_session(request_context()) as session:
                commands.accept_version(session, current_actor(), case_id, number=form.data["version"])
            return redirect_to(url_for("plans.plan", case_id=case_id), say=N_("You accepted this version."))
        except VersionMoved as moved:
            form.absorb(moved)
    return _page(case_id, form)


@pages.get("/cases/<uuid:case_id>/plan.pdf")
@permission("plan.read")
def pdf(case_id: UUID) -> Response:
    """Print a version as an accessible PDF, in the language of whoever looks or in one that the address names."""
    actor = current_actor()
    language = known(request.args.get("language")) or current_locale()
    with tenant_session(request_context(read_only=True)) as session, use_locale(language):
        view = plan_view(session, actor, case_id, number=_number("version"))
        if view.shown is None:
            raise NotFound
        model = plan_model(view, view.shown, actor)
    response = Response(render_plan(model), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"plan-version-{model.version}.pdf")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@pages.route("/cases/<uuid:case_id>/plan/actions/<key>", methods=["GET", "POST"])
@permission("promise.confirm")
def action(case_id: UUID, key: str) -> Response:
    """Say of one action whether it is in place."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        view = plan_view(session, actor, case_id)
        contract = view.versions.contract
        asked = contract.content.action(key) if contract else None
        if asked is None:
            raise NotFound
        around = of_case(actor, view.case, view.head)
    form = Form.from_request(ConfirmationWrite, initial={"in_place": key in view.placed, "on": view.today})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.confirm_promise(session, actor, case_id, key=key, **form.data)
            return redirect_to(url_for("plans.plan", case_id=case_id), say=N_("It is recorded."))
    return render("plans/action.html", status=form.status, form=form, found=around, action=asked)


@pages.route("/cases/<uuid:case_id>/plan/questions/<key>", methods=["GET", "POST"])
@permission("question.answer")
def question(case_id: UUID, key: str) -> Response:
    """Answer one question of the newest version."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        view = plan_view(session, actor, case_id)
        newest = view.versions.newest
        asked = newest.content.question(key) if newest else None
        if asked is None:
            raise NotFound
        before = view.answers[key].text if key in view.answers else asked.answer
        around = of_case(actor, view.case, view.head)
    form = Form.from_request(AnswerWrite, initial={"answer": before})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.answer_question(session, actor, case_id, key=key, **form.data)
            return redirect_to(url_for("plans.plan", case_id=case_id), say=N_("The answer is recorded."))
    return render("plans/question.html", status=form.status, form=form, found=around, question=asked)


@pages.post("/cases/<uuid:case_id>/plan/prepared")
@permission("return.record")
def prepared(case_id: UUID) -> Response:
    """Mark the return as prepared."""
    form = Form.from_request(Nothing)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            commands.prepare_return(session, current_actor(), case_id)
    return redirect_to(url_for("plans.plan", case_id=case_id), say=N_("The return is marked as prepared."))
