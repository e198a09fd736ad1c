"""The case page: the first thing it says is where the case stands and who must act by when."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, url_for
from sqlalchemy.orm import Session

from handrail.audit import beside, read_log
from handrail.cases import frame
from handrail.cases import overview as reading
from handrail.cases.rules.participation import Participation
from handrail.cases.rules.steps import LAST_STEP
from handrail.cases.views import doing, pages
from handrail.cases.waiting import Waiting, waiting_of
from handrail.cases.wording import NEXT_ACTS, PARTICIPATION, STEPS, VERBS
from handrail.frameworks.rules import insurer_conflicts, sanction_conflicts
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.policies import may_ever
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import _, format_date
from handrail.obligations import commands as obligations
from handrail.obligations import presenting
from handrail.obligations.schemas import ActRecord
from handrail.tenancy.models import Case
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.get("/cases/<uuid:case_id>")
@permission("case.read")
def show(case_id: UUID) -> Response:
    """Show one case to whoever works on it."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = load_case(session, case_id, require(actor, "case.read"))
        read_log.record(session, actor, case.subject(), reading.compartments_shown(), "case.overview")
        found = reading.overview_of(session, case)
        today = clock.today(found.head.site.time_zone)
        people = _people(found)
        shown = [
            presenting.show(each, today, reader=actor.role, who=people.get(each.owed_by)) for each in found.obligations
        ]
        return render(
            "cases/case.html",
            found=found,
            today=today,
            is_coordinator=actor.role is Role.COORDINATOR,
            tag=_status(found),
            subtitle=_subtitle(found, today),
            answers=_answers(found, people),
            stairs=_stairs(found),
            strip=reading.strip_of(found, today),
            statutory=[item for item in shown if item.statutory and item.is_open],
            support=[item for item in shown if not item.statutory and item.is_open],
            done=[item for item in shown if not item.is_open],
            entries=reading.entry_rows(found, VERBS, ROLE_LABELS),
            roles=ROLE_LABELS,
            going_on=_going_on(found) if actor.role is Role.COORDINATOR else None,
            groups=_groups(found) if actor.role is Role.COORDINATOR else [],
            conflicts=_conflicts(session, found),
            waiting=_waiting(session, found) if actor.role is Role.COORDINATOR else [],
            earlier=_earlier(session, actor, case),
            put_right=beside.put_right(session, actor.tenant_id, [case.id, case.employment_id]),
            may_ask_in_emergency=may_ever(actor.role, "emergency.ask"),
        )


@pages.route("/cases/<uuid:case_id>/act-done", methods=["GET", "POST"])
@permission("act.record")
def act_done(case_id: UUID) -> Response:
    """Record that what a statutory rule asks was done."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        case = load_case(session, case_id, require(actor, "act.record"))
        found = reading.overview_of(session, case)
        rules = obligations.recordable_rules(session, found.head.employment)
    titles = sorted(((rule.id, presenting.title_of(rule.id)) for rule in rules), key=lambda pair: pair[1])
    form = Form.from_request(ActRecord, choices={"rule": titles})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            obligations.record_act(session, actor, employment_id=case.employment_id, **form.data)
            return redirect_to(url_for("cases.show", case_id=case_id))
    return render("cases/act_done.html", form=form, status=form.status, found=found)


def _earlier(session: Session, actor: Actor, case: Case) -> UUID | None:
    """Return the case that this one goes on from, where the reader may open it (S7-5)."""
    if case.previous_case_id is None:
        return None
    try:
        return load_case(session, case.previous_case_id, require(actor, "case.read")).id
    except NotFound:
        return None


def _waiting(session: Session, found: reading.Overview) -> list[Waiting]:
    """Return the topics that were left for later: for the coordinator alone."""
    return waiting_of(frame.in_force(session, found.case).framework, found.contacts)


def _conflicts(session: Session, found: reading.Overview) -> list[tuple[str, str, str]]:
    """Return what of the insurer's terms or other practices cuts across the process, and who settles it (NEU-3)."""
    framework = frame.in_force(session, found.case).framework
    return [
        (each.message, each.rule, _(ROLE_LABELS[each.settled_by]))
        for each in (*insurer_conflicts(framework), *sanction_conflicts(framework))
    ]


def _people(found: reading.Overview) -> dict[str, str]:
    """Return who owes, by role, where one person has it."""
    people = {role.value: person.name for role, person in found.team}
    people[Role.WORKER.value] = found.head.worker.name
    if found.head.supervisor:
        people.setdefault(Role.SUPERVISOR.value, found.head.supervisor.name)
    return people


def _status(found: reading.Overview) -> tuple[str, str] | None:
    if found.process is None:
        return None
    if found.process.closed_on:
        return "off", _("Closed on %(day)s", day=format_date(found.process.closed_on, "medium"))
    state, words = PARTICIPATION[found.process.participation]
    return state, _(words)


def _subtitle(found: reading.Overview, today: date) -> str:
    parts = [found.case.number, found.head.employer.name]
    if found.head.employment.job_title:
        parts.insert(1, found.head.employment.job_title)
    if found.absences:
        newest = found.absences[0]
        if newest.first_day_fit is None or newest.first_day_fit > today:
            week = (today - newest.first_day).days // 7 + 1
            day = format_date(newest.first_day, "long")
            parts.append(_("off since %(day)s, week %(week)s", day=day, week=week))
        else:
            parts.append(_("fit again since %(day)s", day=format_date(newest.first_day_fit, "long")))
    return ", ".join(parts)


def _answers(found: reading.Overview, people: dict[str, str]) -> list[dict[str, Any]]:
    """Return the answer strip: where it stands, what is next, who must act, by when."""
    stands = _(STEPS[found.stairs.step]) if found.stairs else _("Absence")
    cells: list[dict[str, Any]] = [{"q": _("Where it stands"), "a": stands, "note": (_status(found) or ("", None))[1]}]
    following = found.next
    if following is None:
        why = _("The worker decides when to talk again") if _is_thinking(found) else _("Nobody has to act now")
        return [*cells, {"q": _("What is next"), "a": why}]
    what = presenting.title_of(following.rule) if following.rule else _(NEXT_ACTS[following.code])
    who = people.get(following.owed_by.value) or _(ROLE_LABELS[following.owed_by])
    mine = following.owed_by is Role.COORDINATOR
    cells.append({"q": _("What is next"), "a": what, "mine": mine})
    cells.append({"q": _("Who must act"), "a": who, "note": _(ROLE_LABELS[following.owed_by])})
    when = format_date(following.due_on, "medium") if following.due_on else _("No date yet")
    cells.append({"q": _("By when"), "a": when})
    return cells


def _is_thinking(found: reading.Overview) -> bool:
    return found.process is not None and found.process.participation is Participation.UNDECIDED


def _stairs(found: reading.Overview) -> list[dict[str, Any]]:
    if found.stairs is None:
        return []
    return [
        {
            "state": found.stairs.state_of(step),
            "text": _(STEPS[step]),
            "note": format_date(found.stairs.began_on[step], "medium") if step in found.stairs.began_on else None,
        }
        for step in range(1, LAST_STEP + 1)
    ]


def _going_on(found: reading.Overview) -> doing.Act | None:
    """Return the act that is next, where it is the coordinator's."""
    process = found.process
    if process is None or process.outcome is not None:
        return None
    return doing.next_form(process.participation, found.next)


def _groups(found: reading.Overview) -> list[doing.Group]:
    """Return what the coordinator can do now."""
    process, stairs = found.process, found.stairs
    if process is None or stairs is None or process.outcome is not None:
        return []
    return doing.groups_of(process.participation, stairs.step)
