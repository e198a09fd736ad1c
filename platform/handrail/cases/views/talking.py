"""Conversations: the first call, meetings, follow-ups, the talks after the return, and reading them back."""

import json
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from flask import Response
from marshmallow import Schema

from handrail.cases import commands, queries, words
from handrail.cases.contact_models import Contact
from handrail.cases.frame import questions_of
from handrail.cases.guides import GuideForm, guide_form, with_answers
from handrail.cases.rules.contacts import GUIDE_OF, ContactKind, Party, Tick, missing_ticks
from handrail.cases.schemas import (
    ContactHeld,
    ContactOutcome,
    FirstContactDecision,
    FirstContactTicks,
    MeetingHeld,
    Preferences,
)
from handrail.cases.sent import held_of, write_first_contact
from handrail.cases.views import pages
from handrail.cases.views.around import Act, Around, Group, around, carry_out, look
from handrail.frameworks.rules import Framework, in_language
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, LazyText, _, current_locale, format_date, lazy
from handrail.web.forms import Form
from handrail.web.render import render


class FirstContactForm(FirstContactTicks, FirstContactDecision, Preferences, ContactHeld, ContactOutcome):
    """The first conversation, on a page."""


class ContactForm(ContactHeld, ContactOutcome):
    """A contact without a place, on a page."""


class MeetingForm(MeetingHeld, ContactHeld, ContactOutcome):
    """A meeting, on a page."""


_WHEN: Final = ("channel", "on", "at")
_AFTER: Final = ("notes", "agreed", "next_on")


@pages.route("/cases/<uuid:case_id>/first-contact", methods=["GET", "POST"])
@permission("contact.record")
def first_contact(case_id: UUID) -> Response:
    """Record the first conversation (S2-1)."""
    found = look(case_id, "contact.record")
    guide = guide_form(found.framework, GUIDE_OF[ContactKind.FIRST_CALL])
    form = _form(with_answers(FirstContactForm, guide), found, found.you_and_worker())
    asked = [Group(part.title, part.names, part.text) for part in guide.parts]
    act = Act(
        title=_("First conversation with %(worker)s", worker=found.worker),
        submit=_("Record the conversation"),
        intro=(guide.text,) if guide.text else (),
        groups=(
            Group(_("When and how"), _WHEN),
            *asked[:1],
            Group(
                _("What you explained"),
                tuple(tick.value for tick in Tick),
                _("Each one is needed before somebody can choose to take part."),
            ),
            *asked[1:],
            Group(_("What %(worker)s decides", worker=found.worker), ("decision", "next_conversation_on")),
            Group(_("How to reach %(worker)s", worker=found.worker), ("preferred_channel", "preferred_time")),
            Group(_("At the end of the conversation"), ("supervisor_contact",)),
            Group(_("What else there was"), _AFTER),
        ),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: write_first_contact(session, actor, case_id, data),
        say=N_("The conversation is recorded."),
    )


@dataclass(frozen=True, slots=True)
class _Talk:
    """A kind of contact that has a page of its own."""

    kind: ContactKind
    title: LazyText
    base: type[Schema]


_TALKS: Final = {
    "first-meeting": _Talk(ContactKind.FIRST_MEETING, lazy("First meeting"), MeetingForm),
    "follow-up": _Talk(ContactKind.FOLLOW_UP, lazy("Follow-up"), ContactForm),
    "contact": _Talk(ContactKind.OTHER, lazy("Another contact"), ContactForm),
}


@pages.route("/cases/<uuid:case_id>/first-meeting", methods=["GET", "POST"])
@permission("contact.record")
def first_meeting(case_id: UUID) -> Response:
    """Record a first meeting, or one of several (S3-1)."""
    return _talk(case_id, "first-meeting")


@pages.route("/cases/<uuid:case_id>/follow-up", methods=["GET", "POST"])
@permission("contact.record")
def follow_up(case_id: UUID) -> Response:
    """Record a follow-up during the absence (S3-3)."""
    return _talk(case_id, "follow-up")


@pages.route("/cases/<uuid:case_id>/contact", methods=["GET", "POST"])
@permission("contact.record")
def other_contact(case_id: UUID) -> Response:
    """Record any other contact with the worker."""
    return _talk(case_id, "contact")


def _talk(case_id: UUID, place: str) -> Response:
    talk = _TALKS[place]
    found = look(case_id, "contact.record")
    guide = guide_form(found.framework, GUIDE_OF.get(talk.kind, ""))
    is_meeting = talk.base is MeetingForm
    topics = [(name.removeprefix("answers-"), part.title) for part in guide.parts for name in part.names[:1]]
    form = _form(with_answers(talk.base, guide), found, found.you_and_worker(), topics=topics if is_meeting else None)
    before = (Group(_("When, how and where"), (*_WHEN, "place")) if is_meeting else Group(_("When and how"), _WHEN),)
    later = (Group(_("What you leave for later"), ("put_off",)),) if is_meeting else ()
    act = Act(
        title=f"{talk.title}",
        submit=_("Record it"),
        intro=_intro(found, guide),
        groups=(*before, *_groups(guide), *later, Group(_("What you take along"), _AFTER)),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.record_contact(
            session, actor, case_id, kind=talk.kind, held=held_of(data)
        ),
        say=N_("The contact is recorded."),
    )


