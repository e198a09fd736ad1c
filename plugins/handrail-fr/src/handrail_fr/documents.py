"""The offer of a liaison meeting, and the review of a supervised trial.

The meeting (Code du travail L. 1226-1-3) is voluntary for the employee and has no medical exchange; the health service
is told of it. The tutor of a trial (CSS D. 323-6) writes a review of how the work went.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_fr import catalogue, sources

_document = DocumentBook("fr", catalogue.REVIEWED_ON, ("fr",))

LIAISON_INVITATION = _document(
    "liaison_invitation", "Offer of a liaison meeting", sources.LIAISON_MEETING,
    asked.section(
        "offer", "What is offered",
        asked.text("aims", "What it is for"),
        asked.text("voluntary", "That it is voluntary, and that nothing follows from a refusal"),
        asked.day("proposed_on", "Day proposed", needed=False),
        asked.text("place", "Where, or by which means", needed=False),
    ),
    asked.section(
        "people", "Who takes part",
        asked.text("who", "Who takes part"),
        asked.day("service_told_on", "Health service told on"),
        asked.text("contact", "Whom to answer, and how"),
    ),
    belongs_to=catalogue.LIAISON_MEETING, confidence="medium", repeats=True,
)  # fmt: skip

TRIAL_REVIEW = _document(
    "trial_review", "Review of the supervised trial", sources.SUPERVISED_TRIAL,
    asked.section(
        "trial", "The trial",
        asked.day("first_day", "First day"), asked.day("last_day", "Last day"),
        asked.text("tasks", "Tasks that were tried"), asked.text("tutor", "Who was the tutor"),
    ),
    asked.section(
        "review", "How it went",
        asked.text("went_well", "What went well"),
        asked.text("needed", "What the work would need"),
        asked.text("next_step", "What comes next", needed=False),
    ),
    belongs_to=catalogue.SUPERVISED_TRIAL_MAX_END, confidence="high", signed_by=asked.BOTH, repeats=True,
)  # fmt: skip

DOCUMENTS: Final = (LIAISON_INVITATION, TRIAL_REVIEW)
