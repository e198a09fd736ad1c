"""What codes in the package are called; the values are msgids."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from handrail.cases import wording as steps
from handrail.cases import words as cases
from handrail.cases.interviews import words as interviews
from handrail.cases.review import words as review
from handrail.cases.rules.neutrality import AskedFor
from handrail.cases.rules.steps import Milestone
from handrail.cases.statutory import words as statutory
from handrail.documents.rules import TITLES
from handrail.documents.uploads.errors import REASONS
from handrail.documents.uploads.inspecting.kinds import FileKind
from handrail.documents.uploads.rules import FileState
from handrail.identity.views import ROLE_LABELS
from handrail.interventions import wording as helping
from handrail.kit.i18n import N_
from handrail.plans import wording as plans
from handrail.plans.rules.codes import MeetingState
from handrail.privacy.corrections.models import CorrectionState
from handrail.privacy.package.models import HeldState, PackageState
from handrail.privacy.seeing.words import PARTS

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
    {AskedFor.THEMSELVES: N_("Whoever asked"), AskedFor.INSURER: N_("The insurer")},
    {MeetingState.SCHEDULED: N_("Planned"), MeetingState.HELD: N_("Held"), MeetingState.CANCELLED: N_("Called off")},
    {
        CorrectionState.WAITING: N_("Waiting for an answer"),
        CorrectionState.ACCEPTED: N_("Put right"),
        CorrectionState.DECLINED: N_("Not changed"),
    },
    {
        FileState.QUARANTINED: N_("Being looked through"),
        FileState.CLEAN: N_("Ready"),
        FileState.REFUSED: N_("Not taken"),
        FileState.TAKEN_BACK: N_("Taken back"),
    },
    {kind: kind.value.upper() for kind in FileKind},
    REASONS,
    {PackageState.ASKED: N_("Being made"), PackageState.READY: N_("Ready"), PackageState.GONE: N_("Removed")},
    {
        HeldState.WAITING: N_("Being looked at"),
        HeldState.RELEASED: N_("Given to you"),
        HeldState.REDACTED: N_("Given to you in part"),
    },
    {part: title for part, (title, _what) in PARTS.items()},
)
_THEIRS: Final[tuple[Mapping[Any, Any], ...]] = (
    interviews.KINDS, interviews.STATEMENTS, statutory.ANSWERS, statutory.SIDES,
    cases.CHANNELS, cases.PLACES, cases.KINDS, cases.PARTIES, cases.VIEWS, cases.OUTCOMES, cases.WHYS, cases.STATES,
    cases.GIVEN_HOW, cases.ANSWERS, cases.PURPOSES, steps.PARTICIPATION, plans.TOPICS, plans.CONCERN_STATES,
    plans.PHYSICIANS, plans.KINDS, plans.RESPONSIBLE, plans.WELCOMES, plans.PARTIES, plans.SKIPPED, plans.ASPECTS,
    plans.EFFECTS, plans.REMARKS, ROLE_LABELS, helping.KINDS, helping.WISHES, helping.ASKED_BY, helping.PROGRESS,
    helping.STATES, review.STATES,
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
    ("contact", "let_go"): {},
    ("contact", "put_off"): {},
    ("contact", "topics"): {},
    ("interview", "let_go"): {},
    ("interview", "participants"): CODES[type(next(iter(ROLE_LABELS)))],
    ("interview", "put_off"): {},
    ("interview", "topics"): {},
    ("contact", "ticks"): {},
    ("engagement_session", "present"): CODES[type(next(iter(plans.PARTIES)))],
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
    "activities": N_("activities"),
    "starts_on": N_("from"),
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