@pages.get("/cases/<uuid:case_id>/after-return")
@permission("contact.record")
def after_return(case_id: UUID) -> Response:
    """Show the two talks after the return, each apart (S7-1)."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "contact.record", purpose="contacts.list")
        held = {each.kind: each.on for each in reversed(queries.contacts_of(session, found.case))}
    return render("cases/after_return.html", found=found, held=held, kinds=ContactKind)


@pages.route("/cases/<uuid:case_id>/after-return/<party>", methods=["GET", "POST"])
@permission("contact.record")
def after_return_talk(case_id: UUID, party: str) -> Response:
    """Record the talk after the return with one of the two."""
    if party not in set(Party):
        raise NotFound
    with_whom = Party(party)
    found = look(case_id, "contact.record")
    kind = ContactKind.AFTER_RETURN_WORKER if with_whom is Party.WORKER else ContactKind.AFTER_RETURN_SUPERVISOR
    guide = guide_form(found.framework, GUIDE_OF[kind], all_required=True)
    name = found.worker if with_whom is Party.WORKER else found.supervisor
    readers = found.you_and_worker()
    if with_whom is Party.SUPERVISOR:
        readers = _("Only you and %(name)s read this. %(worker)s does not.", name=name, worker=found.worker)
    form = _form(with_answers(ContactForm, guide), found, readers)
    act = Act(
        title=_("After the return: talk with %(name)s", name=name),
        submit=_("Record the talk"),
        intro=_intro(found, guide),
        groups=(Group(_("When and how"), _WHEN), *_groups(guide), Group(_("What you take along"), _AFTER)),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.record_follow_up_after_return(
            session, actor, case_id, party=with_whom, held=held_of(data)
        ),
        say=N_("The talk is recorded."),
        then=f"{found.path}/after-return",
    )


def _form(schema: type[Schema], found: Around, readers: str, *, topics: list[tuple[str, str]] | None = None) -> Form:
    """Return the form, in which every box says by name who reads it."""
    named = {"notes": readers, "preferred_time": found.you_and_worker()}
    named |= {f"agreed-{part}": readers for part in ("what", "who", "evaluated")}
    made = schema()
    answers = made.load_fields.get("answers")
    inner = getattr(answers, "schema", None)
    named |= {f"answers-{key}": readers for key in (inner.load_fields if inner else ())}
    choices: dict[str, Any] = {} if topics is None else {"put_off": topics}
    return Form.from_request(made, readers=named, choices=choices)


def _groups(guide: GuideForm) -> tuple[Group, ...]:
    return tuple(Group(part.title, part.names, part.text) for part in guide.parts)


def _intro(found: Around, guide: GuideForm) -> tuple[str, ...]:
    lines = [guide.text] if guide.text else []
    if guide.not_here:
        lines.append(
            _("For %(worker)s alone, and not recorded here: %(questions)s", worker=found.worker,
              questions=" ".join(guide.not_here))
        )  # fmt: skip
    return tuple(lines)


# --- Reading them back ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A contact as the page shows it."""

    title: str
    on: date
    at: time | None
    how: str
    answers: list[tuple[str, str]]
    notes: str
    agreed: list[str]
    next_on: date | None
    with_supervisor: bool
    all_explained: bool


@pages.get("/cases/<uuid:case_id>/contacts")
@permission("contact.record")
def contacts(case_id: UUID) -> Response:
    """Show what was said so far, newest first."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "contact.record", purpose="contacts.list")
        shown = [_shown(each, found.framework) for each in queries.contacts_of(session, found.case)]
    return render("cases/contacts.html", found=found, contacts=shown)


def _shown(contact: Contact, framework: Framework) -> ShownContact:
    language = current_locale()
    asked = questions_of(framework, contact.guide_key)
    answers = []
    for key, value in json.loads(contact.answers or "{}").items():
        question = asked.get(key)
        text = in_language(question.text, language) if question else key
        label = in_language(question.choices[value], language) if question and value in question.choices else value
        answers.append((text, _yes_no(label)))
    how = _(words.CHANNELS[contact.channel])
    return ShownContact(
        title=_(words.KINDS[contact.kind]),
        on=contact.on,
        at=contact.at,
        how=f"{how}, {_(words.PLACES[contact.place])}" if contact.place else how,
        answers=answers,
        notes=contact.notes,
        agreed=[_agreed(each) for each in json.loads(contact.agreed or "[]")],
        next_on=contact.next_on,
        with_supervisor=contact.withheld_from_worker,
        all_explained=not missing_ticks([Tick(tick) for tick in contact.ticks]),
    )


def _yes_no(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def _agreed(action: dict[str, Any]) -> str:
    if action["by"]:
        day = format_date(date.fromisoformat(action["by"]), "medium")
        return _("%(who)s: %(what)s, by %(day)s", who=action["who"], what=action["what"], day=day)
    return _("%(who)s: %(what)s", who=action["who"], what=action["what"])
