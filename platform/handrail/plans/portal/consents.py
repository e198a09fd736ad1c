"""Who sees what, and what the worker allowed: each consent with its one act."""

from typing import Final
from uuid import UUID

from flask import Response, url_for
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from handrail.cases import commands
from handrail.cases.frame import consent_text, in_force
from handrail.consents.queries import ledger_of, texts_of
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow, ShownText
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, current_locale
from handrail.plans.portal import pages, reading
from handrail.plans.portal.home import mine_or_not_found
from handrail.plans.portal.reading import MyReturn
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


class ConsentAnswer(Schema):
    """A yes or a no to one use."""

    purpose = fields.Enum(ConsentPurpose, by_value=True, required=True)
    answer = fields.Enum(Answer, by_value=True, required=True)


@pages.get("/my-return/who-sees-what")
@permission("consent.read")
def who_sees_what() -> Response:
    """Show who reads which compartment, and the consents."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        mine = reading.my_return(session, actor, mine_or_not_found(session, actor))
        ledger = ledger_of(session, mine.case)
        return render(
            "portal/who_sees_what.html",
            mine=mine,
            ledger=ledger,
            texts=texts_of(session, actor.tenant_id, {each.text_id for each in ledger}),
            asked=_can_ask(session, mine, {each.purpose for each in ledger if each.withdrawn_at is None}),
        )


@pages.post("/my-return/consents")
@permission("consent.record")
def answer() -> Response:
    """Say yes or no to a use that the framework asks for."""
    form = Form.from_request(ConsentAnswer)
    actor = current_actor()
    if form.is_ready:
        with tenant_session(request_context()) as session:
            case_id = mine_or_not_found(session, actor)
            if form.data["purpose"] is ConsentPurpose.SUPERVISOR_CONTACT:
                commands.record_supervisor_contact_consent(
                    session,
                    actor,
                    case_id,
                    wanted=form.data["answer"] is Answer.GIVEN,
                    given_how=GivenHow.ONLINE,
                    locale=current_locale(),
                )
            else:
                commands.record_consent(
                    session, actor, case_id, given_how=GivenHow.ONLINE, locale=current_locale(), **form.data
                )
    return redirect_to(url_for("portal.who_sees_what"), say=N_("Your answer is on record."))


@pages.post("/my-return/consents/<uuid:consent_id>/withdraw")
@permission("consent.record")
def withdraw_consent(consent_id: UUID) -> Response:
    """Take a consent back; it works at once."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        commands.withdraw_consent(session, actor, mine_or_not_found(session, actor), consent_id)
    return redirect_to(url_for("portal.who_sees_what"), say=N_("You took it back. It does not count any more."))


def _can_ask(session: Session, mine: MyReturn, answered: set[ConsentPurpose]) -> list[ShownText]:
    """Return the words of each consent that was not answered yet and that the framework lets be asked."""
    framework = in_force(session, mine.case).framework
    active = {code for code, found in framework.consents.items() if found.active}
    return [
        consent_text(framework, purpose, current_locale())
        for purpose in ASKED_ONLINE
        if purpose not in answered and purpose.value in active
    ]


ASKED_ONLINE: Final = (
    ConsentPurpose.SUPERVISOR_CONTACT,
    ConsentPurpose.WELCOME_COLLEAGUES,
    ConsentPurpose.PREVENTION,
)
"""What a worker can answer by themselves; the others are asked when there is somebody to name."""
