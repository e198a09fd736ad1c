"""Every act of S4 to S6. A command decides, checks the gates, writes state, timeline and facts; the edge commits."""

from handrail.plans.commands.agreement import accept_version, answer_question, confirm_promise
from handrail.plans.commands.aspects import note_aspect, remove_aspect
from handrail.plans.commands.concerns import (
    change_own_concern,
    keep_concern,
    move_concern,
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
from handrail.plans.commands.remarks import object_to_version, remark_on_version
from handrail.plans.commands.returning import prepare_return, record_return, record_week
from handrail.plans.commands.room import begin_meeting, end_meeting, note_meeting, raise_concern, write_part
from handrail.plans.commands.talking import drop_talk, plan_talk, record_talk_held

__all__ = [
    "accept_version",
    "answer_question",
    "begin_meeting",
    "brief_supervisor",
    "cancel_meeting",
    "change_own_concern",
    "confirm_promise",
    "drop_talk",
    "end_meeting",
    "keep_concern",
    "move_concern",
    "note_aspect",
    "note_concern",
    "note_meeting",
    "object_to_version",
    "order_concerns",
    "plan_talk",
    "prepare_return",
    "propose_version",
    "raise_concern",
    "record_meeting",
    "record_readiness",
    "record_return",
    "record_talk_held",
    "record_week",
    "release_concern",
    "remark_on_version",
    "remove_aspect",
    "remove_own_concern",
    "review_concern",
    "save_draft",
    "schedule_meeting",
    "take_back_concern",
    "tell_concern",
    "validate_summary",
    "write_part",
    "write_summary",
    "write_tentative_plan",
]
