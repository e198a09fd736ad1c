"""Notice and claim of the employer, temporary assignment and its hours, the register, accommodation and return.

The forms of the CNESST have to be filled in there: an assignment on another form does not hold. What the professional
answers of the assignment is written down by whoever received it; functional limitations are, a diagnosis is not. The
worker's claim, the medical attestation and the plans of the CNESST are not the employer's; programme and action plan
of prevention are about the establishment and nobody's return.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_ca import papers
from handrail_ca.declaring import REVIEWED_ON
from handrail_ca.quebec import catalogue, sources

_document = DocumentBook("ca_qc", REVIEWED_ON, ("fr", "en"))

EMPLOYER_NOTICE = _document(
    "adr", "Employer's notice and claim for reimbursement", sources.EMPLOYER_NOTICE,
    asked.section("accident", "The accident", *papers.ACCIDENT),
    asked.section(
        "pay", "What the employer paid",
        asked.day("first_lost_day", "First day lost"),
        asked.day("returned_on", "Back at work on", needed=False),
        asked.count("days_paid", "Full days paid, fourteen at most"),
        asked.text("pay_before", "Pay and hours before it happened"),
    ),
    asked.section(
        "enclosed", "Enclosed, and handed over",
        asked.yes_no("attestation", "The medical attestation is with it, unread by others"),
        asked.day("copy_on", "Copy given to the worker on"),
    ),
    proves=catalogue.EMPLOYER_NOTICE, given_to=("authority",), repeats=True,
    form="Avis de l'employeur et demande de remboursement",
    about="Only where somebody can not work beyond the day of the injury. The harm is described on the form alone.",
)  # fmt: skip

TEMPORARY_ASSIGNMENT = _document(
    "temporary_assignment", "Temporary assignment", sources.TEMPORARY_ASSIGNMENT,
    asked.section(
        "offer", "What the employer offers",
        asked.rows(
            "proposals", "Proposals, two at most",
            asked.text("tasks", "Tasks"), asked.hours("hours", "Hours a week"), asked.day("first_day", "From"),
            asked.day("last_day", "Until"), asked.text("where", "Where"),
            asked.choice("wage", "Wage", "full", "hours_worked"),
        ),
    ),
    asked.section(
        "professional", "What the professional answers",
        asked.text("limits", "Functional limitations that the work has to take into account"),
        asked.yes_no("reasonably_able", "The worker is reasonably able to do it"),
        asked.yes_no("no_danger", "It is no danger to the worker"),
        asked.yes_no("helps_recovery", "It helps rehabilitation"),
        asked.day("answered_on", "Answered on"),
        by=asked.RECEIVED,
    ),
    asked.section("sent", "Sent", asked.day("sent_on", "Sent to the CNESST on")),
    belongs_to=catalogue.TEMPORARY_ASSIGNMENT, given_to=("treating_physician", "authority"), repeats=True,
    form="Assignation temporaire",
    about="The form goes to the CNESST whatever the professional answers. One said aloud, or on another form, is none.",
)  # fmt: skip

ASSIGNMENT_HOURS = _document(
    "assignment_hours", "Hours on temporary assignment", sources.ASSIGNMENT_REFUND,
    asked.section(
        "period", "The pay period",
        asked.day("first_day", "From"), asked.day("last_day", "Until"),
        asked.rows(
            "weeks", "Hours of each week",
            asked.day("week_of", "Week that begins on"), asked.hours("hours_worked", "Hours worked"),
            asked.hours("hours_usual", "Usual hours"),
        ),
        asked.day("sent_on", "Sent to the CNESST on"),
    ),
    proves=catalogue.ASSIGNMENT_REFUND, given_to=("authority",), repeats=True, form="Déclaration des heures",
    about="For fewer hours at the full wage: without it there is no refund.",
)  # fmt: skip

REGISTER_ENTRY = _document(
    "register_entry", "Entry in the first-aid register", sources.REGISTER,
    asked.section("entry", "The entry", *papers.ACCIDENT, asked.day("entered_on", "Entered on")),
    belongs_to=catalogue.REGISTER, signed_by=("worker",), repeats=True,
    about="Where no time was lost. The worker signs the entry.",
)  # fmt: skip

ACCOMMODATION = _document(
    "accommodation", "Record of accommodation", sources.ACCOMMODATION,
    asked.section(
        "limits", "What is asked",
        asked.text("limits_of_work", "Functional limitations that the work has to take into account"),
        asked.yes_no("cnesst_asked", "The CNESST was asked, or decided"),
    ),
    asked.section(
        "measures", "What is changed",
        asked.rows(
            "changes", "Changes of tasks, hours or organisation",
            asked.text("what", "What"), asked.choice("decision", "Decision", "agreed", "tried_out", "refused"),
            asked.text("who", "Who sees to it"), asked.day("by", "By when", needed=False),
            asked.text("why", "Why it would be undue hardship", needed=False),
        ),
        papers.NEXT,
    ),
    belongs_to=catalogue.ACCOMMODATION, repeats=True,
)  # fmt: skip

RETURN_PLAN = _document(
    "return_plan", "Plan for the return to work", sources.RIGHT_TO_RETURN,
    asked.section(
        "job", "The job",
        asked.choice("job_kind", "Which job", "former", "comparable", "suitable"),
        asked.text("tasks", "Tasks"),
    ),
    asked.section(
        "course", "How the return goes",
        papers.STEPS,
        asked.text("adjustments", "Adjustments of the workplace", needed=False),
        papers.NEXT,
    ),
    belongs_to=catalogue.RIGHT_TO_RETURN_END,
    about="The act gives the right to come back and names no plan: how it goes, step by step, is agreed at work.",
)  # fmt: skip

DOCUMENTS: Final = (
    EMPLOYER_NOTICE, TEMPORARY_ASSIGNMENT, ASSIGNMENT_HOURS, RETURN_PLAN, ACCOMMODATION, REGISTER_ENTRY,
)  # fmt: skip
