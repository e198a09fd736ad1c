"""The supervisor's page in one minute: where it stands, what they do now, what to do and what not to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import url_for

from handrail.kit.i18n import _, format_date, format_datetime, format_number, ngettext
from handrail.plans.presenting.people import responsible
from handrail.plans.presenting.progress import Progress, progress_of
from handrail.plans.queries.versions import Version
from handrail.plans.queries.view import PlanView
from handrail.plans.rules.codes import Party, Responsible
from handrail.plans.rules.content import Action
from handrail.plans.rules.returning import missing_before_return
from handrail.plans.team.reading import MemberPage
from handrail.plans.wording import WELCOMES

_BESIDE_THE_RETURN: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise of the plan, as the supervisor keeps it."""

    key: str
    words: str
    concerns: tuple[str, ...]
    meta: str
    state: str
    status: str
    can_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """The page in one minute. `act` is the one button: words and where it leads."""

    title: str
    cells: Sequence[dict[str, Any]]
    act: tuple[str, str] | None
    do: Sequence[str]
    do_not: Sequence[str]
    promises: Sequence[Promise]
    progress: Progress | None


def minute_of(page: MemberPage) -> Minute:
    """Return what a supervisor needs to know in one minute."""
    if page.case is None:
        return _not_in_use(page)
    if page.view is None or page.view.shown is None:
        return _before_the_plan(page)
    return _with_a_plan(page, page.view)


# --- Support not in use, whatever the reason: the same words for everybody (VOL-2) ---------------------------------


def _not_in_use(page: MemberPage) -> Minute:
    return Minute(
        title=page.worker.name,
        cells=(),
        act=None,
        do=(
            _("Let them recover."),
            _("If you need to be in touch, ask the coordinator first."),
            _("Keep their place: tell the team they are off, and nothing more."),
        ),
        do_not=(_("Do not ask about health or about the reason."), _("Do not ask when they come back.")),
        promises=(),
        progress=None,
    )


# --- From the notice to the first proposed version -----------------------------------------------------------------


def _before_the_plan(page: MemberPage) -> Minute:
    name = page.worker.name
    meeting = next((each for each in page.meetings if each.state.value == "scheduled"), None)
    if meeting is None:
        call = _("You may call: %(name)s would like to hear from you", name=name)
        now = {"q": _("What you do now"), "a": call if page.may_call else _("Nothing"), "mine": page.may_call}
        stands = {"q": _("Where it stands"), "a": _("%(name)s recovers, with support", name=name)}
        return Minute(
            title=name,
            cells=(stands, now),
            act=None,
            do=_while_recovering(page),
            do_not=_never(),
            promises=(),
            progress=None,
        )
    when = format_datetime(meeting.starts_at, "full", page.time_zone)
    minutes = ngettext("%(num)s minute", "%(num)s minutes", meeting.minutes)
    return Minute(
        title=_("Planning meeting with %(name)s", name=name),
        cells=(
            {"q": _("When"), "a": when, "note": f"{meeting.place}, {minutes}"},
            {
                "q": _("What you do now"),
                "a": _("Keep the time free"),
                "note": _("You need not prepare answers"),
                "mine": True,
            },
        ),
        act=None,
        do=(
            _("%(name)s speaks first. You listen.", name=name),
            _("Then you look for actions together."),
            _("You may say “I have to check this”. It is noted with a date."),
        ),
        do_not=(
            _("Do not ask beforehand what it will be about: you hear it there."),
            _("Do not explain or defend. What counts is how it was lived."),
            *_never(),
        ),
        promises=(),
        progress=None,
    )


def _while_recovering(page: MemberPage) -> tuple[str, ...]:
    if page.may_call:
        return (
            _("Call. Ask how they are, and tell how things go in the team if they ask."),
            _("Keep it short, and let them end it."),
        )
    return (_("Let them recover. If you need to be in touch, ask the coordinator first."),)


def _never() -> tuple[str, ...]:
    return (_("Do not ask about health or about the reason."), _("Do not press for an earlier return."))


# --- From the first proposed version on ------------------------------------------------------------------------------


def _with_a_plan(page: MemberPage, view: PlanView) -> Minute:
    name, contract = page.worker.name, view.versions.contract
    back = view.back.first_day_on if view.back else None
    shown = contract or view.shown
    first = back or (shown.content.first_day_on if shown else None)
    title = name
    if first is not None and contract is not None:
        day = format_date(first, "full")
        title = (
            _("%(name)s is back since %(day)s", name=name, day=day)
            if back
            else _("%(name)s comes back on %(day)s", name=name, day=day)
        )
    stands, now, act = _standing(page, view)
    is_back = back is not None
    return Minute(
        title=title,
        cells=(stands, now),
        act=act,
        do=_after_the_return(contract) if is_back else _before_the_return(page, contract),
        do_not=(
            *_of_colleagues(page, view),
            _("Do not let urgent work eat the build-up."),
            _("Do not ask for more hours or tasks than the plan says."),
            _("Do not ask about health."),
        )
        if contract
        else _never(),
        promises=_promises(page, view, contract) if contract else (),
        progress=progress_of(contract.content, view.weeks, page.today) if contract and contract.content.weeks else None,
    )


