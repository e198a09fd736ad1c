"""What a letter can be given, and the choice of a language. `handrail.documents` fills a letter in."""

from typing import Final

from handrail.frameworks.rules.document import Texts

PLACEHOLDERS: Final = frozenset(
    {
        "call_before_date",
        "call_within_days",
        "closing_date",
        "confirm_before_date",
        "consultancy_name",
        "coordinator_email",
        "coordinator_name",
        "coordinator_phone",
        "employer_name",
        "first_day_back",
        "follow_up_date",
        "letter_date",
        "meeting_date",
        "meeting_people",
        "meeting_place",
        "meeting_time",
        "next_talk_date",
        "plan_version",
        "sign_in_address",
        "supervisor_name",
        "worker_name",
    }
)
"""All that a letter can be given. Dates and numbers arrive written out in the letter's language. None of them tells
what a worker confided: a text for the employer's side can not hold it (CON-3)."""

WORKER_ONLY: Final = frozenset(
    {"call_within_days", "closing_date", "follow_up_date", "next_talk_date", "sign_in_address"}
)
"""What is between the worker and the coordinator: when they talk, whether support ends, the worker's own way in. No
letter to the employer's side holds it (CON-3, VOL-2)."""


def in_language(texts: Texts, language: str) -> str:
    """Return the text in `language`, else in its main language (`nl` for `nl-BE`), else in English, else any."""
    for code in (language, language.split("-", 1)[0], "en"):
        if code in texts:
            return texts[code]
    return next(iter(texts.values()), "")
