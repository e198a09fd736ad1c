"""What the worker allowed: each consent with its one act. A withdrawal counts from the next request on."""

from collections.abc import Sequence
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
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, current_locale
from handrail.privacy.mine import mine_of
from handrail.privacy.views import pages
from handrail.tenancy.models import Case
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

ASKED_ONLINE: Final = (
    ConsentPurpose.SUPERVISOR_CONTACT,
    ConsentPurpose.WELCOME_COLLEAGUES,
    ConsentPurpose.PREVENTION,
)
"""What a worker can answer by themselves; the others are asked when there is somebody to name."""
WHO: Final[dict[ConsentPurpose, str]] = {
    ConsentPurpose.SUPERVISOR_CONTACT: N_("Your supervisor"),
    ConsentPurpose.INFORM_UNION: N_("Your union representative"),
    ConsentPurpose.TREATING_PHYSICIAN: N_("The physician who treats you"),
    ConsentPurpose.REFERRAL: N_("The helper who is named"),
    ConsentPurpose.WELCOME_COLLEAGUES: N_("Your colleagues"),
    ConsentPurpose.EQUITY_DATA: N_("Your consultancy, without your name"),
    ConsentPurpose.PREVENTION: N_("The committee, without your name"),
}


class ConsentAnswer(Schema):
    """A yes or a no to one use."""

    __compartment__ = Compartment.COORDINATION

    purpose = fields.Enum(ConsentPurpose, by_value=True, required=True)
    answer = fields.Enum(Answer, by_value=True, required=True)


@pages.get("/my-return/privacy/consents")
@permission("consent.read")
def consents() -> Response:
    """Show what was asked, what was answered, and one button for each change of mind."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        mine = mine_of(session, actor)
        ledger = [each for case in mine.cases for each in ledger_of(session, case)]
        return render(
            "privacy/consents.html",
            mine=mine,
            ledger=ledger,
            texts=texts_of(session, actor.tenant_id, {each.text_id for each in ledger}),
            asked=_can_ask(session, mine.case, {each.purpose for each in ledger if each.withdrawn_at is None}),
            who=WHO,
        )


@pages.post("/my-return/privacy/consents")
@permission("consent.record")
def answer() -> Response:
    """Say yes or no to a use that the framework asks for."""
    form = Form.from_request(ConsentAnswer)
    actor = current_actor()
    if form.is_ready:
        with tenant_session(request_context()) as session:
            mine = mine_of(session, actor)
            if mine.case is None:
                raise NotFound
            if form.data["purpose"] is ConsentPurpose.SUPERVISOR_CONTACT:
                commands.record_supervisor_contact_consent(
                    session,
                    actor,
                    mine.case.id,
                    wanted=form.data["answer"] is Answer.GIVEN,
                    given_how=GivenHow.ONLINE,
                    locale=current_locale(),
                )
            else:
                commands.record_consent(
                    session, actor, mine.case.id, given_how=GivenHow.ONLINE, locale=current_locale(), **form.data
                )
    return redirect_to(url_for(".consents"), say=N_("Your answer is on record."))


@pages.post("/my-return/privacy/consents/<uuid:consent_id>/withdraw")
@permission("consent.record")
def withdraw_consent(consent_id: UUID) -> Response:
    """Take a consent back; nobody asks why."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        mine = mine_of(session, actor)
        commands.withdraw_consent(session, actor, _case_of(session, mine.cases, consent_id).id, consent_id)
    return redirect_to(url_for(".consents"), say=N_("You took it back. It does not count any more."))


def _case_of(session: Session, cases: Sequence[Case], consent_id: UUID) -> Case:
    """Return which of the worker's cases a consent is of; raises NotFound."""
    found = next((case for case in cases if any(each.id == consent_id for each in ledger_of(session, case))), None)
    if found is None:
        raise NotFound
    return found


def _can_ask(session: Session, case: Case | None, answered: set[ConsentPurpose]) -> list[ShownText]:
    """Return the words of each consent that was not answered yet and that the framework lets be asked."""
    if case is None:
        return []
    framework = in_force(session, case).framework
    active = {code for code, found in framework.consents.items() if found.active}
    return [
        consent_text(framework, purpose, current_locale())
        for purpose in ASKED_ONLINE
        if purpose not in answered and purpose.value in active
    ]
