"""Discussion forums of teams: what they are about, when they meet, and what is agreed (OAP-4).

Coming is voluntary, and there is no place to write down who came: what is not kept can not be reported.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid, RuleBroken
from handrail.kit.i18n import _
from handrail.prevention.models import Forum, ForumSession
from handrail.prevention.queries import load_forum, load_theme, sessions_of


def begin_forum(
    session: Session,
    actor: Actor,
    employer_id: UUID,
    *,
    topic: str,
    team: str,
    facilitator: str,
    theme_id: UUID | None = None,
) -> Forum:
    """Begin a forum for a team of a client organisation; raises NotFound and Invalid."""
    check(require(actor, "prevention.plan"), employer_id=employer_id)
    if theme_id is not None and load_theme(session, actor, theme_id, "theme.read").employer_id != employer_id:
        raise Invalid(problems=[FieldProblem("/theme", _("This theme is not one of this organisation."))])
    forum = Forum(
        tenant_id=actor.tenant_id,
        employer_id=employer_id,
        theme_id=theme_id,
        topic=topic,
        team=team,
        facilitator=facilitator,
        begun_at=clock.now(),
    )
    session.add(forum)
    session.flush()
    timeline.append_tenant_act(session, actor, "forum.begun", record=forum, changes={"topic": (None, topic)})
    return forum


def note_meeting(session: Session, actor: Actor, forum_id: UUID, *, on: date, agreed: str) -> ForumSession:
    """Note that a forum meets on a day, and what is agreed there; the same day again changes what was agreed.

    A meeting still to come has nothing agreed yet. Raises NotFound, Invalid, and RuleBroken once the forum ended.
    """
    forum = load_forum(session, actor, forum_id, "prevention.plan", lock=True)
    if forum.ended_at is not None:
        raise RuleBroken("OAP-4", _("This forum has ended. Begin another one."))
    if agreed and on > clock.today(actor.time_zone):
        raise Invalid(problems=[FieldProblem("/agreed", _("This meeting is still to come: nothing is agreed yet."))])
    meeting = next((each for each in sessions_of(session, forum) if each.on == on), None)
    if meeting is None:
        meeting = ForumSession(tenant_id=forum.tenant_id, employer_id=forum.employer_id, forum_id=forum.id, on=on)
        session.add(meeting)
    before, meeting.agreed = meeting.agreed or "", agreed
    session.flush()
    changes = {"on": (None, on.isoformat()), "agreed": (before, agreed)}
    timeline.append_tenant_act(session, actor, "forum.met", record=meeting, changes=changes)
    return meeting


def end_forum(session: Session, actor: Actor, forum_id: UUID) -> Forum:
    """End a forum; ending it again changes nothing. Raises NotFound."""
    forum = load_forum(session, actor, forum_id, "prevention.plan", lock=True)
    if forum.ended_at is None:
        forum.ended_at = clock.now()
        timeline.append_tenant_act(session, actor, "forum.ended", record=forum)
    return forum
