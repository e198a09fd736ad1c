"""The rules of the support process, and the intervals that a reference framework sets for them.

Every interval is whole calendar days. The worker owes nothing here, except a promise of their own in an accepted
plan; and no date counts back from a hoped-for return, so nothing can press for an earlier one (VOL-3).
"""

import datetime as dt
from dataclasses import dataclass

from handrail.sdk import Citation, Rule

FRAMEWORK = "Reference framework"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessIntervals:
    """What one version of a framework sets for the support process. Raises ValueError beyond a floor.

    `return_follow_up_days` stays between one and three weeks after the first day back (S7-1).
    """

    invitation_days: int = 5
    invitation_call_days: int = 10
    return_follow_up_days: int = 10
    call_acknowledgement_days: int = 2
    framework: str = FRAMEWORK
    version: str = "base"

    def __post_init__(self) -> None:
        for name in ("invitation_days", "invitation_call_days", "call_acknowledgement_days"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: an interval is at least one day")
        if not FOLLOW_UP_WINDOW_DAYS.start <= self.return_follow_up_days < FOLLOW_UP_WINDOW_DAYS.stop:
            raise ValueError("return_follow_up_days: follow-up comes between 7 and 21 days after the return (S7-1)")

    def clause(self, clause: str) -> Citation:
        """Cite one clause of this framework and version."""
        return Citation(act=f"{self.framework} ({self.version})", article=clause)


FOLLOW_UP_WINDOW_DAYS = range(7, 22)
BASE_INTERVALS = ProcessIntervals()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpInterval:
    """How often worker and coordinator agreed to be in touch. Raises ValueError below one day."""

    days: int

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("a follow-up interval is at least one day")


def next_follow_up_on(last_contact_on: dt.date, agreed: FollowUpInterval) -> dt.date:
    """Return the day of the next follow-up that worker and coordinator agreed on (VOL-3).

    The agreement in force on `last_contact_on` counts, not today's. To agree anew is a contact too.
    """
    return last_contact_on + dt.timedelta(days=agreed.days)


def _framework_rule(name: str, title: str, clause: str) -> Rule:
    return Rule(
        id=f"support.{name}", title=title, owed_by="coordinator", source=Citation(act=FRAMEWORK, article=clause),
        confidence="high", basis="framework", compartment="coordination", lapses=False,
    )  # fmt: skip


INVITATION = _framework_rule("invitation", "Invitation letter", "S1-4")
INVITATION_CALL = _framework_rule("invitation_call", "Telephone call announced in the invitation", "S1-4")
NEXT_CONVERSATION = _framework_rule("next_conversation", "Next conversation, as agreed", "S2-1")
FOLLOW_UP = _framework_rule("follow_up", "Follow-up at the agreed interval", "S3-3")
QUESTION = Rule(
    id="support.question", title="Answer to a question asked before committing", owed_by="supervisor",
    source=Citation(act="Return-to-work plan", article="S5-3"), confidence="high", basis="plan", compartment="plan",
    lapses=False,
)  # fmt: skip
PLAN_PROMISE = Rule(
    id="support.plan_promise", title="Promise of the return-to-work plan", owed_by="supervisor",
    source=Citation(act="Return-to-work plan"), confidence="high", basis="plan", compartment="plan", lapses=False,
)  # fmt: skip
INTERVENTION_DAY = Rule(
    id="support.intervention_day", title="A day that was agreed in an intervention", owed_by="coordinator",
    source=Citation(act="Intervention, as agreed"), confidence="high", basis="plan", compartment="plan", lapses=False,
)  # fmt: skip
CONFIRMATION = Rule(
    id="support.confirmation", title="Confirm that a measure is in place before the first day back",
    owed_by="supervisor", source=Citation(act="Return-to-work plan", article="S6-1"), confidence="high",
    basis="plan", compartment="plan", lapses=False,
)  # fmt: skip
FOLLOW_UP_WORKER = _framework_rule("follow_up_worker", "Follow-up with the worker after the return", "S7-1")
FOLLOW_UP_SUPERVISOR = _framework_rule("follow_up_supervisor", "Follow-up with the supervisor after the return", "S7-1")
CALL_ACKNOWLEDGEMENT = _framework_rule("call_acknowledgement", "Answer to a call on the coordinator", "S7-4")

SUPPORT_RULES = (
    INVITATION, INVITATION_CALL, NEXT_CONVERSATION, FOLLOW_UP, QUESTION, PLAN_PROMISE, INTERVENTION_DAY, CONFIRMATION,
    FOLLOW_UP_WORKER, FOLLOW_UP_SUPERVISOR, CALL_ACKNOWLEDGEMENT,
)  # fmt: skip
