"""Register, the claim that is forwarded, what is proposed and consulted on, and the arrangements for the return.

Planning begins at once (section 104): capacity, supports, options, consultation, clear arrangements in the worker's
hands. Nothing here asks whether a claim is about the body or the mind; the date of the rule already takes it into
account. Return-to-work information and the procedure for issues are about the workplace and nobody's return.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_au import papers
from handrail_au.declaring import REVIEWED_ON
from handrail_au.victoria import catalogue, sources

_document = DocumentBook("au_vic", REVIEWED_ON, ("en",))

CLAIM_FORWARDED = _document(
    "claim_forwarded", "Claim, as forwarded to the agent", sources.CLAIM_FORWARD,
    asked.section(
        "claim", "The claim",
        asked.day("received_on", "Received on"), asked.day("forwarded_on", "Forwarded on"),
        asked.text("agent", "Which agent"), asked.text("reference", "Number of the claim", needed=False),
    ),
    proves=catalogue.CLAIM_FORWARD, given_to=("insurer",), repeats=True,
    about="The claim itself is the worker's; what it says is not written here.",
)  # fmt: skip

PROPOSALS = _document(
    "proposed_arrangements", "Proposed arrangements, and what was said of them", sources.PLANNING,
    asked.section(
        "known", "What is known",
        asked.text("possibilities", "What is possible at work"),
        asked.text("supports", "Supports, aids and changes that were looked at"),
    ),
    asked.section(
        "options", "What is proposed",
        asked.rows(
            "options_list", "Options",
            asked.text("tasks", "Tasks"), asked.hours("hours", "Hours a week"), asked.day("first_day", "From"),
        ),
        asked.text("consulted", "Who was consulted, when, and what they said"),
    ),
    belongs_to=catalogue.PLANNING_FROM, repeats=True,
)  # fmt: skip

ARRANGEMENTS = _document(
    "rtw_arrangements", "Return-to-work arrangements", sources.PLANNING,
    asked.section(
        "work", "The work",
        asked.text("duties", "Tasks"), asked.hours("hours", "Hours a week"), asked.text("where", "Where"),
        asked.text("pay", "Pay"), asked.day("first_day", "From"),
    ),
    asked.section(
        "around", "Around the work",
        asked.text("supports", "Support at work"), asked.text("contacts", "Whom to reach, and how"), papers.NEXT,
        asked.day("given_on", "Given to the worker on"),
    ),
    belongs_to=catalogue.PLANNING_FROM, repeats=True,
)  # fmt: skip

DOCUMENTS: Final = (
    papers.register_entry(_document, sources.WORKER_NOTICE, catalogue.WORKER_NOTICE),
    CLAIM_FORWARDED,
    papers.certificate_of_capacity(_document, sources.PLANNING, catalogue.PLANNING_FROM),
    PROPOSALS,
    ARRANGEMENTS,
)
