"""Where a case stands on the seven stairs, and who must act next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Literal, Protocol

from handrail.cases.rules.gates import ProcessState
from handrail.cases.rules.participation import Participation, ends_support
from handrail.kit.codes import Role


class Milestone(StrEnum):
    """What a step begins with or is done by, in the order in which it is usually reached."""

    FORWARDED = "file_forwarded"
    INVITED = "invitation_sent"
    FIRST_CONTACT = "first_contact_held"
    PARTICIPATING = "participation_decided"
    FIRST_MEETING = "first_meeting_held"
    READY = "preparation_started"
    SUMMARY_VALIDATED = "summary_validated"
    MEETING_SCHEDULED = "planning_meeting_scheduled"
    MEETING_HELD = "planning_meeting_held"
    PLAN_ACCEPTED = "plan_accepted"
    BACK = "first_day_back"
    FOLLOWED_UP = "follow_up_held"
    CLOSED = "case_closed"


_BEGINS: Final[Mapping[int, tuple[Milestone, ...]]] = {
    1: (Milestone.FORWARDED,),
    2: (Milestone.INVITED, Milestone.FIRST_CONTACT),
    3: (Milestone.PARTICIPATING,),
    4: (Milestone.READY, Milestone.SUMMARY_VALIDATED, Milestone.MEETING_SCHEDULED),
    5: (Milestone.MEETING_HELD,),
    6: (Milestone.PLAN_ACCEPTED,),
    7: (Milestone.BACK, Milestone.FOLLOWED_UP),
}
"""The milestones that a step begins with; the first of them that is reached gives the day."""
LAST_STEP: Final = 7


@dataclass(frozen=True, slots=True)
class Stairs:
    """The step a case stands on, 1 to 7, and the day each step began. `closed_on`: the process is over.

    `paused` says that the worker takes no part, or no part any more: the process stands still (VOL-2).
    """

    step: int
    began_on: Mapping[int, date] = field(default_factory=dict)
    closed_on: date | None = None
    paused: bool = False

    def state_of(self, step: int) -> Literal["done", "now", "todo"]:
        """Return how to draw one step."""
        if self.closed_on is not None:
            return "done" if step in self.began_on else "todo"
        if step == self.step:
            return "now"
        return "done" if step < self.step else "todo"


def step_of(process: ProcessState, milestones: Mapping[Milestone, date]) -> Stairs:
    """Return where the process stands: the highest step whose beginning was reached.

    `milestones` are the days on which each was first reached. Facts of the absence never move a case beyond step 2
    without participation: a return is recorded, and what it skipped is shown (S2-2).
    """
    began = {step: min(days) for step in _BEGINS if (days := [milestones[m] for m in _BEGINS[step] if m in milestones])}
    took_part = Milestone.PARTICIPATING in milestones
    if not took_part:
        began = {step: on for step, on in began.items() if step <= 2}  # noqa: PLR2004 - the gate stands after step 2
    return Stairs(
        step=max(began, default=1),
        began_on=began,
        closed_on=milestones.get(Milestone.CLOSED) if process.outcome is not None else None,
        paused=ends_support(process.participation),
    )


class Due(Protocol):
    """An open obligation of the support process, as far as the strip needs it."""

    @property
    def rule(self) -> str:
        """The id of the rule that asks for it."""

    @property
    def owed_by(self) -> str:
        """The role that owes it."""

    @property
    def due_on(self) -> date | None:
        """The last day on time."""


@dataclass(frozen=True, slots=True)
class NextAct:
    """Who must act next and by when; `code` names the act, `rule` the obligation that asks for it, if one does."""

    code: str
    owed_by: Role
    due_on: date | None = None
    rule: str | None = None


_BY_STEP: Final[Mapping[int, NextAct]] = {
    1: NextAct("send_invitation", Role.COORDINATOR),
    2: NextAct("first_contact", Role.COORDINATOR),
    3: NextAct("first_meeting", Role.COORDINATOR),
    4: NextAct("prepare_meeting", Role.COORDINATOR),
    5: NextAct("make_plan", Role.COORDINATOR),
    6: NextAct("confirm_measures", Role.SUPERVISOR),
    7: NextAct("follow_up_after_return", Role.COORDINATOR),
}
_OBLIGED: Final = "obligation"


def next_act(process: ProcessState, stairs: Stairs, due: Iterable[Due] = ()) -> NextAct | None:
    """Return who must act next: what falls due first, else the work of the step; None where nobody has to.

    Nobody presses somebody who said no, who left, or who is still making up their mind (VOL-1, VOL-2): an undecided
    worker is only met again on the agreed day.
    """
    if process.outcome is not None:
        return None
    dated = sorted((each for each in due if each.due_on is not None), key=lambda each: (each.due_on, each.rule))
    if dated:
        first = dated[0]
        return NextAct(_OBLIGED, Role(first.owed_by), first.due_on, first.rule)
    if stairs.paused or process.participation is Participation.UNDECIDED:
        return None
    return _BY_STEP[stairs.step]


def first_days(reached: Sequence[tuple[str, date]]) -> dict[Milestone, date]:
    """Return the first day of each milestone among (code, day) pairs; other codes are left out."""
    known = {milestone.value: milestone for milestone in Milestone}
    found: dict[Milestone, date] = {}
    for code, on in reached:
        milestone = known.get(code)
        if milestone is not None and on < found.get(milestone, date.max):
            found[milestone] = on
    return found
