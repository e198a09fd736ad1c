"""What the papers of the provinces have in common: steps of hours, work that is offered, contact that was held."""

from typing import Final

from handrail.sdk import Citation, DocumentBook, Rule, StatutoryDocument, asked

STEPS: Final = asked.rows(
    "steps", "Step by step",
    asked.day("first_day", "From"), asked.hours("hours", "Hours a week"), asked.text("tasks", "Tasks"),
)  # fmt: skip
NEXT: Final = asked.day("next_on", "Looked at again on")
ACCIDENT: Final = (
    asked.day("happened_on", "It happened on"),
    asked.day("learned_on", "The employer learned of it on"),
    asked.text("where", "Where it was, and at which work"),
)
"""The harm to the person is described on the form alone."""
LOST_TIME: Final = (
    asked.day("first_lost_day", "First day lost", needed=False),
    asked.choice("back", "Back at work", "not_yet", "changed_work", "usual_work"),
    asked.text("pay", "Pay and hours before it happened"),
)


def plan(document: DocumentBook, source: Citation, rule: Rule) -> StatutoryDocument:
    """Return the plan for the return to work, made with the worker while both stay in touch."""
    return document(
        "return_plan", "Return-to-work plan", source,
        asked.section("work", "The work", asked.text("usual_job", "Usual job"), STEPS),
        asked.section(
            "around", "Around the work",
            asked.text("limits", "What the work has to take into account"),
            asked.text("adjustments", "Adjustments of the workplace", needed=False),
            NEXT,
        ),
        belongs_to=rule,
    )  # fmt: skip


def offer(document: DocumentBook, source: Citation, rule: Rule) -> StatutoryDocument:
    """Return the written offer of work: the former job, one like it, or the first that fits."""
    return document(
        "work_offer", "Offer of work", source,
        asked.section(
            "offer", "The offer",
            asked.choice("job", "Which job", "former", "comparable", "suitable"),
            asked.text("tasks", "Tasks"), asked.hours("hours", "Hours a week"), asked.text("pay", "Pay"),
            asked.day("first_day", "From"), asked.day("reply_by", "Answer asked by", needed=False),
        ),
        belongs_to=rule, repeats=True,
    )  # fmt: skip


def contact_log(document: DocumentBook, source: Citation, rule: Rule) -> StatutoryDocument:
    """Return the log of contact: when, how, what was agreed; nothing of the treatment."""
    return document(
        "contact_log", "Log of contact", source,
        asked.section(
            "contacts", "Contact",
            asked.rows(
                "contact", "Contact", asked.day("day", "Day"), asked.text("how", "How"), asked.text("who", "With whom"),
                asked.text("agreed", "What was agreed", needed=False),
            ),
        ),
        belongs_to=rule,
        about="It shows that both stay in touch. It says when and how, and never how somebody is.",
    )  # fmt: skip
