"""Conversations as forms: the first call, meetings, follow-ups, what an added guide asks.

The guide gives the questions; each form is kept while it is written, and topics left for later come first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from flask import Response, request
from marshmallow import Schema

from handrail.cases import commands, queries
from handrail.cases.drafts.commands import Place as DraftPlace
from handrail.cases.drafts.forms import Drafted
from handrail.cases.frame import further_guides
from handrail.cases.guides import GuideForm, guide_form, with_answers
from handrail.cases.left_schemas import TopicsLeft
from handrail.cases.rules.contacts import GUIDE_OF, Channel, ContactKind, Tick
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
from handrail.cases.views.around import Act, Around, Group, around
from handrail.cases.views.keeping import carry_out_kept, open_form
from handrail.cases.waiting import Waiting, waiting_of
from handrail.frameworks.rules import in_language
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, LazyText, _, current_locale, format_date, lazy


class FirstContactForm(FirstContactTicks, FirstContactDecision, Preferences, ContactHeld, TopicsLeft, ContactOutcome):
    """The first conversation, on a page."""


class ContactForm(ContactHeld, TopicsLeft, ContactOutcome):
    """A contact without a place, on a page."""


class MeetingForm(MeetingHeld, ContactHeld, TopicsLeft, ContactOutcome):
    """A meeting, on a page."""


WHEN: Final = ("channel", "on", "at")
AFTER: Final = ("notes", "agreed", "next_on")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a talk stands on: the case, what earlier talks left for this one, and how worker and coordinator agreed."""

    found: Around
    waiting: Sequence[Waiting]
    channel: Channel | None
    interval: timedelta

    def left_for(self, guide: str) -> dict[str, Waiting]:
        """Return the topics that wait for the next talk by a guide, by key."""
        return {each.topic: each for each in self.waiting if each.guide == guide}


