"""How and when the worker likes to be reached: theirs to state, at any time."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.commands.loading import change, load
from handrail.cases.errors import ChangedSince
from handrail.cases.models import CaseProcess
from handrail.cases.rules.contacts import Channel
from handrail.identity.actor import Actor


def state_preferences(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    preferred_channel: Channel | None,
    preferred_time: str = "",
    version: int | None = None,
) -> CaseProcess:
    """Keep how the worker likes to be reached; the same again changes nothing.

    `version` is the one that the change was made from: raises ChangedSince where it is no longer the newest.
    """
    loaded = load(session, actor, case_id, "participation.decide")
    if version is not None and version != loaded.process.version:
        raise ChangedSince
    change(
        session,
        actor,
        loaded,
        "preferences.stated",
        preferred_channel=preferred_channel,
        preferred_time=preferred_time,
    )
    return loaded.process
