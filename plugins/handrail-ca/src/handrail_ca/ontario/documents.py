"""Form 7, functional abilities, plan, offers and contact, and the notice to the joint committee.

Form 7 and the functional abilities form have to be filled in at the WSIB and by the treating professional. The second
one states capacity and no diagnosis; effects of medication, which it also has, are not written down here. The worker's
Form 6 and the certificate for a long-term illness are the worker's.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_ca import papers
from handrail_ca.declaring import REVIEWED_ON
from handrail_ca.ontario import catalogue, sources

_document = DocumentBook("ca_on", REVIEWED_ON, ("en", "fr"))

FORM_7 = _document(
    "form7", "Employer's report to the WSIB", sources.FORM_7,
    asked.section("accident", "The accident", *papers.ACCIDENT),
    asked.section(
        "time", "Time and pay", *papers.LOST_TIME,
        asked.yes_no("modified_work", "Modified work was offered"),
    ),
    asked.section(
        "handed", "Handed over",
        asked.day("received_on", "Received by the WSIB on"), asked.day("copy_on", "Copy given to the worker on"),
    ),
    proves=catalogue.FORM_7, given_to=("authority",), repeats=True, form="Form 7",
    about="Data that are still missing are no reason to wait. The harm is described on the form alone.",
)  # fmt: skip

FUNCTIONAL_ABILITIES = _document(
    "functional_abilities", "Functional abilities, as received", sources.FUNCTIONAL_ABILITIES,
    asked.section(
        "abilities", "What the professional states",
        asked.day("assessed_on", "Assessed on"),
        asked.choice("able", "Able to return", "without_restrictions", "with_restrictions", "not_yet"),
        asked.rows(
            "abilities_list", "Abilities",
            asked.choice(
                "ability", "Ability", "walking", "standing", "sitting", "lifting_to_waist", "lifting_to_shoulder",
                "stairs", "ladder", "travel", "upper_limbs", "bending", "exposure",
            ),
            asked.text("extent", "How far, and with what limit"),
            needed=False,
        ),
        asked.choice("working_hours", "Hours", "regular", "modified", "graduated"),
        asked.text("duration", "For how long"),
        asked.day("next_on", "Looked at again on"),
        by=asked.RECEIVED,
    ),
    belongs_to=catalogue.FUNCTIONAL_ABILITIES, repeats=True,
    about="The treating professional fills in the WSIB's form when worker or employer asks: capacity, no diagnosis.",
)  # fmt: skip

SAFETY_NOTICE = _document(
    "safety_notice", "Written notice to the joint committee and the union", sources.SAFETY_NOTICE,
    asked.section(
        "notice", "The notice", *papers.ACCIDENT,
        asked.text("steps_taken", "What is done so that it does not happen again"),
        asked.text("sent_to", "Sent to"), asked.day("sent_on", "Sent on"),
    ),
    proves=catalogue.SAFETY_NOTICE, given_to=("committee", "union"), repeats=True,
)  # fmt: skip

DOCUMENTS: Final = (
    FORM_7, FUNCTIONAL_ABILITIES,
    papers.plan(_document, sources.CONTACT, catalogue.CONTACT),
    papers.offer(_document, sources.REEMPLOYMENT_START, catalogue.REEMPLOYMENT_START),
    papers.contact_log(_document, sources.CONTACT, catalogue.CONTACT),
    SAFETY_NOTICE,
)  # fmt: skip
