"""Form 7, the plan under the duty to co-operate, offers in writing, contact, and the record of accommodation.

Form 7 has to be filled in at WorkSafeBC. Limits and prognosis are enough for accommodation, a diagnosis is not needed
(Personal Information Protection Act). Certificates for leaves are the worker's and hold no paper of the employer.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_ca import papers
from handrail_ca.british_columbia import catalogue, sources
from handrail_ca.declaring import REVIEWED_ON

_document = DocumentBook("ca_bc", REVIEWED_ON, ("en",))

FORM_7 = _document(
    "form7", "Employer's report to WorkSafeBC", sources.EMPLOYER_REPORT,
    asked.section("accident", "The accident", *papers.ACCIDENT),
    asked.section("time", "Time and pay", *papers.LOST_TIME),
    asked.section("handed", "Handed over", asked.day("reported_on", "Reported on")),
    proves=catalogue.EMPLOYER_REPORT, given_to=("authority",), repeats=True, form="Form 7",
    about="The harm is described on the form alone.",
)  # fmt: skip

ACCOMMODATION = _document(
    "accommodation", "Record of accommodation", sources.MAINTAIN,
    asked.section("limits", "What is asked", asked.text("limits_of_work", "What the work has to take into account")),
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
    belongs_to=catalogue.MAINTAIN, repeats=True,
)  # fmt: skip

DOCUMENTS: Final = (
    FORM_7,
    papers.plan(_document, sources.COOPERATE, catalogue.COOPERATE),
    papers.offer(_document, sources.MAINTAIN, catalogue.MAINTAIN),
    papers.contact_log(_document, sources.COOPERATE, catalogue.COOPERATE),
    ACCOMMODATION,
)