def ground(case_id: UUID) -> Ground:
    """Return what the talks of a case stand on; reading what was left is reading the contacts (CON-5)."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "contact.record", purpose="contacts.list")
        held = queries.contacts_of(session, found.case)
        agreed = queries.follow_up_agreement_of(session, found.case)
        days = agreed.interval_days if agreed else found.framework.intervals.follow_up_in_leave_days
        return Ground(
            found, waiting_of(found.framework, held), agreed.channel if agreed else None, timedelta(days=days)
        )


@pages.route("/cases/<uuid:case_id>/first-contact", methods=["GET", "POST"])
@permission("contact.record")
def first_contact(case_id: UUID) -> Response:
    """Record the first conversation (S2-1)."""
    on = ground(case_id)
    found, left = on.found, on.left_for("first_call")
    guide = guide_form(found.framework, GUIDE_OF[ContactKind.FIRST_CALL], first=left)
    form = talk_form("first-contact", FirstContactForm, on, guide, left=left, readers=found.you_and_worker())
    asked = guide_groups(guide, left)
    act = Act(
        title=_("First conversation with %(worker)s", worker=found.worker),
        submit=_("Record the conversation"),
        intro=(guide.text,) if guide.text else (),
        groups=(
            Group(_("When and how"), WHEN),
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
            *later_groups(guide, left),
            Group(_("What else there was"), AFTER),
        ),
    )
    return carry_out_kept(
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
    "preparation": _Talk(ContactKind.PREPARATION, lazy("Preparing the meeting"), MeetingForm),
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


@pages.route("/cases/<uuid:case_id>/preparation", methods=["GET", "POST"])
@permission("contact.record")
def preparation(case_id: UUID) -> Response:
    """Record a talk that prepares the meeting with the supervisor (S4-2)."""
    return _talk(case_id, "preparation")


@pages.route("/cases/<uuid:case_id>/contact", methods=["GET", "POST"])
@permission("contact.record")
def other_contact(case_id: UUID) -> Response:
    """Record any other contact with the worker; `guide` in the address names one that was added (INT-4)."""
    return _talk(case_id, "contact", request.args.get("guide", ""))


def _talk(case_id: UUID, place: str, added: str = "") -> Response:
    talk, on = _TALKS[place], ground(case_id)
    further = further_guides(on.found.framework) if talk.kind is ContactKind.OTHER else {}
    added = added if added in further else ""
    key = added or GUIDE_OF.get(talk.kind, "")
    left = on.left_for(key)
    guide = guide_form(on.found.framework, key, first=left)
    form = talk_form(
        place,
        talk.base,
        on,
        guide,
        left=left,
        readers=on.found.you_and_worker(),
        about=added.replace("_", "-"),
    )
    is_meeting = talk.base is MeetingForm
    before = Group(_("When, how and where"), (*WHEN, "place")) if is_meeting else Group(_("When and how"), WHEN)
    act = Act(
        title=guide.title if added else f"{talk.title}",
        submit=_("Record it"),
        intro=intro(on.found, guide),
        groups=(before, *guide_groups(guide, left), *later_groups(guide, left), Group(_("What you take along"), AFTER)),
        more={"further": _further(further, added), "focus": _first_box(guide) if place == "follow-up" else ""},
    )
    return carry_out_kept(
        form,
        on.found,
        act,
        lambda session, actor, data: commands.record_contact(
            session, actor, case_id, kind=talk.kind, held=held_of(data | {"guide": added or None})
        ),
        say=N_("The contact is recorded."),
    )


def _first_box(guide: GuideForm) -> str:
    """Return the name of the first field that a routine talk fills in: all before it stands there already."""
    return next((name for part in guide.parts for name in part.names), "")


def _further(guides: Any, chosen: str) -> list[tuple[str, str]]:
    """Return the guides that were added and are not open now: (title, key)."""
    return [(in_language(guide.title, current_locale()), key) for key, guide in guides.items() if key != chosen]


# --- What all talks share -----------------------------------------------------------------------------------------


def talk_form(
    name: str,
    base: type[Schema],
    on: Ground,
    guide: GuideForm,
    *,
    left: dict[str, Waiting],
    readers: str,
    about: str = "",
) -> Drafted:
    """Return the form of a talk: every box says by name who reads it; a routine one begins with what was agreed."""
    made = with_answers(base, guide)()
    named = {"notes": readers, "preferred_time": on.found.you_and_worker()}
    named |= {f"agreed-{part}": readers for part in ("what", "who", "evaluated")}
    named |= {name: readers for part in guide.parts for name in part.names}
    choices: dict[str, Any] = {
        "put_off": [(part.key, part.title) for part in guide.parts],
        "let_go": [(key, each.title) for key, each in left.items()],
    }
    initial: dict[str, Any] = {"agreed": []}
    if name == "follow-up":
        channel = on.channel or Channel.TELEPHONE
        initial |= {"channel": channel, "on": on.found.today, "next_on": on.found.today + on.interval}
    place = DraftPlace(name.replace("/", "-"), on.found.case.subject(), about)
    return open_form(made, place, readers=named, choices=choices, initial=initial)


def guide_groups(guide: GuideForm, left: dict[str, Waiting]) -> list[Group]:
    """Return the sections of the guide; one that was left for later says since when."""
    return [
        Group(
            part.title,
            part.names,
            _("Left for later on %(day)s.", day=format_date(left[part.key].since, "long"))
            if part.key in left
            else part.text,
        )
        for part in guide.parts
    ]


def later_groups(guide: GuideForm, left: dict[str, Waiting]) -> list[Group]:
    """Return what can be left for later, and let go where something had been left."""
    if not guide.parts:
        return []
    return [Group(_("What you leave for later"), ("put_off", "let_go") if left else ("put_off",))]


def intro(found: Around, guide: GuideForm) -> tuple[str, ...]:
    """Return what stands above the form: what the guide says, and what it asks for the worker alone."""
    lines = [guide.text] if guide.text else []
    if guide.not_here:
        lines.append(
            _("For %(worker)s alone, and not recorded here: %(questions)s", worker=found.worker,
              questions=" ".join(guide.not_here))
        )  # fmt: skip
    return tuple(lines)
