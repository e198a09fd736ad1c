"""My return: where I am, what comes next, who my people are, who sees what, who looked."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from handrail.cases import commands
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.participation import Participation
from handrail.cases.wording import WORKER_STEPS
from handrail.identity.actor import Actor
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _, format_date, format_datetime
from handrail.obligations import presenting
from handrail.obligations.models import Obligation
from handrail.plans.portal import pages, reading
from handrail.plans.portal.reading import MyReturn
from handrail.plans.rules.codes import Party
from handrail.web.render import redirect_to, render

LOOKED_ON_HOME = 3
NEXT_WITHIN = timedelta(days=56)
"""What lies further ahead than this is no help to somebody who is ill today."""


@pages.get("/my-return")
@permission("return.read")
def home() -> Response:
    """Show the worker their return, or that nothing was started yet."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        case_id = reading.newest_case(session, actor)
        if case_id is None:
            return render("portal/no_case.html", actor=actor)
        mine = reading.my_return(session, actor, case_id)
        reads, names = reading.looked(session, mine.case, LOOKED_ON_HOME)
        return render(
            "portal/home.html",
            mine=mine,
            lead=lead_of(mine),
            steps=steps_of(mine),
            next_things=next_of(mine),
            reads=reads,
            names=names,
            roles=ROLE_LABELS,
            purposes=PURPOSES,
        )


@pages.post("/my-return/call")
@permission("call.request")
def call() -> Response:
    """Ask the coordinator to call (S7-4)."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case_id = mine_or_not_found(session, actor)
        commands.request_call(session, actor, case_id, channel=Channel.TELEPHONE)
    return redirect_to(url_for("portal.home"), say=N_("Your coordinator knows that you want to talk."))


@pages.route("/my-return/stop", methods=["GET", "POST"])
@permission("participation.withdraw")
def stop() -> Response:
    """Leave support, after a page that says what happens and what does not (VOL-2)."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case_id = mine_or_not_found(session, actor)
        if request.method == "POST":
            commands.withdraw(session, actor, case_id)
            return redirect_to(url_for("portal.home"), say=N_("You have left support. Nothing else changes for you."))
        mine = reading.my_return(session, actor, case_id)
        return render("portal/stop.html", mine=mine)


def mine_or_not_found(session: Session, actor: Actor) -> UUID:
    """Return the worker's newest case; raises NotFound while there is none."""
    case_id = reading.newest_case(session, actor)
    if case_id is None:
        raise NotFound
    return case_id


def lead_of(mine: MyReturn) -> dict[str, Any]:
    """Return the one sentence and the one big action of the page."""
    name = mine.coordinator.name if mine.coordinator else _("your coordinator")
    if mine.process.closed_on:
        return {"title": _("Your support has ended"), "text": _("You can still read everything that is yours.")}
    if mine.process.participation in (Participation.WITHDRAWN, Participation.DECLINED):
        text = _("That is your choice, and it has no consequence. If you change your mind, tell %(name)s.", name=name)
        return {"title": _("You are not taking part"), "text": text}
    if mine.process.participation is not Participation.PARTICIPATING:
        return _before_taking_part(mine, name)
    if mine.plan.newest is not None:
        return _about_the_plan(mine)
    if mine.meeting is not None:
        day = format_datetime(mine.meeting.starts_at, "long", mine.head.site.time_zone)
        text = _("You speak first. %(name)s is there with you.", name=name)
        return {"title": _("You meet your supervisor on %(day)s", day=day), "text": text}
    text = _("%(name)s stays in touch as you agreed. There is nothing you have to do today.", name=name)
    return {"title": _("Time to recover"), "text": text, "action": (_("My concerns"), url_for("portal.concerns"))}


def _about_the_plan(mine: MyReturn) -> dict[str, Any]:
    read = (_("Read my plan"), url_for("portal.plan"))
    if Party.WORKER not in mine.plan.accepted:
        text = _(
            "You made it together. Take the time you need to read it; it holds only when you and your supervisor agree."
        )
        return {"title": _("Your plan is ready to read"), "text": text, "action": read}
    if mine.plan.contract is None:
        text = _("Your supervisor reads it now. It holds when you both said yes to the same version.")
        return {"title": _("You said yes to your plan"), "text": text, "action": read}
    text = _("You and your supervisor both said yes to version %(number)s.", number=mine.plan.contract)
    return {"title": _("Your plan holds"), "text": text, "action": read}


