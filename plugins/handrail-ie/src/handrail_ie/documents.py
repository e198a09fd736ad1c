"""The certificate as received, the record of statutory sick leave, and the record of appropriate measures.

The certificate names the worker and says that they are unfit; nothing more is kept of it. The record of leave is kept
for four years (Sick Leave Act 2022). A claim for Illness Benefit is the worker's own and has no paper here.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_ie import catalogue, sources

_document = DocumentBook("ie", catalogue.REVIEWED_ON, ("en",))

MEDICAL_CERTIFICATE = _document(
    "sick_certificate", "Medical certificate, as received", sources.CERTIFICATE,
    asked.section(
        "certificate", "The certificate",
        asked.yes_no("registered_practitioner", "A registered medical practitioner signed it"),
        asked.yes_no("says_unfit", "It names the worker and says that they are unfit for work"),
        asked.day("first_day", "From"), asked.day("last_day", "Until"),
        asked.day("received_on", "Received on"),
    ),
    proves=catalogue.SSL_CERT_DUE, repeats=True,
    about="From the first day of statutory sick leave. What it says of the illness is not written here.",
)  # fmt: skip

SICK_LEAVE_RECORD = _document(
    "sick_leave_record", "Record of statutory sick leave", sources.DAYS,
    asked.section(
        "service", "The employment",
        asked.day("employed_since", "Employed since"),
        asked.text("pay_rate", "Normal daily pay, and what was paid a day"),
    ),
    asked.section(
        "leave", "The days",
        asked.rows("days", "Days of leave", asked.day("day", "Day"), asked.text("times", "Hours that were planned")),
    ),
    belongs_to=catalogue.SSL_DAYS_USED, repeats=True, about="One for each calendar year, kept for four years.",
)  # fmt: skip

APPROPRIATE_MEASURES = _document(
    "appropriate_measures", "Record of appropriate measures", sources.ACCOMMODATION,
    asked.section(
        "measures", "Measures",
        asked.rows(
            "measures_list", "Measures",
            asked.text("what", "What"), asked.choice("decision", "Decision", "agreed", "tried_out", "refused"),
            asked.text("who", "Who sees to it"), asked.day("by", "By when", needed=False),
            asked.text("why", "Why it would be a disproportionate burden", needed=False),
        ),
        asked.day("next_on", "Looked at again on"),
    ),
    belongs_to=catalogue.ACCOMMODATION, repeats=True,
)  # fmt: skip

DOCUMENTS: Final = (MEDICAL_CERTIFICATE, SICK_LEAVE_RECORD, APPROPRIATE_MEASURES)
