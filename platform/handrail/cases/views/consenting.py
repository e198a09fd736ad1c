"""The ledger of consents: what was asked, in which words, and what the worker answered (CON-7)."""

from dataclasses import dataclass
from uuid import UUID

from flask import Response

from handrail.cases import commands, frame, words
from handrail.cases.schemas import ConsentRecord, Nothing
from handrail.cases.views import pages
from handrail.cases.views.around import Act, Group, around, carry_out
from handrail.consents import queries as ledger
from handrail.consents.models import Consent, ConsentText
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import Conflict, NotFound
from handrail.kit.i18n import LOCALES, N_, _, format_date, format_datetime, language_name
from handrail.web.forms import Form
from handrail.web.render import render


class ConsentForm(ConsentRecord):
    """The answer to one text, on its page: the purpose stands in the address."""

    class Meta:
        """The purpose is not asked."""

        exclude = ("purpose",)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the ledger as the page shows it."""

    purpose: ConsentPurpose
    what: str
    state: str
    status: str
    meta: str
    withdraw_href: str | None


@pages.get("/cases/<uuid:case_id>/consents")
@permission("contact.record")
def consents(case_id: UUID) -> Response:
    """Show the ledger, and what can be asked."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "consent.read", purpose="consents.list")
        rows = ledger.ledger_of(session, found.case)
        texts = ledger.texts_of(session, found.case.tenant_id, {row.text_id for row in rows})
        entries = [_entry(row, texts[row.text_id], found.path, found.head.site.time_zone) for row in rows]
    asked = {entry.purpose for entry in entries}
    can_ask = [each for each in ConsentPurpose if each.value in found.framework.consents]
    return render(
        "cases/consents.html",
        found=found,
        entries=entries,
        can_ask=[(each.value, _(words.PURPOSES[each]), each in asked) for each in can_ask],
    )


def _entry(row: Consent, shown: ConsentText, path: str, zone: str) -> Entry:
    how = _(words.GIVEN_HOW[row.given_how])
    day = format_date(row.given_on, "medium")
    if row.withdrawn_at is not None:
        state, status = "withdrawn", _("Taken back on %(when)s", when=format_datetime(row.withdrawn_at, "medium", zone))
    elif row.answer is Answer.GIVEN:
        state, status = "given", _("Agreed")
    else:
        state, status = "refused", _("Did not agree")
    what = _(words.PURPOSES[row.purpose])
    return Entry(
        purpose=row.purpose,
        what=f"{what}: {row.about}" if row.about else what,
        state=state,
        status=status,
        meta=_("%(day)s, %(how)s, text in %(language)s", day=day, how=how, language=language_name(shown.locale)),
        withdraw_href=f"{path}/consents/{row.id}/withdraw" if state == "given" else None,
    )


@pages.route("/cases/<uuid:case_id>/consents/<purpose>", methods=["GET", "POST"])
@permission("contact.record")
def ask_consent(case_id: UUID, purpose: str) -> Response:
    """Show the exact words to read out, and record the answer."""
    if purpose not in set(ConsentPurpose):
        raise NotFound
    wanted = ConsentPurpose(purpose)
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "consent.read", purpose="consents.list")
    try:
        texts = {code: frame.consent_text(found.framework, wanted, code) for code in LOCALES}
    except Conflict as refused:
        raise NotFound from refused
    own = found.head.worker.locale
    form = Form.from_request(
        ConsentForm,
        initial={"locale": own, "given_how": GivenHow.TELEPHONE},
        choices={
            "locale": [(code, language_name(code)) for code in LOCALES],
            "given_how": [(how, _(text)) for how, text in words.GIVEN_HOW.items() if how is not GivenHow.ONLINE],
        },
        readers={"about": found.you_and_worker()},
    )
    names = ["answer", "given_how", "given_on", "locale"]
    if wanted is ConsentPurpose.REFERRAL:
        names.insert(0, "about")
    act = Act(
        title=_(words.PURPOSES[wanted]),
        submit=_("Record the answer"),
        intro=(_("Read these words out, or hand them over. Without a live yes the system shares nothing."),),
        groups=(Group("", names),),
        more={"shown": texts.get(own, texts["en"]), "others": [text for code, text in texts.items() if code != own]},
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.record_consent(session, actor, case_id, purpose=wanted, **data),
        say=N_("The answer is recorded."),
        then=f"{found.path}/consents",
    )


@pages.route("/cases/<uuid:case_id>/consents/<uuid:consent_id>/withdraw", methods=["GET", "POST"])
@permission("contact.record")
def withdraw_consent(case_id: UUID, consent_id: UUID) -> Response:
    """Take a consent back for the worker, on a page that names them and the thing."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "consent.read", purpose="consents.list")
        row = next((each for each in ledger.ledger_of(session, found.case) if each.id == consent_id), None)
    if row is None or row.answer is not Answer.GIVEN:
        raise NotFound
    form = Form.from_request(Nothing)
    act = Act(
        title=_("%(worker)s takes back: %(what)s", worker=found.worker, what=_(words.PURPOSES[row.purpose])),
        submit=_("Record that it is taken back"),
        kind="stop",
        intro=(
            _("It counts from this moment on. Nobody asks why."),
            _("What was already sent can not be called back; it stays listed here."),
        ),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, _data: commands.withdraw_consent(session, actor, case_id, consent_id),
        say=N_("It is taken back."),
        then=f"{found.path}/consents",
    )
