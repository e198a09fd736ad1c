"""A letter as it will look, with people and days that are invented and marked as such."""

from datetime import UTC, datetime, timedelta
from typing import Final

from handrail.documents.typst.letter import Addressee, Letterhead, LetterModel, LetterTemplate, fill_template
from handrail.frameworks.rules.document import Template
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.i18n import N_, _, format_date, gettext, use_locale

NAMES: Final = {
    "worker_name": "Robin Sample",
    "supervisor_name": "Kim Sample",
    "coordinator_name": "Alex Sample",
    "coordinator_phone": "+00 000 000 000",
    "coordinator_email": "alex@sample.example",
    "sign_in_address": "https://handrail.example",
}
DAYS_AHEAD: Final = {
    "call_before_date": 7,
    "closing_date": 14,
    "confirm_before_date": 12,
    "first_day_back": 14,
    "follow_up_date": 21,
    "letter_date": 0,
    "meeting_date": 10,
    "next_talk_date": 21,
}
EXPLAINED: Final = {
    "call_before_date": N_("The day before which the call comes"),
    "call_within_days": N_("Within how many days the call comes"),
    "closing_date": N_("The day on which support is closed"),
    "confirm_before_date": N_("The day before which the supervisor confirms"),
    "consultancy_name": N_("Your organisation that accompanies people"),
    "coordinator_email": N_("The coordinator's mail address"),
    "coordinator_name": N_("The coordinator's name"),
    "coordinator_phone": N_("The coordinator's telephone number"),
    "employer_name": N_("The client organisation's name"),
    "first_day_back": N_("The first day back at work"),
    "follow_up_date": N_("The day of the talk after the return"),
    "letter_date": N_("The day on which the letter is written"),
    "meeting_date": N_("The day of the planning meeting"),
    "meeting_people": N_("Who comes to the planning meeting"),
    "meeting_place": N_("Where the planning meeting is held"),
    "meeting_time": N_("The time of the planning meeting"),
    "next_talk_date": N_("The day of the next talk"),
    "plan_version": N_("The number of the plan's version"),
    "sign_in_address": N_("The address of Handrail"),
    "supervisor_name": N_("The supervisor's name"),
    "worker_name": N_("The worker's name"),
}
"""What each placeholder is filled in with, in words for whoever writes a letter."""


def sample_values(locale: str) -> dict[str, str]:
    """Return something invented for every placeholder, in `locale`."""
    today = clock.now().date()
    with use_locale(locale):
        written = {name: format_date(today + timedelta(days=days), "long") for name, days in DAYS_AHEAD.items()}
        return {
            **NAMES,
            **written,
            "call_within_days": "7",
            "consultancy_name": _("Sample consultancy"),
            "employer_name": _("Sample organisation"),
            "meeting_people": f"{NAMES['worker_name']}, {NAMES['supervisor_name']}, {NAMES['coordinator_name']}",
            "meeting_place": _("Meeting room 1"),
            "meeting_time": "10:00",
            "plan_version": "2",
        }


def explained(name: str) -> str:
    """Return what a placeholder is filled in with, in the current language."""
    return gettext(EXPLAINED[name])


def sample_letter(template: Template, locale: str, title: str, body: str) -> LetterModel:
    """Return the letter as it would be sent, with sample data and the mark of a demonstration on it.

    Raises TemplateProblem where the words can not be filled in.
    """
    values = sample_values(locale)
    subject, blocks, _none = fill_template(LetterTemplate(title, body), values, locale)
    name = values["worker_name" if template.to is Role.WORKER else "supervisor_name"]
    with use_locale(locale):
        may_see = _("A sample. Nobody gets this letter.")
    return LetterModel(
        locale=locale,
        dated_on=clock.now().date(),
        letterhead=Letterhead(values["consultancy_name"]),
        addressee=Addressee(name, ()),
        subject=subject,
        body=blocks,
        may_see=may_see,
        created_at=datetime.combine(clock.now().date(), datetime.min.time(), UTC),
        reference=_sample(locale),
        demo=True,
    )


def _sample(locale: str) -> str:
    with use_locale(locale):
        return _("Sample")
