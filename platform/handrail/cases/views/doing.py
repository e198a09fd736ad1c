"""What a coordinator can do from the case page: the one act that is next, and all others in their groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handrail.cases.rules.participation import Participation
from handrail.cases.rules.steps import NextAct
from handrail.kit.codes import Role
from handrail.kit.i18n import N_, _

Act = tuple[str, str]
"""Its words, and the last part of its address."""


@dataclass(frozen=True, slots=True)
class Group:
    """Acts that belong together, under their heading."""

    title: str
    acts: tuple[Act, ...]


_ACTS: Final[Mapping[str, str]] = {
    "invitation": N_("Send the invitation"),
    "first-contact": N_("Record the first contact"),
    "first-meeting": N_("Record the first meeting"),
    "follow-up": N_("Record a follow-up"),
    "contact": N_("Another contact"),
    "contacts": N_("All contacts"),
    "preferences": N_("Wishes about contact"),
    "follow-up-agreement": N_("Agree on follow-up"),
    "after-return": N_("Follow up after the return"),
    "concerns": N_("Concerns told to you"),
    "readiness": N_("Readiness"),
    "preparation": N_("Prepare the meeting together"),
    "tentative-plan": N_("Topics for the plan"),
    "summary": N_("Summary"),
    "meeting": N_("Planning meeting"),
    "plan": N_("Plan"),
    "return": N_("Record the return"),
    "help": N_("Help and mediation"),
    "consents": N_("Consents"),
    "inform-supervisor": N_("Inform the supervisor"),
    "calls": N_("Answer the call"),
    "act-done": N_("Record a statutory act"),
    "hand-over": N_("Hand the case over"),
    "withdraw": N_("Record that the worker leaves support"),
    "close": N_("Close the case"),
}
_TALKS: Final = ("follow-up", "contact", "contacts", "preferences", "follow-up-agreement")
_TOWARDS_THE_PLAN: Final = (
    "concerns", "readiness", "preparation", "tentative-plan", "summary", "meeting", "plan",
)  # fmt: skip
_WITH_OTHERS: Final = ("help", "consents", "inform-supervisor")
_ALWAYS: Final = ("act-done", "hand-over", "close")
_TALKS_OF: Final[Mapping[int, tuple[str, ...]]] = {3: ("first-meeting",), 7: ("after-return",)}
_AFTER_THE_PLAN_OF: Final[Mapping[int, tuple[str, ...]]] = {6: ("return",)}
"""What one does in a step and in no other."""

_FORM_OF: Final[Mapping[str, str]] = {
    "send_invitation": "invitation",
    "support.invitation": "invitation",
    "first_contact": "first-contact",
    "support.invitation_call": "first-contact",
    "support.next_conversation": "first-contact",
    "first_meeting": "first-meeting",
    "support.follow_up": "follow-up",
    "prepare_meeting": "preparation",
    "make_plan": "plan",
    "confirm_measures": "plan",
    "follow_up_after_return": "after-return",
    "support.follow_up_worker": "after-return",
    "support.follow_up_supervisor": "after-return",
    "support.call_acknowledgement": "calls",
}
"""Where the next act is done: by its code, or by the rule that asks for it."""


def next_form(participation: Participation, following: NextAct | None) -> Act | None:
    """Return the act with which the coordinator goes on: what is next, where that is theirs; None where it is not."""
    if following is None or following.owed_by is not Role.COORDINATOR:
        return None
    form = _FORM_OF.get(following.rule or following.code)
    if form is None or (form == "invitation" and participation is not Participation.NOT_INVITED):
        return None
    return _act(form)


def groups_of(participation: Participation, step: int) -> list[Group]:
    """Return all that can be done in an open case, by what it is about."""
    if participation is not Participation.PARTICIPATING:
        begins = ("invitation", "first-contact") if participation is Participation.NOT_INVITED else ("first-contact",)
        return [_group(_("Talk"), *begins), _group(_("The case"), *_ALWAYS)]
    return [
        _group(_("Talk"), *_TALKS_OF.get(step, ()), *_TALKS),
        _group(_("Towards the plan"), *_TOWARDS_THE_PLAN, *_AFTER_THE_PLAN_OF.get(step, ())),
        _group(_("With others"), *_WITH_OTHERS),
        _group(_("The case"), "act-done", "hand-over", "withdraw", "close"),
    ]


def _group(title: str, *forms: str) -> Group:
    return Group(title, tuple(_act(form) for form in forms))


def _act(form: str) -> Act:
    return _(_ACTS[form]), form