def _before_taking_part(mine: MyReturn, name: str) -> dict[str, Any]:
    if mine.process.participation is Participation.UNDECIDED and mine.process.next_conversation_on:
        day = format_date(mine.process.next_conversation_on, "full")
        text = _("You and %(name)s talk again on %(day)s. Until then nobody asks you anything.", name=name, day=day)
        return {"title": _("Take your time"), "text": text}
    if mine.process.participation is Participation.INVITED and mine.process.call_by:
        day = format_date(mine.process.call_by, "long")
        text = _("%(name)s calls you by %(day)s to explain it. Taking part is your choice.", name=name, day=day)
        return {"title": _("There is support for you, if you want it"), "text": text}
    text = _("%(name)s will write to you first. You do not have to do anything.", name=name)
    return {"title": _("Nothing is asked of you"), "text": text}


def steps_of(mine: MyReturn) -> list[dict[str, Any]]:
    """Return the seven steps in the worker's words."""
    stairs = mine.stairs
    return [
        {
            "state": stairs.state_of(step),
            "text": _(words),
            "note": format_date(stairs.began_on[step], "long") if step in stairs.began_on else None,
        }
        for step, words in WORKER_STEPS.items()
    ]


def next_of(mine: MyReturn) -> list[tuple[str, str]]:
    """Return (day, what) pairs of what comes next; nothing here presses (VOL-3)."""
    found = []
    if mine.meeting is not None:
        found.append(
            (
                mine.meeting.starts_at.astimezone(ZoneInfo(mine.head.site.time_zone)).date(),
                _("Meeting with your supervisor and your coordinator"),
            )
        )
    if mine.process.next_conversation_on and mine.process.next_conversation_on >= mine.today:
        found.append((mine.process.next_conversation_on, _("You and your coordinator talk again")))
    if mine.plan.first_day_on and mine.plan.first_day_on >= mine.today and mine.plan.contract:
        found.append((mine.plan.first_day_on, _("First day back, as your plan says")))
    soon = mine.today + NEXT_WITHIN
    found += [
        (each.due_on, presenting.title_of(each.rule)) for each in mine.due if each.due_on and _is_to_do(each, soon)
    ]
    return [(format_date(day, "full"), what) for day, what in sorted(found)[:6]]


def _is_to_do(obligation: Obligation, soon: date) -> bool:
    """Say whether this is something to do soon: a right that opens, such as a benefit, is no task for today."""
    return obligation.due_on is not None and obligation.due_on <= soon and _is_act(obligation.rule)


def _is_act(rule_id: str) -> bool:
    rule = presenting.rule_of(rule_id)
    return rule is not None and rule.kind == "act"


PURPOSES: dict[str, str] = {
    "case.overview": N_("To work on your case"),
    "obligations.list": N_("To see what is due"),
    "calendar.feed": N_("To put dates in their calendar"),
    "what_if": N_("To see what would change if a day were another one"),
    "plan.read": N_("To read the plan"),
    "documents.list": N_("To see which letters there are"),
    "document.download": N_("To open a letter"),
    "files.list": N_("To see which files there are"),
    "file.read": N_("To look at a file"),
    "file.download": N_("To open a file"),
    "contacts.list": N_("To read what you talked about"),
    "consents.list": N_("To see what you allowed"),
    "process.read": N_("To see where things stand"),
    "follow_up.list": N_("To see how often you are in touch"),
    "calls.list": N_("To see who asked for a call"),
    "concerns.read": N_("To read what you told them"),
    "plan.draft": N_("To work on the plan"),
    "plan.remarks": N_("To read what you said about the plan"),
    "aspects.read": N_("To see what was noted for prevention"),
    "preparation.read": N_("To prepare the meeting"),
    "summary.read": N_("To work on the summary"),
    "team.read": N_("To see who takes part"),
    "contact_requests.list": N_("To see who wants to be in touch"),
}
"""Why somebody looked, in words; another code is shown as it is."""
