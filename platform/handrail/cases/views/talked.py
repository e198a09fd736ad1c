"""Reading back what was said: contacts, newest first, and the topics that wait."""

import json
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from flask import Response

from handrail.cases import queries, words
from handrail.cases.contact_models import Contact
from handrail.cases.frame import questions_of
from handrail.cases.rules.contacts import ContactKind, Tick, missing_ticks
from handrail.cases.views import pages
from handrail.cases.views.around import around
from handrail.cases.waiting import agreed_line, title_of, waiting_of
from handrail.frameworks.rules import Framework, in_language
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import _, current_locale
from handrail.web.render import render


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A contact as the page shows it."""

    title: str
    on: date
    at: time | None
    how: str
    answers: list[tuple[str, str]]
    notes: str
    agreed: list[str]
    left: list[str]
    next_on: date | None
    with_supervisor: bool
    all_explained: bool


@pages.get("/cases/<uuid:case_id>/contacts")
@permission("contact.record")
def contacts(case_id: UUID) -> Response:
    """Show what was said so far, newest first."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "contact.record", purpose="contacts.list")
        held = queries.contacts_of(session, found.case)
        shown = [_shown(each, found.framework) for each in held]
    return render("cases/contacts.html", found=found, contacts=shown, waiting=waiting_of(found.framework, held))


def _shown(contact: Contact, framework: Framework) -> ShownContact:
    language = current_locale()
    asked = questions_of(framework, contact.guide_key)
    answers = []
    for key, value in json.loads(contact.answers or "{}").items():
        question = asked.get(key)
        text = in_language(question.text, language) if question else key
        label = in_language(question.choices[value], language) if question and value in question.choices else value
        answers.append((text, _yes_no(label)))
    how = _(words.CHANNELS[contact.channel])
    return ShownContact(
        title=_title(contact, framework),
        on=contact.on,
        at=contact.at,
        how=f"{how}, {_(words.PLACES[contact.place])}" if contact.place else how,
        answers=answers,
        notes=contact.notes,
        agreed=[agreed_line(each) for each in json.loads(contact.agreed or "[]")],
        left=[title_of(framework, contact.guide_key, key) for key in contact.put_off],
        next_on=contact.next_on,
        with_supervisor=contact.withheld_from_worker,
        all_explained=not missing_ticks([Tick(tick) for tick in contact.ticks]),
    )


def _title(contact: Contact, framework: Framework) -> str:
    """Return what the contact was for; of another kind, the title of the guide it went by."""
    guide = framework.guides.get(contact.guide_key or "")
    if contact.kind is ContactKind.OTHER and guide is not None:
        return in_language(guide.title, current_locale())
    return _(words.KINDS[contact.kind])


def _yes_no(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
