"""The individual rehabilitation plan, the return step by step, and the certificate as received.

The plan is drawn up by ACC with the claimant: what the employer brings to it stands here. The assessments in it are
named by their day; what they found, and the care that ACC approves, are not the employer's. ACC45 is lodged by whoever
treats the person.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_nz import catalogue, sources

_document = DocumentBook("nz", catalogue.REVIEWED_ON, ("en",))

REHABILITATION_PLAN = _document(
    "rehabilitation_plan", "Individual rehabilitation plan: the part of work", sources.REHABILITATION_PLAN,
    asked.section(
        "outcome", "Where it is to lead",
        asked.text("outcome_text", "Outcome"), asked.day("target_on", "To be reached by"),
    ),
    asked.section(
        "agreed", "What was agreed",
        asked.rows(
            "services", "Help for the work that is approved",
            asked.text("what", "What"), asked.text("paid_by", "Who pays"),
        ),
        asked.day("work_assessed_on", "The work was assessed on"),
        asked.day("next_on", "Looked at again on"),
    ),
    belongs_to=catalogue.IRP_DECISION_DUE, given_to=("authority",), form="Individual rehabilitation plan (ACC)",
    about="ACC makes the plan with the worker. Here stands the part that is about work.",
)  # fmt: skip

GRADUATED_RETURN = _document(
    "graduated_return", "Return to work step by step", sources.REHABILITATION_PLAN,
    asked.section(
        "course", "How the return goes",
        asked.rows(
            "steps", "Step by step",
            asked.day("first_day", "From"), asked.hours("hours", "Hours a week"), asked.text("tasks", "Tasks"),
        ),
        asked.text("limits", "What the work has to take into account"),
        asked.day("next_on", "Looked at again on"),
    ),
    confidence="medium", given_to=("authority",),
)  # fmt: skip

CERTIFICATE = _document(
    "work_certificate", "Medical certificate (ACC18), as received", sources.CERTIFICATE,
    asked.section(
        "certificate", "The certificate",
        asked.day("first_day", "From"), asked.day("last_day", "Until"),
        asked.choice("capacity", "What it says", "usual_work", "some_work", "no_work"),
        asked.text("limits", "What the work has to take into account", needed=False),
        asked.day("received_on", "Received on"),
        by=asked.RECEIVED,
    ),
    belongs_to=catalogue.MED_CERT_MAX, repeats=True,
    about="What it says of the harm and the care is not written here.",
)  # fmt: skip

DOCUMENTS: Final = (CERTIFICATE, REHABILITATION_PLAN, GRADUATED_RETURN)
