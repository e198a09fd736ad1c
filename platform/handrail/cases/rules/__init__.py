"""The rules of the support process: pure, no clock, no session; "today" is an argument."""

from handrail.cases.rules.gates import may_enter, require_participation
from handrail.cases.rules.participation import Decision, Participation, after, ends_support
from handrail.cases.rules.steps import Milestone, NextAct, Stairs, next_act, step_of

__all__ = [
    "Decision",
    "Milestone",
    "NextAct",
    "Participation",
    "Stairs",
    "after",
    "ends_support",
    "may_enter",
    "next_act",
    "require_participation",
    "step_of",
]
