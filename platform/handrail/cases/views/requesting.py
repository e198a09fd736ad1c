"""Requests of others to contact the worker (NEU-2), calls on the coordinator (S7-4), and closing (S7-5)."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from handrail.cases import commands, queries, words
from handrail.cases.closing_schemas import CaseCloseForm
from handrail.cases.commands import Judged
from handrail.cases.letter_queries import letters_of_requests, obligations_named
from handrail.cases.measures import planned_in
from handrail.cases.overview import names_of
from handrail.cases.rules import neutrality
from handrail.cases.rules.neutrality import AskedFor
from handrail.cases.schemas import CallAnswer, ContactRequestDecide
from handrail.cases.views import pages
from handrail.cases.views.around import Act, Around, Group, around, carry_out, look
from handrail.identity.actor import Actor
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _
from handrail.obligations import presenting
from handrail.web.forms import Form
from handrail.web.render import render


@pages.get("/cases/<uuid:case_id>/contact-requests")
@permission("contact_request.decide")
def contact_requests(case_id: UUID) -> Response:
    """Show who wants to be in touch with the worker, and why."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "contact_request.decide", purpose="contact_requests.list")
        rows = queries.contact_requests_of(session, found.case)
        log = {
            request_id: [(each.decision, each.decided_at, each.reason) for each in decisions]
            for request_id, decisions in queries.contact_decisions_of(session, found.case).items()
        }
        letters = letters_of_requests(session, found.case.tenant_id, [row.id for row in rows])
        names = names_of(session, found.case.tenant_id, {row.requested_by for row in rows})
        asked_by_law = {
            each.key: presenting.title_of(each.rule)
            for each in obligations_named(session, found.case, [row.obligation_key for row in rows])
        }
        return render(
            "cases/contact_requests.html",
            found=found,
            rows=rows,
            log=log,
            letters=letters,
            asked_by_law=asked_by_law,
            zone=current_actor().time_zone,
            names=names,
            words=words,
            roles=ROLE_LABELS,
            is_open={row.id: row.state in neutrality.OPEN for row in rows},
        )


@pages.route("/cases/<uuid:case_id>/contact-requests/<uuid:request_id>", methods=["GET", "POST"])
@permission("contact_request.decide")
def decide_contact_request(case_id: UUID, request_id: UUID) -> Response:
    """Allow, refuse or hold one request."""
    with tenant_session(request_context(read_only=True)) as session:
        found = around(session, current_actor(), case_id, "contact_request.decide")
        row = next((each for each in queries.contact_requests_of(session, found.case) if each.id == request_id), None)
        names = names_of(session, found.case.tenant_id, {row.requested_by}) if row else {}
        letter = letters_of_requests(session, found.case.tenant_id, [request_id]).get(request_id)
        words_of_it = (letter.title, letter.body) if letter else None
    if row is None:
        raise NotFound
    form = Form.from_request(ContactRequestDecide, readers={"reason": found.you_and_worker()})
    act = Act(
        title=_("May %(name)s contact %(worker)s?", name=names.get(row.requested_by, ""), worker=found.worker),
        submit=_("Answer"),
        intro=(
            _(
                "%(role)s. Why: %(why)s. How: %(how)s.",
                role=_(ROLE_LABELS[row.requested_role]),
                why=_(words.WHYS[row.why]),
                how=_(words.CHANNELS[row.channel]),
            ),
            *((_("It is for the insurer."),) if row.asked_for is AskedFor.INSURER else ()),
            *((_("This is the letter: %(title)s.", title=words_of_it[0]), words_of_it[1]) if words_of_it else ()),
        ),
        groups=(Group("", ("decision", "reason")),),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.decide_contact_request(session, actor, case_id, request_id, **data),
        say=N_("Your answer is on its way."),
        then=f"{found.path}/contact-requests",
    )


@pages.get("/cases/<uuid:case_id>/calls")
@permission("call.acknowledge")
def calls(case_id: UUID) -> Response:
    """Show who asked for the coordinator."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "call.acknowledge", purpose="calls.list")
        rows = queries.calls_of(session, found.case)
        names = names_of(session, found.case.tenant_id, {row.requested_by for row in rows})
        about = {row.id: (row.about, row.answer) for row in rows}
    return render("cases/calls.html", found=found, rows=rows, names=names, about=about, words=words, roles=ROLE_LABELS)


@pages.route("/cases/<uuid:case_id>/calls/<uuid:call_id>", methods=["GET", "POST"])
@permission("call.acknowledge")
def answer_call(case_id: UUID, call_id: UUID) -> Response:
    """Answer one call."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "call.acknowledge", purpose="calls.list")
        row = next((each for each in queries.calls_of(session, found.case) if each.id == call_id), None)
        if row is None:
            raise NotFound
        about = row.about
        name = names_of(session, found.case.tenant_id, {row.requested_by}).get(row.requested_by, "")
    readers = _("Only you and %(name)s read this.", name=name)
    form = Form.from_request(CallAnswer, readers={"answer": readers})
    act = Act(
        title=_("%(name)s asks for you", name=name),
        submit=_("Record that you answered"),
        intro=(about,)
        if about
        else (_("Nothing was written down. How: %(how)s.", how=_(words.CHANNELS[row.channel])),),
        groups=(Group("", ("answer",)),),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.acknowledge_call(session, actor, case_id, call_id, **data),
        say=N_("The answer is recorded."),
        then=f"{found.path}/calls",
    )


@pages.route("/cases/<uuid:case_id>/close", methods=["GET", "POST"])
@permission("case.close")
def close(case_id: UUID) -> Response:
    """Close the case."""
    found = look(case_id, "case.close")
    both = found.you_and_worker()
    alone = _("Only you read this. %(worker)s does not.", worker=found.worker)
    with tenant_session(request_context(read_only=True)) as session:
        measures = [{"measure": each} for each in planned_in(session, found.case)]
        informed = queries.supervisor_notice_of(session, found.case) is not None
    form = Form.from_request(
        CaseCloseForm,
        initial={"worker_views": measures, "supervisor_views": measures if informed else []},
        readers={"worker_views-measure": both, "supervisor_views-measure": alone},
    )
    act = Act(
        title=_("Close the case of %(worker)s", worker=found.worker),
        submit=_("Close the case"),
        kind="stop",
        intro=(
            _("What came of it is read by you and %(worker)s, and not by the employer.", worker=found.worker),
            _(
                "%(supervisor)s and everybody else but you and %(worker)s see no more of it from then on.",
                supervisor=found.supervisor,
                worker=found.worker,
            ),
        ),
        groups=(
            Group("", ("outcome", "on")),
            Group(_("Which measures helped"), ("worker_views", "supervisor_views"), _views_text(found)),
        ),
    )

    def run(session: Session, actor: Actor, data: dict[str, object]) -> object:
        views = {name: _judged(data.pop(name)) for name in ("worker_views", "supervisor_views")}
        return commands.close_case(session, actor, case_id, **data, **views)  # type: ignore[arg-type]

    return carry_out(form, found, act, run, say=N_("The case is closed."))


def _judged(rows: object) -> list[Judged]:
    """Return the measures on which somebody has a view; one of the plan that is left open is no view."""
    given: list[dict[str, Any]] = rows if isinstance(rows, list) else []
    return [Judged(**each) for each in given if each["helped"] is not None]


def _views_text(found: Around) -> str:
    return _("%(worker)s and the supervisor may see this differently, so each is asked apart.", worker=found.worker)
