"""The head of a plan's page: where it stands, who accepted it, what is next."""

from datetime import timedelta
from typing import Any, Final

from handrail.kit.i18n import _, format_date, format_datetime, format_list, format_number
from handrail.plans.presenting.clauses import limit_words
from handrail.plans.queries.versions import Version
from handrail.plans.queries.view import PlanView
from handrail.plans.rules.codes import Party
from handrail.plans.rules.content import Content
from handrail.plans.wording import PARTIES, STANDINGS, TERMS, WELCOMES

_SUNDAY: Final = 6


def version_title(number: int) -> str:
    """Return the name of a version."""
    return _("Version %(version)s", version=format_number(number))


def versions(view: PlanView, path: str) -> list[dict[str, Any]]:
    """Return the versions for `ui.versions`, oldest first."""
    return [
        {
            "title": version_title(each.number),
            "note": format_date(each.proposed_at.date(), "medium"),
            "state": STANDINGS[each.standing][0],
            "status": _(STANDINGS[each.standing][1]),
            "current": each is view.shown,
            "href": None if each is view.shown else f"{path}?version={each.number}",
        }
        for each in view.versions.all
    ]


def signs(view: PlanView) -> list[dict[str, Any]]:
    """Return who accepted the shown version, for `ui.signs`; what was said of another one does not count."""
    shown = view.shown
    if shown is None:
        return []
    return [_sign(view, shown, party) for party in (Party.SUPERVISOR, Party.WORKER)]


def _sign(view: PlanView, shown: Version, party: Party) -> dict[str, Any]:
    signed = shown.signed_by(party)
    person_id = shown.worker_id if party is Party.WORKER else shown.supervisor_id
    name = _("%(name)s, %(role)s", name=view.name_of(person_id), role=_(PARTIES[party]))
    if signed:
        status = _("Accepted version %(version)s", version=format_number(shown.number))
        meta = format_datetime(signed.at, zone=view.head.site.time_zone)
    else:
        earlier = [each.number for each in view.versions.all if each.signed_by(party) and each.number < shown.number]
        status, meta = _("Not answered yet"), None
        if earlier:
            meta = _(
                "Accepted version %(before)s. That does not count for version %(now)s.",
                before=format_number(earlier[-1]),
                now=format_number(shown.number),
            )
    return {"name": name, "accepted": signed is not None, "status": status, "meta": meta}


def status_of(view: PlanView) -> tuple[str, str]:
    """Return the tag beside the title."""
    if view.shown is None:
        return "open", _("Nothing proposed yet")
    state, words = STANDINGS[view.shown.standing]
    return state, _("%(version)s: %(state)s", version=version_title(view.shown.number), state=_(words))


def answers(view: PlanView) -> list[dict[str, Any]]:
    """Return the answer strip: aim, who must act, what must be in place, the first day back."""
    shown = view.shown
    if shown is None:
        return []
    content = shown.content
    cells: list[dict[str, Any]] = [{"q": _("Aim"), "a": content.aim, "note": _build_up(content)}, _next(view, shown)]
    before = content.before_return()
    if before:
        ready = sum(action.key in view.placed for action in before)
        share = _("%(ready)s of %(all)s actions", ready=format_number(ready), all=format_number(len(before)))
        cells.append({"q": _("To be in place first"), "a": share})
    day = view.back.first_day_on if view.back and view.back.first_day_on else content.first_day_on
    if day:
        wish = content.welcome_wish or (_(WELCOMES[content.welcome]) if content.welcome else "")
        cells.append({"q": _("First day back"), "a": format_date(day, "full"), "note": wish})
    return cells


def _build_up(content: Content) -> str | None:
    if not content.weeks:
        return None
    last = content.weeks[-1].monday + timedelta(days=_SUNDAY)
    return _("Build-up until %(day)s", day=format_date(last))


def _next(view: PlanView, shown: Version) -> dict[str, Any]:
    question = _("What is next")
    if not view.is_newest:
        return {"q": question, "a": _("Look at the newest version")}
    waiting = [party for party in (Party.WORKER, Party.SUPERVISOR) if shown.signed_by(party) is None]
    if waiting:
        ids = {Party.WORKER: shown.worker_id, Party.SUPERVISOR: shown.supervisor_id}
        names = format_list([view.name_of(ids[party]) for party in waiting])
        answers_on = _("Answer on %(version)s", version=version_title(shown.number))
        return {"q": question, "a": answers_on, "note": names}
    if view.back and view.back.first_day_on:
        return {"q": question, "a": _("Keep what was agreed, and look again on the days below")}
    if view.missing:
        return {"q": question, "a": _("Confirm what is in place"), "note": view.name_of(shown.supervisor_id)}
    if view.back and view.back.prepared_version == shown.number:
        return {"q": question, "a": _("The first day back"), "note": _("Everything is in place")}
    return {"q": question, "a": _("Mark the return as prepared"), "note": _("Everything is in place")}


def terms(view: PlanView) -> list[tuple[str, str]]:
    """Return the clauses of S5-4 that are words, with their titles."""
    content = view.shown.content if view.shown else Content()
    found = [
        (_(TERMS[name]), getattr(content, name))
        for name in ("limitations", "if_it_stalls", "replacement", "colleagues")
    ]
    found.insert(1, (_("Limits in numbers"), "\n\n".join(limit_words(each) for each in content.limits)))
    welcome = [_(WELCOMES[content.welcome])] if content.welcome else []
    wish = " ".join([*(f"{each}." for each in welcome), content.welcome_wish]).strip()
    return [(title, text) for title, text in [*found, (_(TERMS["welcome"]), wish)] if text]
