"""Reading themes and the prevention plan, for whoever may."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.frameworks.queries import framework_of_employer, jurisdictions_of
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit.errors import NotFound
from handrail.prevention.models import Forum, ForumSession, PreventionAction, Theme, ThemeRelease
from handrail.prevention.rules.quarters import Quarter
from handrail.prevention.rules.receding import Shown, Tendency, tendency
from handrail.tenancy.models import ClientOrganisation

_Row = TypeVar("_Row", Theme, PreventionAction, Forum)


@dataclass(frozen=True, slots=True)
class SeenTheme:
    """A theme with where it goes. `times`: every time that it was shown, oldest first; `theme` is the newest."""

    theme: Theme
    times: Sequence[Theme]
    tendency: Tendency


def themes_of(session: Session, tenant_id: UUID, employer_id: UUID) -> list[SeenTheme]:
    """Return each theme that was ever shown at a client organisation, those shown last first."""
    newest = newest_release(session, tenant_id, employer_id)
    if newest is None:
        return []
    by_kind: defaultdict[tuple[str, str], list[Theme]] = defaultdict(list)
    statement = select(Theme).where(Theme.tenant_id == tenant_id, Theme.employer_id == employer_id)
    for theme in session.scalars(statement.order_by(Theme.until_on, Theme.id)):
        by_kind[theme.category.value, theme.effect.value].append(theme)
    seen = [
        SeenTheme(times[-1], times, tendency([_shown(each) for each in times], Quarter.of(newest.until_on)))
        for _kind, times in sorted(by_kind.items())
    ]
    return sorted(seen, key=lambda each: each.theme.until_on, reverse=True)


def newest_release(session: Session, tenant_id: UUID, employer_id: UUID) -> ThemeRelease | None:
    """Return the newest release of a client organisation, None before the first."""
    statement = select(ThemeRelease).where(ThemeRelease.tenant_id == tenant_id, ThemeRelease.employer_id == employer_id)
    return session.scalars(statement.order_by(ThemeRelease.until_on.desc()).limit(1)).one_or_none()


def actions_of(session: Session, tenant_id: UUID, employer_id: UUID) -> list[PreventionAction]:
    """Return the prevention plan of a client organisation, by the day that each action is aimed for."""
    statement = select(PreventionAction).where(
        PreventionAction.tenant_id == tenant_id, PreventionAction.employer_id == employer_id
    )
    return list(session.scalars(statement.order_by(PreventionAction.aimed_for, PreventionAction.id)))


def load_theme(session: Session, actor: Actor, theme_id: UUID, action: str) -> Theme:
    """Return a theme of the actor's client organisations; raises NotFound."""
    return _load(session, actor, Theme, theme_id, action)


def load_action(
    session: Session, actor: Actor, action_id: UUID, action: str, *, lock: bool = False
) -> PreventionAction:
    """Return an action of the plan of one of the actor's client organisations; raises NotFound."""
    return _load(session, actor, PreventionAction, action_id, action, lock=lock)


def forums_of(session: Session, tenant_id: UUID, employer_id: UUID) -> list[Forum]:
    """Return the forums of a client organisation, those that go on first, the newest first."""
    statement = select(Forum).where(Forum.tenant_id == tenant_id, Forum.employer_id == employer_id)
    return list(session.scalars(statement.order_by(Forum.ended_at.is_not(None), Forum.id.desc())))


def sessions_of(session: Session, forum: Forum) -> list[ForumSession]:
    """Return the meetings of a forum, oldest first."""
    statement = select(ForumSession).where(ForumSession.tenant_id == forum.tenant_id, ForumSession.forum_id == forum.id)
    return list(session.scalars(statement.order_by(ForumSession.on)))


def load_forum(session: Session, actor: Actor, forum_id: UUID, action: str, *, lock: bool = False) -> Forum:
    """Return a forum of one of the actor's client organisations; raises NotFound."""
    return _load(session, actor, Forum, forum_id, action, lock=lock)


def employer(session: Session, actor: Actor, key: str, action: str) -> ClientOrganisation:
    """Return one of the client organisations where the actor may do this; raises NotFound."""
    requirement = require(actor, action)
    statement = select(ClientOrganisation).where(
        ClientOrganisation.tenant_id == actor.tenant_id, ClientOrganisation.key == key
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    check(requirement, employer_id=found.id)
    return found


def employer_by_id(session: Session, employer_id: UUID) -> ClientOrganisation:
    """Return the client organisation of a row that was loaded."""
    return session.scalars(select(ClientOrganisation).where(ClientOrganisation.id == employer_id)).one()


def minimum_of(session: Session, employer: ClientOrganisation, on: date) -> int:
    """Return the distinct workers that a theme needs on a day; the strictest of the employer's jurisdictions."""
    codes = jurisdictions_of(session, employer) or ["none"]
    return max(
        framework_of_employer(session, employer, code, on).framework.thresholds.theme_minimum_workers for code in codes
    )


def themes_by_id(themes: Iterable[SeenTheme]) -> Mapping[UUID, Theme]:
    """Return every time that any theme was shown, by id."""
    return {each.id: each for seen in themes for each in seen.times}


def _load(session: Session, actor: Actor, model: type[_Row], row_id: UUID, action: str, *, lock: bool = False) -> _Row:
    requirement = require(actor, action)
    statement = select(model).where(model.tenant_id == actor.tenant_id, model.id == row_id)
    found = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if found is None:
        raise NotFound
    check(requirement, employer_id=found.employer_id)
    return found


def _shown(theme: Theme) -> Shown:
    return Shown(Quarter.of(theme.since_on), Quarter.of(theme.until_on), theme.at_least)
