"""Whose words each sealed text holds: what decides whether a person looks at it before it leaves in a package.

Every sealed text of the product is named here; a test fails for one that is not. Pure.
"""

from enum import StrEnum
from typing import Final


class Words(StrEnum):
    """Whose words, and for whom they were written."""

    MINE = "mine"
    """The worker's own."""
    TO_ME = "to_me"
    """Written for the worker, or with them at the table: they have read it."""
    OF_OTHERS = "of_others"
    """Somebody else's, written without the worker, who may speak of others in it: a person looks at it first."""
    AS_THE_RECORD = "as_the_record"
    """Values of another record before and after a change: whatever holds for the text there."""


TEXTS: Final[dict[str, dict[str, Words]]] = {
    "actual_week": {"tasks": Words.TO_ME},
    "call_request": {"about": Words.MINE, "answer": Words.TO_ME},
    "case_file": {"name": Words.MINE},
    "case_process": {"preferred_time": Words.MINE},
    "concern": {"wording": Words.MINE, "approved": Words.MINE},
    "concern_review": {"wording": Words.MINE},
    "concern_summary": {"text": Words.TO_ME},
    "conflict_note": {"note": Words.OF_OTHERS},
    "contact": {"answers": Words.MINE, "notes": Words.OF_OTHERS, "agreed": Words.TO_ME},
    "contact_decision": {"reason": Words.OF_OTHERS},
    "correction_note": {"words": Words.TO_ME},
    "correction_request": {"words": Words.MINE, "answer": Words.TO_ME},
    "engagement": {"agreement": Words.TO_ME},
    "form_draft": {"typed": Words.MINE},
    "employer_letter": {"title": Words.TO_ME, "body": Words.TO_ME},
    "held_letter": {"reason": Words.OF_OTHERS},
    "held_text": {"words": Words.TO_ME},
    "intervention_part": {"content": Words.TO_ME},
    "interview": {"answers": Words.TO_ME, "build_up": Words.TO_ME, "agreed": Words.TO_ME},
    "measure_view": {"measure": Words.TO_ME},
    "mediation_agreement": {"words": Words.TO_ME},
    "mediation_invitation": {"agreement": Words.TO_ME},
    "own_concern": {"text": Words.MINE},
    "own_words": {"words": Words.MINE},
    "plan_answer": {"text": Words.TO_ME},
    "plan_concern": {"words": Words.MINE},
    "plan_draft": {"content": Words.TO_ME},
    "plan_objection": {"words": Words.TO_ME},
    "plan_remark": {"words": Words.MINE},
    "plan_version": {"content": Words.TO_ME},
    "planning_meeting": {"place": Words.TO_ME, "objectives": Words.TO_ME},
    "promise_confirmation": {"note": Words.OF_OTHERS},
    "record_version": {"values": Words.AS_THE_RECORD},
    "released_words": {"words": Words.MINE},
    "statutory_answer": {"words": Words.TO_ME},
    "statutory_version": {"content": Words.TO_ME},
    "supervisor_notice": {"words": Words.TO_ME},
    "work_aspect": {"words": Words.MINE},
}


def words_of(table: str, name: str) -> Words:
    """Return whose words a text is; one that nobody thought of is looked at first."""
    return TEXTS.get(table, {}).get(name, Words.OF_OTHERS)
