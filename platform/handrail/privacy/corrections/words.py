"""What can be put right, in words; the values are msgids."""

from typing import Any, Final

from handrail.cases.words import KINDS
from handrail.kit.i18n import N_, _, format_date, gettext
from handrail.privacy.corrections.models import CorrectionState
from handrail.privacy.corrections.rules import About

ABOUTS: Final[dict[About, str]] = {
    About.ABSENCE: N_("The days I was off"),
    About.HOURS: N_("My hours"),
    About.JOB: N_("My job or place of work"),
    About.REACHED: N_("How to reach me"),
    About.EMPLOYER_OTHER: N_("Something else that my employer keeps"),
    About.TALK: N_("A talk or another contact"),
    About.SUMMARY: N_("The summary for the meeting"),
    About.PLAN: N_("My return-to-work plan"),
    About.COORDINATOR_OTHER: N_("Something else that my coordinator wrote down"),
}
KEPT: Final[dict[About, str]] = {
    About.ABSENCE: N_("The days of absence"),
    About.HOURS: N_("The hours"),
    About.JOB: N_("The job or place of work"),
    About.REACHED: N_("The contact details"),
    About.EMPLOYER_OTHER: N_("Something else in the record"),
    About.TALK: N_("A talk or another contact"),
    About.SUMMARY: N_("The summary for the meeting"),
    About.PLAN: N_("The return-to-work plan"),
    About.COORDINATOR_OTHER: N_("Something else in the record"),
}
"""The same in the words of a page that others read as well."""
STATES: Final[dict[CorrectionState, tuple[str, str]]] = {
    CorrectionState.WAITING: ("now", N_("Waiting for an answer")),
    CorrectionState.ACCEPTED: ("done", N_("Put right")),
    CorrectionState.DECLINED: ("off", N_("Not changed")),
}
"""State of the tag and words."""


def about_in_words(code: str) -> str:
    """Return what a request is about; a code of a later release as it is."""
    return gettext(ABOUTS[About(code)]) if code in set(About) else code


def record_in_words(about: About, record: Any) -> str:
    """Return what one record is called in a list to choose from."""
    if about is About.ABSENCE:
        return _("Off since %(day)s", day=format_date(record.first_day, "long"))
    if about is About.TALK:
        return _("%(what)s on %(day)s", what=gettext(KINDS[record.kind]), day=format_date(record.on, "long"))
    if about is About.PLAN:
        return _("Version %(number)s of the plan", number=record.number)
    return _("Summary %(number)s", number=record.number)
