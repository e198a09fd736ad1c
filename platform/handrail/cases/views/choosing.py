"""Inviting, deciding, leaving, agreeing on follow-up, informing the supervisor."""

from typing import Any, Final
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from handrail.cases import commands, letters
from handrail.cases.commands.inviting import INVITATION, invitation_letter, invitation_wording
from handrail.cases.commands.supervisor import NOTICE, notice_wording
from handrail.cases.records import employment_of
from handrail.cases.review.holding import is_reviewed
from handrail.cases.schemas import (
    FollowUpAgree,
    InvitationSend,
    Nothing,
    ParticipationDecide,
    Preferences,
    Withdraw,
)
from handrail.cases.views import pages
from handrail.cases.views.around import Act, Group, around, carry_out, look
from handrail.documents.blocks import Heading, Text
from handrail.documents.html import render as render_markdown
from handrail.documents.html import render_blocks
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _, format_date, language_name
from handrail.web.forms import Form

HELD_NOW: Final = N_("The letter waits to be read. Nothing is sent until it is released.")


@pages.route("/cases/<uuid:case_id>/invitation", methods=["GET", "POST"])
@permission("letter.send")
def invitation(case_id: UUID) -> Response:
    """Show the invitation letter word for word, and send it with the pamphlet."""
    with tenant_session(request_context(read_only=True)) as session:
        found = around(session, current_actor(), case_id, "letter.send")
        employment = employment_of(session, found.case)
        wording = invitation_wording(session, found.case, employment)
        letter, call_by = invitation_letter(session, found.case, employment, wording, on=found.today)
    is_held = is_reviewed(found.framework, INVITATION)
    form = Form.from_request(InvitationSend)
    act = Act(
        title=_("Send the invitation"),
        submit=_("Have the letter read") if is_held else _("Send the letter"),
        intro=(
            _(
                "%(worker)s gets a letter in %(language)s, with the pamphlet, and a message that something is there to "
                "read.",
                worker=found.worker,
                language=language_name(letter.locale),
            ),
            _("The letter says that you will call before %(day)s.", day=format_date(call_by, "long")),
            _("The employer does not get the letter and does not learn that it was sent."),
            *((read_first(),) if is_held else ()),
        ),
        groups=() if is_held else (Group("", ("on",)),),
        more={
            "notice": render_blocks((Heading(1, (Text(letter.subject),)), *letter.body), headings_from=3),
            "notice_lang": letter.locale,
        },
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.send_invitation(session, actor, case_id, **data),
        say=HELD_NOW if is_held else N_("The invitation is on its way."),
    )


def read_first() -> str:
    """Return the sentence about a letter that is held for review."""
    return _(
        "Your framework has this letter read by a lead coordinator before it goes out. Until then nothing is sent, and "
        "nobody learns of it. It is dated on the day on which it is released."
    )


@pages.route("/cases/<uuid:case_id>/participation", methods=["GET", "POST"])
@permission("participation.decide")
def participation(case_id: UUID) -> Response:
    """Record what the worker says about taking part."""
    found = look(case_id, "contact.record")
    form = Form.from_request(ParticipationDecide)
    act = Act(
        title=_("What does %(worker)s say?", worker=found.worker),
        submit=_("Record the decision"),
        intro=(
            _(
                "It is %(worker)s's choice, and “not yet” is an answer. Nobody is reminded in between.",
                worker=found.worker,
            ),
        ),
        groups=(Group("", ("decision", "next_conversation_on", "on")),),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.decide_participation(session, actor, case_id, **data),
        say=N_("The decision is recorded."),
    )


@pages.route("/cases/<uuid:case_id>/preferences", methods=["GET", "POST"])
@permission("contact.record")
def preferences(case_id: UUID) -> Response:
    """Keep how the worker likes to be reached."""
    found = look(case_id, "contact.record")
    form = Form.from_request(Preferences, readers={"preferred_time": found.you_and_worker()})
    act = Act(
        title=_("How to reach %(worker)s", worker=found.worker),
        submit=_("Keep it"),
        groups=(Group("", ("preferred_channel", "preferred_time")),),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.state_preferences(session, actor, case_id, **data),
        say=N_("It is kept."),
    )


