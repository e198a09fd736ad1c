"""What the package's page to read calls things: topics, tables and fields; the values are msgids.

What has no label here stands in package.json alone. A test sees to it that every record of a case has a title, and
each of its fields either a label or a reason to be left to the machine.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from handrail.cases import wording as steps
from handrail.cases import words as cases
from handrail.cases.rules.steps import Milestone
from handrail.documents.rules import TITLES
from handrail.identity.views import ROLE_LABELS
from handrail.kit.codes import Compartment
from handrail.kit.i18n import N_
from handrail.plans import wording as plans
from handrail.plans.rules.codes import MeetingState
from handrail.privacy.corrections.models import CorrectionState
from handrail.privacy.package.models import HeldState, PackageState
from handrail.privacy.seeing.words import PARTS

TOPICS: Final[dict[str, tuple[str, ...]]] = {
    N_("You and your work"): ("person", "employment", "client_organisation", "site", "department", "team"),
    N_("The days you were off"): ("absence", "absence_correction", "contact_request"),
    N_("Your support, step by step"): (
        "cases", "case_process", "milestone_reached", "contact", "follow_up_agreement", "call_request",
        "contact_decision", "measure_view",
    ),
    N_("What is on your mind"): ("own_concern", "concern", "concern_summary"),
    N_("Before the meeting"): ("readiness", "tentative_plan", "plan_draft"),
    N_("What you allowed"): ("consent", "consent_text"),
    N_("Your return-to-work plan"): (
        "supervisor_notice", "planning_meeting", "plan_concern", "plan_version", "plan_acceptance", "plan_answer",
        "promise_confirmation", "return_record", "actual_week",
    ),
    N_("What was or is due"): ("obligation",),
    N_("Letters and messages"): ("document", "message", "notification_preference"),
    N_("What you asked to have put right"): ("correction_request", "correction_note"),
    N_("How you sign in"): ("sign_in", "api_token", "calendar_feed", "data_package"),
    N_("Everything that was written down, in order"): ("timeline_entry",),
}  # fmt: skip
"""The chapters, and the tables of each, in order."""

TITLES_OF_TABLES: Final[dict[str, str]] = {
    "absence": N_("Absence"),
    "absence_correction": N_("Correction of an absence"),
    "actual_week": N_("A week as it was"),
    "api_token": N_("Access for a program"),
    "calendar_feed": N_("Calendar address"),
    "call_request": N_("You asked for a call"),
    "case_process": N_("Where your support stands"),
    "cases": N_("Your case"),
    "client_organisation": N_("Your employer"),
    "concern": N_("Told to your coordinator"),
    "concern_summary": N_("Summary for the meeting"),
    "consent": N_("Your answer"),
    "consent_text": N_("The words that you were shown"),
    "contact": N_("A talk or another contact"),
    "contact_decision": N_("Decision about a contact"),
    "contact_request": N_("Somebody wanted to be in touch with you"),
    "correction_note": N_("Noted beside the record"),
    "correction_request": N_("You asked"),
    "data_package": N_("Package of your data"),
    "department": N_("Department"),
    "document": N_("Letter"),
    "employment": N_("Your job"),
    "follow_up_agreement": N_("How often you are in touch"),
    "measure_view": N_("What helped"),
    "message": N_("Message"),
    "milestone_reached": N_("Reached"),
    "notification_preference": N_("How you are told"),
    "obligation": N_("Due"),
    "own_concern": N_("Kept for yourself"),
    "person": N_("You"),
    "plan_acceptance": N_("Accepted"),
    "plan_answer": N_("Answer to a question of the plan"),
    "plan_concern": N_("Raised at the meeting"),
    "plan_draft": N_("Draft of the plan"),
    "plan_version": N_("Version of the plan"),
    "planning_meeting": N_("Planning meeting"),
    "promise_confirmation": N_("Promise looked at"),
    "readiness": N_("Ready for the meeting"),
    "return_record": N_("Your return"),
    "sign_in": N_("Signed in"),
    "site": N_("Place of work"),
    "supervisor_notice": N_("What your supervisor was told"),
    "team": N_("Team"),
    "tentative_plan": N_("Topics for the meeting"),
    "timeline_entry": N_("Entry"),
}
FOR_MACHINES: Final[dict[str, str]] = {
    "assignment": "said in words under who may see what",
    "case_grant": "said in words under who may see what",
    "employer_grant": "said in words under who may see what",
    "delivery": "attempts to deliver a message, as codes of mail servers",
    "fact": "what dates are computed from; each stands in its own record too",
    "held_text": "said in words under what is looked at first",
    "obligation_change": "how dates moved, step by step",
    "plan_action": "the actions of a version once more, without words",
    "read_log": "a chapter of its own",
    "record_version": "values before and after each entry",
}
"""Tables that stand in package.json alone, and why."""

FIELDS: Final[dict[str, str]] = {
    "about": N_("About"),
    "accepted_at": N_("Accepted"),
    "acknowledged_at": N_("Answered"),
    "active": N_("Still active"),
    "after": N_("Now"),
    "agreed": N_("Agreed"),
    "agreed_on": N_("Agreed on"),
    "agreed_to_discuss": N_("You agree to talk about it"),
    "aim": N_("Aim"),
    "answer": N_("Answer"),
    "answered_at": N_("Answered"),
    "answered_by": N_("Answered by"),
    "answers": N_("What you answered"),
    "approved": N_("In your words"),
    "asked_at": N_("Asked"),
    "at": N_("When"),
    "before": N_("Before"),
    "before_return": N_("Before the return"),
    "body": N_("Text"),
    "briefed_on": N_("Supervisor briefed"),
    "call_asked_on": N_("Asked to call you"),
    "call_by": N_("First call by"),
    "capacity_from_on": N_("Able to work from"),
    "changed_at": N_("Changed"),
    "channel": N_("How"),
    "closed_on": N_("Ended"),
    "colleagues": N_("How colleagues are prepared"),
    "composed_at": N_("Written"),
    "content": N_("What it says"),
    "coordinator_came_along": N_("Your coordinator came along"),
    "created_at": N_("Made"),
    "decided_at": N_("Decided"),
    "decided_by": N_("Decided by"),
    "decided_on": N_("You decided"),
    "decision": N_("Decision"),
    "due_on": N_("By when"),
    "email": N_("E-mail"),
    "ended_at": N_("Ended"),
    "ended_on": N_("Until"),
    "ends_at": N_("Ends"),
    "expected_days": N_("Expected days"),
    "explained_on": N_("Support explained"),
    "fetched_at": N_("Downloaded"),
    "first_day": N_("First day"),
    "first_day_fit": N_("First day without absence"),
    "first_day_on": N_("First day back"),
    "full": N_("Fully back"),
    "given_how": N_("How you said it"),
    "given_on": N_("Said on"),
    "held_on": N_("Held on"),
    "helped": N_("Did it help?"),
    "hours": N_("Hours"),
    "in_place": N_("In place"),
    "informed_on": N_("Told on"),
    "interval_days": N_("Every so many days"),
    "invited_on": N_("Invited"),
    "job_title": N_("Job"),
    "kind": N_("What"),
    "locale": N_("Language"),
    "made_at": N_("Made"),
    "measure": N_("What was done"),
    "met_on": N_("Done on"),
    "milestone": N_("What"),
    "minutes": N_("Minutes"),
    "monday": N_("Week from"),
    "name": N_("Name"),
    "next_conversation_on": N_("You talk again on"),
    "next_on": N_("Next contact"),
    "note": N_("Note"),
    "noted_as": N_("Noted by"),
    "noted_at": N_("Noted"),
    "noted_by": N_("Noted by"),
    "notes": N_("Notes"),
    "number": N_("Number"),
    "objectives": N_("Aims of the meeting"),
    "on": N_("Day"),
    "opened_on": N_("Opened"),
    "outcome": N_("How it ended"),
    "owed_by": N_("Who does it"),
    "participants": N_("Who took part"),
    "participation": N_("Taking part"),
    "party": N_("Who"),
    "percent": N_("Per cent"),
    "person_id": N_("Who"),
    "phone": N_("Telephone"),
    "physician": N_("Physician"),
    "place": N_("Place"),
    "preferred_channel": N_("How you like to be reached"),
    "preferred_time": N_("When you like to be reached"),
    "prepared_at": N_("Marked as prepared"),
    "present": N_("Who was there"),
    "proposed_at": N_("Proposed"),
    "proposed_by": N_("Proposed by"),
    "purpose": N_("For what"),
    "put_off": N_("Put off for later"),
    "quiet_from": N_("Quiet from"),
    "quiet_until": N_("Quiet until"),
    "ready_at": N_("Ready"),
    "reason": N_("Reason"),
    "recorded_at": N_("Written down"),
    "recorded_by": N_("Written down by"),
    "released_at": N_("You let it go to the meeting"),
    "replacement_there": N_("The replacement was there"),
    "requested_at": N_("Asked"),
    "requested_by": N_("Asked by"),
    "requested_role": N_("As"),
    "return_on": N_("Return date set by the physician"),
    "reviewed_on": N_("Looked at again"),
    "revoked_at": N_("Taken back"),
    "role": N_("As"),
    "rule": N_("What"),
    "said_at": N_("Said"),
    "said_by": N_("Said by"),
    "scheduled_at": N_("Planned"),
    "shared_on": N_("Shared on"),
    "skipped": N_("What was skipped"),
    "started_at": N_("Began"),
    "started_on": N_("Since"),
    "starts_at": N_("When"),
    "state": N_("State"),
    "status": N_("State"),
    "supervisor_greeted": N_("Your supervisor greeted you"),
    "supervisor_id": N_("Supervisor"),
    "tasks": N_("Tasks"),
    "text": N_("Text"),
    "ticks": N_("Explained to you"),
    "time_zone": N_("Time zone"),
    "title": N_("Title"),
    "title_key": N_("What"),
    "topic": N_("Topic"),
    "topics": N_("Topics"),
    "union_invited": N_("Union representative invited"),
    "validated_at": N_("You said that it is right"),
    "verb": N_("What"),
    "actor_id": N_("Who"),
    "actor_role": N_("As"),
    "wanted_on": N_("Wished for"),
    "welcome_as_wished": N_("The welcome was as you wished"),
    "why": N_("Why"),
    "withdrawn_at": N_("You took it back"),
    "with_person_id": N_("With"),
    "wording": N_("Text"),
    "words": N_("Text"),
    "worker_ready_on": N_("You feel ready since"),
    "worker_spoke_first": N_("You spoke first"),
    "written_at": N_("Written"),
    "written_by": N_("Written by"),
}
"""What a field is called, wherever it stands."""

MACHINE_FIELDS: Final = frozenset(
    {
        "acknowledged_by", "absence_id", "agreed_by_coordinator_id", "agreed_by_worker_id", "answer_code", "basis",
        "briefed_by", "case_id", "changed_by", "closed_at", "compartment", "computed_at", "confidence", "content_type",
        "created_by", "due_at", "employer_id", "employment_id", "entry_id", "explanation", "external_key", "fact_id",
        "for_absence", "form_key", "framework_version_id", "given_by", "guide_key", "held", "id", "idem_key", "key",
        "layer", "nominal", "object_id", "object_table", "obligation_id", "obligation_key", "opened_at",
        "plan_concern_id", "prepared_by", "prepared_version", "previous_case_id", "prognosis_fact_id", "records",
        "recovered_fact_id", "request_id", "revision", "safe_target", "sequence", "sha256", "sign_in_id", "since",
        "size", "source", "spell", "stale", "started_fact_id", "subject_id", "template_ref", "template_version",
        "tells_cause", "tenant_id", "text_id", "told_as", "validated_by", "value", "version", "version_id",
        "window_from", "withdrawn_recorded_by", "withheld_from_worker", "worker_id", "detail",
    }
)  # fmt: skip
"""Fields of records that say nothing to a reader: ids, digests, how a date was computed."""

_MILESTONES: Final = {
    Milestone.FORWARDED: N_("Your file reached the coordinator"),
    Milestone.INVITED: N_("You were invited"),
    Milestone.FIRST_CONTACT: N_("First talk"),
    Milestone.PARTICIPATING: N_("You decided about support"),
    Milestone.FIRST_MEETING: N_("First meeting"),
    Milestone.READY: N_("The meeting was prepared"),
    Milestone.SUMMARY_VALIDATED: N_("You said that the summary is right"),
    Milestone.MEETING_SCHEDULED: N_("The planning meeting was planned"),
    Milestone.MEETING_HELD: N_("The planning meeting was held"),
    Milestone.PLAN_ACCEPTED: N_("The plan was accepted"),
    Milestone.BACK: N_("First day back"),
    Milestone.FOLLOWED_UP: N_("Follow-up after the return"),
    Milestone.CLOSED: N_("Support ended"),
}
_OURS: Final[tuple[Mapping[Any, Any], ...]] = (
    _MILESTONES,
    {MeetingState.SCHEDULED: N_("Planned"), MeetingState.HELD: N_("Held"), MeetingState.CANCELLED: N_("Called off")},
    {
        CorrectionState.WAITING: N_("Waiting for an answer"),
        CorrectionState.ACCEPTED: N_("Put right"),
        CorrectionState.DECLINED: N_("Not changed"),
    },
    {PackageState.ASKED: N_("Being made"), PackageState.READY: N_("Ready"), PackageState.GONE: N_("Removed")},
    {
        HeldState.WAITING: N_("Being looked at"),
        HeldState.RELEASED: N_("Given to you"),
        HeldState.REDACTED: N_("Given to you in part"),
    },
    {part: title for part, (title, _what) in PARTS.items()},
)
_THEIRS: Final[tuple[Mapping[Any, Any], ...]] = (
    cases.CHANNELS, cases.PLACES, cases.KINDS, cases.PARTIES, cases.VIEWS, cases.OUTCOMES, cases.WHYS, cases.STATES,
    cases.GIVEN_HOW, cases.ANSWERS, cases.PURPOSES, steps.PARTICIPATION, plans.TOPICS, plans.CONCERN_STATES,
    plans.PHYSICIANS, plans.KINDS, plans.RESPONSIBLE, plans.WELCOMES, plans.PARTIES, plans.SKIPPED, ROLE_LABELS,
)  # fmt: skip


def _by_kind() -> dict[type[StrEnum], dict[str, str]]:
    found: dict[type[StrEnum], dict[str, str]] = {}
    for words in (*_THEIRS, *_OURS):
        for code, text in words.items():
            found.setdefault(type(code), {})[code.value] = str(text[1] if isinstance(text, tuple) else text)
    return found


CODES: Final = _by_kind()
"""What each code is called, by its kind."""
LISTS_OF_CODES: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("contact", "participants"): CODES[type(next(iter(ROLE_LABELS)))],
    ("planning_meeting", "present"): CODES[type(next(iter(ROLE_LABELS)))],
    ("tentative_plan", "topics"): CODES[type(next(iter(plans.TOPICS)))],
    ("contact", "put_off"): {},
    ("contact", "ticks"): {},
    ("return_record", "skipped"): CODES[type(next(iter(plans.SKIPPED)))],
}
"""Lists that hold codes, and what these are called."""
CODED_TEXTS: Final[dict[tuple[str, str], Mapping[str, str]]] = {
    ("document", "title_key"): TITLES,
    ("timeline_entry", "verb"): steps.VERBS,
    ("obligation", "owed_by"): CODES[type(next(iter(ROLE_LABELS)))],
}
"""Texts that are codes without a kind of their own."""
INNER: Final[Mapping[str, str]] = {
    **plans.TERMS,
    **plans.FIELDS,
    "actions": N_("actions"),
    "by": N_("by when"),
    "carried_out": N_("Carried out as planned"),
    "evaluated": N_("how you will see whether it worked"),
    "fosters": N_("Does it help?"),
    "hours": N_("hours"),
    "kept_up": N_("Kept up"),
    "meaning": N_("Meaning in the work"),
    "monday": N_("week from"),
    "questions": N_("questions"),
    "weeks": N_("weeks"),
    "what": N_("what"),
    "who": N_("who"),
    "words": N_("in your words"),
}
"""What the parts of a plan's content are called."""


def part_of(compartment: Compartment) -> str:
    """Return what a compartment is called; a msgid."""
    return PARTS[compartment][0]
