"""The notices of family leave, the record of the talk about accommodations, and the forms on an injury at work.

Forms WH-381 and WH-382 are models of the Department of Labor: their parts stand here. The certification itself
(WH-380-E) is medical, kept in a file of its own (29 CFR 1630.14) and never here: only that it was asked for, came, and
was sufficient. What happened to the person stands on OSHA forms 300 and 301 alone. Accommodation in pregnancy is
recorded like any other, so that the kind of document tells nothing.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_us import catalogue, sources

_document = DocumentBook("us", catalogue.REVIEWED_ON, ("en",))

ELIGIBILITY_NOTICE = _document(
    "eligibility_notice", "Notice of eligibility, rights and responsibilities", sources.ELIGIBILITY_NOTICE,
    asked.section(
        "eligibility", "Eligibility",
        asked.day("asked_on", "Leave was asked for, or learned of, on"),
        asked.yes_no("eligible", "There is a right to leave"),
        asked.text("why_not", "If not: which of months, hours or size of the workplace is lacking", needed=False),
    ),
    asked.section(
        "rights", "Rights and responsibilities",
        asked.choice("method", "Twelve months are counted by", "calendar", "fixed", "forward", "rolling_back"),
        asked.yes_no("certification", "A certification is asked for"),
        asked.day("certification_by", "Certification asked by", needed=False),
        asked.text("paid_leave", "Paid leave that is used at the same time"),
        asked.text("benefits", "How health benefits go on, and what the worker pays for them"),
    ),
    proves=catalogue.ELIGIBILITY_NOTICE_DUE, repeats=True, form="WH-381",
)  # fmt: skip

CERTIFICATION_REQUEST = _document(
    "certification_request", "Request for a certification", sources.CERTIFICATION_REQUEST,
    asked.section(
        "request", "The request",
        asked.day("asked_on", "Asked for on"),
        asked.day("by", "Asked by: fifteen days or more"),
        asked.text("return_to", "To whom it goes; not to the supervisor"),
        asked.yes_no("genetic_notice", "It says that no genetic information is to be given"),
    ),
    proves=catalogue.CERT_REQUEST_DUE, repeats=True,
    about="It goes with form WH-380-E, which the worker gives back filled in.",
)  # fmt: skip

CERTIFICATION_RECEIVED = _document(
    "certification_received", "Certification, as received", sources.CERTIFICATION,
    asked.section(
        "received", "Received",
        asked.day("received_on", "Received on"),
        asked.yes_no("sufficient", "It is complete and sufficient"),
        asked.yes_no("kept_apart", "It is kept in a confidential file of its own"),
    ),
    proves=catalogue.CERT_DUE, repeats=True, about="What it says is not written here.",
)  # fmt: skip

DEFICIENCY_NOTICE = _document(
    "deficiency_notice", "Notice that a certification lacks something", sources.CURE,
    asked.section(
        "lacking", "What is lacking",
        asked.text("what_lacks", "Which answers are missing or unclear, by their numbers"),
        asked.day("by", "Asked by: seven days or more"),
    ),
    belongs_to=catalogue.CERT_CURE_DUE, repeats=True,
)  # fmt: skip

DESIGNATION_NOTICE = _document(
    "designation_notice", "Designation notice", sources.DESIGNATION,
    asked.section(
        "designation", "Designation",
        asked.choice("decision", "Decision", "approved", "not_approved", "more_needed"),
        asked.day("first_day", "From", needed=False),
        asked.text("amount", "How much is counted: weeks, days or hours"),
        asked.yes_no("fitness_needed", "A statement of fitness is asked for before the return"),
        asked.text("paid_leave", "Paid leave that is used at the same time", needed=False),
    ),
    proves=catalogue.DESIGNATION_DUE, repeats=True, form="WH-382",
)  # fmt: skip

RETURN_FROM_LEAVE = _document(
    "return_from_leave", "Return from leave", sources.REINSTATEMENT,
    asked.section(
        "return", "The return",
        asked.day("first_day", "First day back"),
        asked.choice("job", "Which job", "same", "equivalent"),
        asked.yes_no("same_terms", "Pay, benefits and terms are the same"),
        asked.day("fitness_on", "Statement of fitness, where it was asked for, received on", needed=False),
    ),
    proves=catalogue.REINSTATEMENT, repeats=True,
)  # fmt: skip

ACCOMMODATION_RECORD = _document(
    "accommodation_record", "Record of the interactive process", sources.INTERACTIVE_PROCESS,
    asked.section(
        "request", "What was asked",
        asked.day("asked_on", "Asked for on"),
        asked.day("acknowledged_on", "Acknowledged on"),
        asked.text("limits", "What the work has to take into account"),
    ),
    asked.section(
        "options", "What was looked at",
        asked.rows(
            "options_list", "Options",
            asked.text("what", "What"), asked.text("worker_view", "How the worker sees it", needed=False),
            asked.text("employer_view", "How the employer sees it", needed=False),
        ),
    ),
    asked.section(
        "decision_part", "What was decided",
        asked.choice(
            "decision", "Decision", "granted", "granted_alternative", "denied_undue_hardship", "denied_not_covered",
            "withdrawn",
        ),
        asked.text("why", "Reasons"),
        asked.day("decided_on", "Decided on"),
        asked.day("in_place_on", "In place on", needed=False),
        asked.day("next_on", "Looked at again on", needed=False),
    ),
    belongs_to=catalogue.ADA_INTERACTIVE, repeats=True,
    about="A request in any words begins it. Leave can be an accommodation too.",
)  # fmt: skip

INCIDENT_REPORT = _document(
    "incident_record", "Entry in the OSHA log, and incident report", sources.INJURY_RECORDS,
    asked.section(
        "incident", "The incident",
        asked.text("case_number", "Number in the log"),
        asked.day("happened_on", "It happened on"),
        asked.day("learned_on", "The employer learned of it on"),
        asked.text("where", "Where it was, and at which work"),
        asked.text("usual_job", "Usual job"),
    ),
    asked.section(
        "days", "The days",
        asked.count("days_away", "Days away from work so far"),
        asked.count("days_changed", "Days of changed work so far"),
        asked.day("entered_on", "Entered on"),
    ),
    proves=catalogue.OSHA300, repeats=True, form="OSHA 300, OSHA 301",
    about="What happened to the person is described on the forms alone.",
)  # fmt: skip

CLAIM_FORM = _document(
    "claim_form", "Claim form to the worker (California)", sources.CLAIM_FORM,
    asked.section(
        "given", "Given",
        asked.day("learned_on", "The employer learned of it on"),
        asked.day("given_on", "Given to the worker on"),
        asked.text("given_how", "How it was given"),
    ),
    proves=catalogue.CA_DWC1_DUE, repeats=True, form="DWC 1", about="In California, after an injury at work.",
)  # fmt: skip

DOCUMENTS: Final = (
    ELIGIBILITY_NOTICE, CERTIFICATION_REQUEST, CERTIFICATION_RECEIVED, DEFICIENCY_NOTICE, DESIGNATION_NOTICE,
    RETURN_FROM_LEAVE, ACCOMMODATION_RECORD, INCIDENT_REPORT, CLAIM_FORM,
)  # fmt: skip
