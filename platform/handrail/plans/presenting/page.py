"""Everything that a page about the plan shows, in one piece: for `plans/parts.html`, whoever routes the page."""

from typing import Any

from handrail.identity.actor import Actor
from handrail.kit.codes import Role
from handrail.kit.i18n import format_datetime
from handrail.plans.presenting import changes, clauses, collective, head, hours, people
from handrail.plans.queries.view import PlanView
from handrail.plans.rules.codes import Skipped
from handrail.plans.wording import SKIPPED


def page_of(view: PlanView, actor: Actor, path: str, *, everything: bool = False) -> dict[str, Any]:
    """Return what the macros of `plans/parts.html` take; `path` is the address of the page that shows it.

    `everything` compares whole versions instead of what changed.
    """
    shown, before = view.shown, view.beside
    weeks = shown.content.weeks if shown else ()
    return {
        "path": path,
        "status": head.status_of(view),
        "answers": head.answers(view),
        "readers": people.readers(view, actor.name),
        "versions": head.versions(view, path),
        "signs": head.signs(view),
        "digest": shown.digest.hex() if shown else "",
        "compare": changes.compare_rows(before.content, shown.content, everything=everything)
        if before and shown
        else [],
        "compare_titles": (head.version_title(before.number), head.version_title(shown.number))
        if before and shown
        else ("", ""),
        "everything": everything,
        "pairs": clauses.pairs(view),
        "questions": clauses.questions(view),
        "days": hours.shown_days(weeks),
        "hours": hours.hours_rows(view),
        "weeks": hours.weeks_rows(view),
        "weeks_worked": any(each.worked for each in view.weeks),
        "agreement": collective.findings_rows(view.findings, view.clauses, view.person_of),
        "objections": [
            {
                "name": view.name_of(row.said_by),
                "when": format_datetime(row.said_at, zone=view.head.site.time_zone),
                "text": row.words,
            }
            for row in view.objections
        ],
        "terms": head.terms(view),
        "evaluations": shown.content.evaluations_on if shown else (),
        "skipped": [SKIPPED[Skipped(code)] for code in view.back.skipped] if view.back else [],
        "may_accept": view.is_newest and actor.role in (Role.WORKER, Role.SUPERVISOR),
        "may_confirm": view.is_contract and actor.role in (Role.SUPERVISOR, Role.COORDINATOR),
        "may_answer": view.is_newest and actor.role in (Role.SUPERVISOR, Role.COORDINATOR),
    }