def _standing(page: MemberPage, view: PlanView) -> tuple[dict[str, Any], dict[str, Any], tuple[str, str] | None]:
    """Return where it stands, what to do now, and the one button."""
    newest, name, case_id = view.versions.newest, page.worker.name, view.case.id
    q_stands, q_now = _("Where it stands"), _("What you do now")
    read = url_for("plans.plan", case_id=case_id)
    if newest is not None and newest.number != (view.versions.contract.number if view.versions.contract else None):
        number = format_number(newest.number)
        if newest.signed_by(Party.SUPERVISOR) is None:
            stands = {"q": q_stands, "a": _("Version %(version)s is ready", version=number)}
            now = {"q": q_now, "a": _("Read it, and answer"), "note": _("Take the time you need"), "mine": True}
            return stands, now, (_("Read the plan"), read)
        stands = {
            "q": q_stands,
            "a": _("You accepted version %(version)s", version=number),
            "note": _("It counts when %(name)s accepts it too", name=name),
        }
        return stands, {"q": q_now, "a": _("Nothing")}, None
    contract = view.versions.contract
    if contract is None:
        return {"q": q_stands, "a": _("There is no plan yet")}, {"q": q_now, "a": _("Nothing")}, None
    stands = {"q": q_stands, "a": _("Both accepted version %(version)s", version=format_number(contract.number))}
    return _carrying_out(page, view, contract, stands)


def _carrying_out(
    page: MemberPage, view: PlanView, contract: Version, stands: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], tuple[str, str] | None]:
    question, case_id, content = _("What you do now"), view.case.id, contract.content
    back = view.back.first_day_on if view.back else None
    if back is not None:
        if view.back and view.back.skipped:
            stands |= {"note": _("Not everything was in place on the first day")}
        now = {"q": question, "a": _("Record the week as it went"), "mine": True}
        return stands, now, (_("Record a week"), url_for("plans.weeks", case_id=case_id))
    missing = missing_before_return(content, page.placed)
    if missing:
        todo = ngettext("Confirm %(num)s action", "Confirm %(num)s actions", len(missing))
        due = min((each.due_on for each in missing if each.due_on), default=None)
        note = _("by %(due)s", due=format_date(due, "full")) if due else None
        return stands, {"q": question, "a": todo, "note": note, "mine": True}, None
    if view.back is None or view.back.prepared_version != contract.number:
        now = {"q": question, "a": _("Mark the return as prepared"), "note": _("Everything is in place"), "mine": True}
        return stands, now, (_("To the plan"), url_for("plans.plan", case_id=case_id))
    near = content.first_day_on is not None and page.today >= content.first_day_on - _BESIDE_THE_RETURN
    now = {"q": question, "a": _("Be there on the first day") if near else _("Nothing"), "mine": near}
    return stands, now, (_("Record the first day back"), url_for("plans.return_", case_id=case_id)) if near else None


def _of_colleagues(page: MemberPage, view: PlanView) -> tuple[str, ...]:
    """Return what not to tell any more, where the worker took the consent to the welcome back (CON-7)."""
    if not view.welcome_taken_back:
        return ()
    return (_("Tell colleagues nothing more about the return: %(name)s took that back.", name=page.worker.name),)


def _before_the_return(page: MemberPage, contract: Version | None) -> tuple[str, ...]:
    if contract is None:
        return (
            _("Read the plan slowly. Promise only what you can keep."),
            _("Ask the coordinator when something is not clear."),
        )
    welcome = contract.content.welcome
    wish = contract.content.welcome_wish or (_(WELCOMES[welcome]) if welcome else "")
    found = [_("Confirm each action when it is really in place."), _("Be there on the first day, and greet in person.")]
    if wish:
        found.append(_("Welcome as %(name)s wishes: %(wish)s", name=page.worker.name, wish=wish))
    if contract.content.colleagues:
        found.append(_("Prepare the team: %(how)s", how=contract.content.colleagues))
    return tuple(found)


def _after_the_return(contract: Version | None) -> tuple[str, ...]:
    found = [
        _("Keep every promise of the plan. When one can not be kept, say so at once."),
        _("Plan a short talk each week, and let them speak first."),
    ]
    if contract and contract.content.replacement:
        found.append(_("Keep whoever helps for as long as the plan says."))
    return tuple(found)


def _promises(page: MemberPage, view: PlanView, contract: Version) -> tuple[Promise, ...]:
    """Return the actions that are the supervisor's to keep or to confirm, numbered as in the plan."""
    words = {entry.id: entry.words for entry in contract.content.concerns}
    mine = (Responsible.SUPERVISOR, Responsible.TOGETHER)
    return tuple(
        _promise(page, view, action, number, tuple(words[each] for each in action.concerns if words.get(each)))
        for number, action in enumerate(contract.content.actions, start=1)
        if action.responsible in mine or action.before_return
    )


def _promise(page: MemberPage, view: PlanView, action: Action, number: int, concerns: tuple[str, ...]) -> Promise:
    placed = action.key in page.placed
    parts = [_("before the return")] if action.before_return else []
    if action.due_on:
        parts.append(_("by %(due)s", due=format_date(action.due_on, "medium")))
    if action.responsible is not Responsible.SUPERVISOR:
        parts.append(responsible(view, action.responsible, action.responsible_name))
    late = not placed and action.due_on is not None and action.due_on < page.today
    return Promise(
        key=action.key,
        words=f"{format_number(number)}. {action.description}",
        concerns=concerns,
        meta=", ".join(parts),
        state="done" if placed else "late" if late else "open",
        status=_("In place") if placed else _("Not in place yet") if late else "",
        can_confirm=not placed,
    )
