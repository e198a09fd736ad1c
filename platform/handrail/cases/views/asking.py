"""The employer's side asks to be in touch, and writes letters that wait for the answer (NEU-2)."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from handrail.cases import commands, words
from handrail.cases.commands import LetterText
from handrail.cases.letter_queries import A_PAGE, letters_of_requests, letters_to, requests_of, statutory_of
from handrail.cases.letter_schemas import ASKED_FOR, ContactRequestAsk, EmployerLetterWrite
from handrail.cases.rules.neutrality import AskedFor
from handrail.cases.schemas import ContactRequestMake
from handrail.cases.views import pages
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _, format_date
from handrail.kit.ids import id_of
from handrail.obligations import presenting
from handrail.obligations.queries import worker_name
from handrail.tenancy.models import Employment
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.get("/contact-requests")
@permission("contact_request.make")
def asked() -> Response:
    """Show what became of the requests to be in touch: waiting, allowed, not allowed or held, and never why."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        rows = requests_of(session, actor, after=id_of(request.args.get("after")))
        letters = letters_of_requests(session, actor.tenant_id, [row.request.id for row in rows])
        return render(
            "cases/asked.html",
            rows=rows[:A_PAGE],
            older=rows[A_PAGE - 1].request.id if len(rows) > A_PAGE else None,
            letters=letters,
            words=words,
            insurer=AskedFor.INSURER,
            is_supervisor=actor.role is Role.SUPERVISOR,
        )


@pages.route("/employments/<uuid:employment_id>/contact", methods=["GET", "POST"])
@permission("contact_request.make")
def ask(employment_id: UUID) -> Response:
    """Ask whether one may be in touch with the worker."""
    actor = current_actor()
    may_ask_for_others = actor.role is not Role.SUPERVISOR
    with tenant_session(request_context()) as session:
        employment = load_employment(session, employment_id, require(actor, "contact_request.make"))
        form = Form.from_request(
            ContactRequestAsk if may_ask_for_others else ContactRequestMake,
            initial={"asked_for": AskedFor.THEMSELVES.value} if may_ask_for_others else {},
            choices=_choices(session, employment),
        )
        if form.is_ready:
            with form.absorbing():
                commands.request_contact(session, actor, employment_id, **form.data)
                say = N_("The coordinator has your request. Please wait for the answer before you get in touch.")
                return redirect_to(url_for(".asked"), say=say)
        return _draw(session, actor, employment, form, is_letter=False)


@pages.route("/employments/<uuid:employment_id>/letter", methods=["GET", "POST"])
@permission("contact_request.make")
def write(employment_id: UUID) -> Response:
    """Write to the worker; the letter waits until the coordinator allows it."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employment = load_employment(session, employment_id, require(actor, "contact_request.make"))
        form = Form.from_request(EmployerLetterWrite, choices=_choices(session, employment))
        if form.is_ready:
            with form.absorbing():
                data: dict[str, Any] = dict(form.data)
                text = LetterText(data.pop("title"), data.pop("body"), form.idempotency_key)
                letter = commands.write_letter(session, actor, employment_id, text=text, **data)
                say = (
                    N_("The worker can read your letter now.")
                    if letter.handed_over_at
                    else N_("Your letter waits. The worker reads it when the coordinator allows it.")
                )
                return redirect_to(url_for(".asked"), say=say)
        return _draw(session, actor, employment, form, is_letter=True)


@pages.get("/my-return/letters")
@permission("return.read")
def letters() -> Response:
    """Show a worker the letters of their employer."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        return render("cases/employer_letters.html", letters=letters_to(session, actor), zone=actor.time_zone)


def _choices(session: Session, employment: Employment) -> dict[str, list[tuple[Any, object]]]:
    known = [
        (each.key, _statutory(presenting.title_of(each.rule), each.due_on))
        for each in statutory_of(session, employment)
    ]
    return {"obligation_key": [("", _("None: it is no contact that the law requires")), *known]}


def _statutory(title: str, due_on: Any) -> str:
    return _("%(title)s, by %(day)s", title=title, day=format_date(due_on, "medium")) if due_on else title


def _draw(session: Session, actor: Actor, employment: Employment, form: Form, *, is_letter: bool) -> Response:
    return render(
        "cases/ask.html",
        form=form,
        status=form.status,
        worker=worker_name(session, employment),
        is_letter=is_letter,
        is_supervisor=actor.role is Role.SUPERVISOR,
        asked_for=ASKED_FOR,
    )
