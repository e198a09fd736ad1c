"""Register, initial notification, certificate of capacity, and the recover-at-work plan.

Treating doctor, treatment and nature of the harm are told to the insurer and not written down here. The injury
management plan is the insurer's; the return-to-work program is about the workplace and nobody's return.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_au import papers
from handrail_au.declaring import REVIEWED_ON
from handrail_au.new_south_wales import catalogue, sources

_document = DocumentBook("au_nsw", REVIEWED_ON, ("en",))

NOTIFICATION = _document(
    "initial_notification", "Initial notification to the insurer", sources.INSURER_NOTIFICATION,
    asked.section(
        "accident", "The accident", *papers.ACCIDENT, asked.text("contact", "How the insurer reaches the worker"),
    ),
    asked.section(
        "notified", "Notified",
        asked.day("notified_on", "Notified on"), asked.text("reference", "Number of the notification", needed=False),
    ),
    proves=catalogue.INSURER_NOTIFICATION, given_to=("insurer",), repeats=True, form="Initial notification",
    about="Within 48 hours, weekends included. Doctor, care and harm are told to the insurer alone.",
)  # fmt: skip

RECOVER_AT_WORK_PLAN = _document(
    "recover_at_work_plan", "Recover-at-work plan", sources.SUITABLE_WORK,
    asked.section(
        "goal", "Where it is to lead",
        asked.text("goal_text", "Goal"), asked.text("parties", "Who takes part, and how they stay in touch"),
    ),
    asked.section(
        "course", "How the return goes",
        papers.STEPS, papers.ACTIONS, asked.text("duties", "What each side has to do"), papers.NEXT,
    ),
    belongs_to=catalogue.SUITABLE_WORK, given_to=("insurer",),
)  # fmt: skip

DOCUMENTS: Final = (
    papers.register_entry(_document, sources.WORKER_NOTICE, catalogue.WORKER_NOTICE),
    NOTIFICATION,
    papers.certificate_of_capacity(_document, sources.CERTIFICATE, catalogue.CERTIFICATE_LAST_DAY),
    RECOVER_AT_WORK_PLAN,
)
