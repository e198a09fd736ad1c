"""What talks leave behind, in words: topics that wait (S3-1), and what was agreed (INT-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from handrail.cases import queries
from handrail.cases.contact_models import Contact
from handrail.cases.rules.contacts import GUIDE_OF
from handrail.frameworks.rules import Framework, in_language
from handrail.kit.i18n import _, current_locale, format_date

FORMS: Final = {guide: kind.value.replace("_", "-") for kind, guide in GUIDE_OF.items()} | {
    "first_call": "first-contact",
    "follow_up_return_worker": "after-return/worker",
    "follow_up_return_supervisor": "after-return/supervisor",
}
"""Under which name the form of a guide is found on a case."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A topic that waits: of which guide, what it is called, since when, and where the next talk is recorded."""

    guide: str
    topic: str
    title: str
    talk: str
    since: date
    form: str


def waiting_of(framework: Framework, contacts: Sequence[Contact]) -> list[Waiting]:
    """Return the topics that these contacts, the newest first, leave for later; what waits longest comes first."""
    return [
        Waiting(
            each.guide,
            each.key,
            title_of(framework, each.guide, each.key),
            _talk(framework, each.guide),
            each.since,
            FORMS.get(each.guide, f"contact?guide={each.guide}"),
        )
        for each in queries.topics_left(contacts)
    ]


def title_of(framework: Framework, guide_key: str | None, topic: str) -> str:
    """Return what a topic is called; its key, where the guide in force does not have it any more."""
    guide = framework.guides.get(guide_key or "")
    section = guide.sections.get(topic) if guide else None
    return in_language(section.title, current_locale()) if section else topic


def _talk(framework: Framework, guide_key: str) -> str:
    guide = framework.guides.get(guide_key)
    return in_language(guide.title, current_locale()) if guide else guide_key


def agreed_line(action: dict[str, Any]) -> str:
    """Return what was agreed as a line: who, what, by when, and how it is evaluated."""
    if action["by"]:
        day = format_date(date.fromisoformat(action["by"]), "medium")
        line = _("%(who)s: %(what)s, by %(day)s", who=action["who"], what=action["what"], day=day)
    else:
        line = _("%(who)s: %(what)s", who=action["who"], what=action["what"])
    if not action["evaluated"]:
        return line
    return _("%(line)s (to be seen by: %(how)s)", line=line, how=action["evaluated"])
