"""Reading interviews: all of a worker's, and one."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import Response

from handrail.cases.interviews import queries
from handrail.cases.interviews.codes import InterviewKind
from handrail.cases.interviews.presenting import shown
from handrail.cases.interviews.reflecting import own_questions
from handrail.cases.interviews.rules import GUIDE_OF
from handrail.cases.interviews.views import pages
from handrail.cases.interviews.views.around import ground, names_in
from handrail.cases.waiting import title_of
from handrail.frameworks.rules import in_language
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import current_locale
from handrail.web.render import render

_RECENT: Final = timedelta(days=90)
"""An absence that ended longer ago than this is not offered for a talk any more; it can still be reached."""


@pages.get("/employments/<uuid:employment_id>/interviews")
@permission("interview.read")
def interviews(employment_id: UUID) -> Response:
    """Show the interviews of a worker, what waits for the next one, and what can be recorded."""
    with tenant_session(request_context(read_only=True)) as session:
        found = ground(session, current_actor(), employment_id, "interview.read")
        held = queries.interviews_of(session, found.employment)
        after = {each.absence_id for each in held}
        absences = queries.absences_of(session, found.employment)
        ended = [
            each
            for each in absences
            if each.first_day_fit is not None and found.today - _RECENT <= each.first_day_fit <= found.today
        ]
        left = [
            (title_of(found.framework, each.guide, each.key), each.since)
            for kind in InterviewKind
            for each in queries.topics_left(held, GUIDE_OF[kind])
        ]
        asked, language = own_questions(found.framework), current_locale()
        released = [
            (
                in_language(asked[each.question].text, language) if each.question in asked else "",
                each.words,
                each.released_on,
            )
            for each in queries.released_of(session, found.employment)
        ]
        is_off = any(each.first_day_fit is None or each.first_day_fit > found.today for each in absences)
        names = names_in(session, found, {each.held_by for each in held})
    return render(
        "interviews/list.html",
        found=found,
        held=held,
        names=names,
        to_hold=[each for each in ended if each.id not in after] if found.holds(InterviewKind.RETURN_TO_WORK) else [],
        may_reintegrate=found.holds(InterviewKind.REINTEGRATION),
        left=left,
        released=released,
        is_off=is_off,
        is_worker=found.actor.role is Role.WORKER,
    )


@pages.get("/employments/<uuid:employment_id>/interviews/<uuid:interview_id>")
@permission("interview.read")
def interview(employment_id: UUID, interview_id: UUID) -> Response:
    """Show one interview, ready to be printed for the plan of action."""
    with tenant_session(request_context(read_only=True)) as session:
        found = ground(session, current_actor(), employment_id, "interview.read")
        row = queries.interview_of(session, found.employment, interview_id)
        names = names_in(session, found, {row.held_by})
        one = shown(row, found.framework, names)
    return render("interviews/one.html", found=found, one=one, kind=row.kind)
