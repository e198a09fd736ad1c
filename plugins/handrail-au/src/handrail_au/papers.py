"""What the papers of the Commonwealth and the states have in common: an accident, a certificate, steps of work."""

from typing import Final

from handrail.sdk import Citation, DocumentBook, Rule, StatutoryDocument, asked

STEPS: Final = asked.rows(
    "steps", "Step by step",
    asked.day("first_day", "From"), asked.hours("hours", "Hours a week"), asked.text("tasks", "Tasks"),
    asked.text("where", "Where", needed=False),
)  # fmt: skip
ACTIONS: Final = asked.rows(
    "actions", "What is done",
    asked.text("what", "What"), asked.text("who", "Who sees to it"), asked.day("by", "By when"),
)  # fmt: skip
NEXT: Final = asked.day("next_on", "Looked at again on")
ACCIDENT: Final = (
    asked.day("happened_on", "It happened on"),
    asked.day("learned_on", "The employer learned of it on"),
    asked.text("where", "Where it was, and at which work"),
)
"""The harm to the person is described on the form alone."""


def certificate_of_capacity(document: DocumentBook, source: Citation, rule: Rule) -> StatutoryDocument:
    """Return what the employer holds of a certificate: its period, the capacity, what the work has to mind."""
    return document(
        "certificate_of_capacity", "Certificate of capacity, as received", source,
        asked.section(
            "certificate", "The certificate",
            asked.day("first_day", "From"), asked.day("last_day", "Until"),
            asked.choice("capacity", "What it says", "usual_work", "some_work", "no_work"),
            asked.text("limits", "What the work has to take into account", needed=False),
            asked.day("received_on", "Received on"),
            by=asked.RECEIVED,
        ),
        belongs_to=rule, repeats=True,
        about="What it says of the harm and the care is not written here.",
    )  # fmt: skip


def register_entry(document: DocumentBook, source: Citation, rule: Rule) -> StatutoryDocument:
    """Return the entry in the register of injuries, which the employer acknowledges."""
    return document(
        "register_entry", "Entry in the register of injuries", source,
        asked.section(
            "entry", "The entry", *ACCIDENT, asked.day("entered_on", "Entered on"),
            asked.day("acknowledged_on", "Acknowledged in writing on"),
        ),
        belongs_to=rule, repeats=True, about="The harm is described in the register alone.",
    )  # fmt: skip
