"""Every act of S4 to S6. A command decides, checks the gates, writes state, timeline and facts; the edge commits."""

from handrail.plans.commands.agreement import accept_version, answer_question, confirm_promise
from handrail.plans.commands.concerns import (
    change_own_concern,
    keep_concern,
    note_concern,
    order_concerns,
    release_concern,
    remove_own_concern,
    review_concern,
    take_back_concern,
    tell_concern,
)
from handrail.plans.commands.drafting import propose_version, save_draft
from handrail.plans.commands.meeting import brief_supervisor, cancel_meeting, record_meeting, schedule_meeting
from handrail.plans.commands.preparation import (
    record_readiness,
    validate_summary,
    write_summary,
    write_tentative_plan,
)
from handrail.plans.commands.returning import prepare_return, record_return, record_week

__all__ = [
    "accept_version",
    "answer_question",
    "brief_supervisor",
    "cancel_meeting",
    "change_own_concern",
    "confirm_promise",
    "keep_concern",
    "note_concern",
    "order_concerns",
    "prepare_return",
    "propose_version",
    "record_meeting",
    "record_readiness",
    "record_return",
    "record_week",
    "release_concern",
    "remove_own_concern",
    "review_concern",
    "save_draft",
    "schedule_meeting",
    "take_back_concern",
    "tell_concern",
    "validate_summary",
    "write_summary",
    "write_tentative_plan",
]