@pages.route("/cases/<uuid:case_id>/withdraw", methods=["GET", "POST"])
@permission("contact.record")
def withdraw(case_id: UUID) -> Response:
    """Record that the worker leaves: a page that names them and says what happens."""
    found = look(case_id, "contact.record")
    form = Form.from_request(Withdraw)
    act = Act(
        title=_("%(worker)s leaves the support process", worker=found.worker),
        submit=_("Record that %(worker)s leaves", worker=found.worker),
        kind="stop",
        intro=(
            _("Nobody asks why, and there is no field for it."),
            _(
                "From the next moment on, %(supervisor)s and everybody else but you and %(worker)s see no more of the "
                "process. What was shared with consent is shared no further.",
                supervisor=found.supervisor,
                worker=found.worker,
            ),
            _(
                "What the law asks of the absence goes on as it is, and contacts with %(worker)s still go through you.",
                worker=found.worker,
            ),
        ),
        groups=(Group("", ("on",)),),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.withdraw(session, actor, case_id, **data),
        say=N_("It is recorded. Support has stopped."),
    )


@pages.route("/cases/<uuid:case_id>/follow-up-agreement", methods=["GET", "POST"])
@permission("contact.record")
def follow_up_agreement(case_id: UUID) -> Response:
    """Record how often worker and coordinator agreed to be in touch."""
    found = look(case_id, "contact.record")
    proposed = found.framework.intervals.follow_up_in_leave_days
    form = Form.from_request(FollowUpAgree, initial={"interval_days": proposed})
    act = Act(
        title=_("How often are you in touch?"),
        submit=_("Record the agreement"),
        intro=(
            _(
                "What counts is what %(worker)s and you agreed. Your framework proposes every %(days)s days.",
                worker=found.worker,
                days=proposed,
            ),
            _("A change is a new agreement; the old one stays on record."),
        ),
        groups=(Group("", ("interval_days", "channel", "agreed_on")),),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.agree_follow_up(session, actor, case_id, **data),
        say=N_("The agreement is recorded."),
    )


@pages.route("/cases/<uuid:case_id>/inform-supervisor", methods=["GET", "POST"])
@permission("supervisor.inform")
def inform_supervisor(case_id: UUID) -> Response:
    """Show the supervisor's notice word for word, and send it."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = around(session, actor, case_id, "supervisor.inform")
        words = _notice_words(session, found)
    is_held = is_reviewed(found.framework, NOTICE)
    form = Form.from_request(Nothing)
    act = Act(
        title=_("Inform %(supervisor)s", supervisor=found.supervisor),
        submit=_("Have the notice read") if is_held else _("Inform %(supervisor)s", supervisor=found.supervisor),
        intro=(
            _(
                "%(supervisor)s learns that %(worker)s takes part, and what the supervisor's role is. Nothing of what "
                "%(worker)s told you goes along.",
                supervisor=found.supervisor,
                worker=found.worker,
            ),
            _(
                "If %(worker)s wants to hear from them, they are asked to call. If not, they are not.",
                worker=found.worker,
            ),
            *((read_first(),) if is_held else ()),
        ),
        more={"notice": render_markdown(words, headings_from=3) if words else None},
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, _data: commands.inform_supervisor(session, actor, case_id),
        say=HELD_NOW if is_held else N_("The supervisor is informed."),
    )


def _notice_words(session: Session, found: Any) -> str | None:
    """Return the words of the notice as they would go out today; None where there is nobody to tell."""
    if found.head.supervisor is None:
        return None
    employment = employment_of(session, found.case)
    wording = notice_wording(session, found.case, employment)
    return letters.notice_words(wording, letters.cast_of(session, found.case, employment), dated_on=found.today)
