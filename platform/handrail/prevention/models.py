"""Themes without anybody's name, every question that led to them, and what the committee does about them.

`theme_release` and `theme_question` are the history that each next release is decided from; nobody reads them. A theme
holds what the committee is shown and nothing that leads back to a case.
"""

from datetime import date, datetime
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.db import Base, EmployerOwned, check, code_type
from handrail.kit.rls import ENGINE, ROLE
from handrail.plans.rules.codes import AspectCategory, Effect
from handrail.prevention.rules.actions import ActionState
from handrail.tenancy.models import to

_READERS: Final = f"({ENGINE} or {ROLE} in ('committee', 'coordinator', 'lead_coordinator'))"


class ThemeRelease(EmployerOwned, Base):
    """That the themes of a client organisation were released once a quarter was over; each quarter once."""

    __tablename__ = "theme_release"
    __narrow__: ClassVar[str | None] = _READERS
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        UniqueConstraint("tenant_id", "employer_id", "until_on"),
    )

    until_on: Mapped[date]
    """Last day of the quarter."""
    released_at: Mapped[datetime]


class ThemeQuestion(EmployerOwned, Base):
    """One time that a theme was asked for, with the answer, shown or held back; kept for good, read by the engine.

    It is the memory without which two releases could be subtracted (OAP-2).
    """

    __tablename__ = "theme_question"
    __narrow__: ClassVar[str | None] = ENGINE
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        UniqueConstraint("tenant_id", "employer_id", "category", "effect", "until_on"),
        check("since_on < until_on", "days"),
    )

    category: Mapped[AspectCategory] = mapped_column(code_type(AspectCategory))
    effect: Mapped[Effect] = mapped_column(code_type(Effect))
    since_on: Mapped[date]
    until_on: Mapped[date]
    shown: Mapped[bool]
    asked_at: Mapped[datetime]


class Theme(EmployerOwned, Base):
    """What the committee is shown: one category of observations that at least so many workers told of (OAP-2).

    `words`: what a coordinator says of it, about the work and about nobody.
    """

    __tablename__ = "theme"
    __narrow__: ClassVar[str | None] = _READERS
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("theme_release", "release_id"),
        to("person", "worded_by"),
        UniqueConstraint("tenant_id", "release_id", "category", "effect"),
        check("at_least >= 3", "never_below_three"),
        check("(words is null) = (worded_by is null)", "worded_by_somebody"),
    )

    release_id: Mapped[UUID]
    category: Mapped[AspectCategory] = mapped_column(code_type(AspectCategory))
    effect: Mapped[Effect] = mapped_column(code_type(Effect))
    since_on: Mapped[date]
    until_on: Mapped[date]
    at_least: Mapped[int]
    words: Mapped[str | None] = mapped_column(default=None)
    worded_by: Mapped[UUID | None] = mapped_column(default=None)


class PreventionAction(EmployerOwned, Base):
    """An action of the prevention plan (OAP-3).

    `aimed_for` is the committee's own aim: nothing reminds of it, it is no obligation. `owner` is a name or an office
    in the committee's words, since whoever sees to it need not work with Handrail.
    """

    __tablename__ = "prevention_action"
    __narrow__: ClassVar[str | None] = _READERS
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("theme", "theme_id"),
    )

    theme_id: Mapped[UUID | None] = mapped_column(default=None)
    title: Mapped[str]
    owner: Mapped[str]
    aimed_for: Mapped[date]
    measure: Mapped[str]
    state: Mapped[ActionState] = mapped_column(code_type(ActionState), default=ActionState.PLANNED)
    remark: Mapped[str] = mapped_column(default="")
    planned_at: Mapped[datetime]
    moved_at: Mapped[datetime]


class Forum(EmployerOwned, Base):
    """A discussion forum of a team: what it is about and who leads it (OAP-4). Nobody is listed as coming or not."""

    __tablename__ = "forum"
    __narrow__: ClassVar[str | None] = _READERS
    __grants__ = ("select", "insert", "update")
    __table_args__ = (to("client_organisation", "employer_id"), to("theme", "theme_id"))

    theme_id: Mapped[UUID | None] = mapped_column(default=None)
    topic: Mapped[str]
    team: Mapped[str]
    facilitator: Mapped[str]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class ForumSession(EmployerOwned, Base):
    """One meeting of a forum and what was agreed there; not who came, not how many, and not who said what."""

    __tablename__ = "forum_session"
    __narrow__: ClassVar[str | None] = _READERS
    __grants__ = ("select", "insert", "update")
    __table_args__ = (to("forum", "forum_id"), UniqueConstraint("tenant_id", "forum_id", "on"))

    forum_id: Mapped[UUID]
    on: Mapped[date]
    agreed: Mapped[str] = mapped_column(default="")
