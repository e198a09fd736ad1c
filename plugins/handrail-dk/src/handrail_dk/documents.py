"""The papers of the absence interview, the statement of what is possible, the fast track, and the claim for refund.

The employer may ask what the work has to take into account and for how long, not for the illness
(Helbredsoplysningsloven). Part 2 of the statement (Sygedagpengeloven § 36 a) is the doctor's; what it says of the work
is written down by whoever received it. A notice under the 120-day rule ends the employment and is no paper of a return.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_dk import catalogue, sources

_document = DocumentBook("dk", catalogue.REVIEWED_ON, ("da",))

ABSENCE_INTERVIEW = _document(
    "absence_interview", "Record of the absence interview", sources.INTERVIEW,
    asked.section(
        "interview", "The interview",
        asked.day("called_on", "Called on"),
        asked.choice("how", "How it was held", "in_person", "by_phone"),
        asked.text("limits", "What the work has to take into account"),
        asked.text("expected_length", "How long it is expected to last"),
        asked.text("agreed", "What was agreed"),
        asked.day("next_on", "Looked at again on", needed=False),
    ),
    proves=catalogue.ABSENCE_INTERVIEW,
    about="Give it the day of the interview. Its result goes with the claim for refund.",
)  # fmt: skip

ABILITY_STATEMENT = _document(
    "ability_statement", "Statement of what is possible", sources.ABILITY_STATEMENT,
    asked.section(
        "part_one", "Part 1: employer and worker",
        asked.text("tasks", "Tasks"),
        asked.text("limits", "What the work has to take into account"),
        asked.text("adjustments", "Adjustments that were agreed"),
        asked.day("first_day", "From"), asked.day("last_day", "Until"),
    ),
    asked.section(
        "part_two", "Part 2: what the doctor says of it",
        asked.choice("doctor_view", "What was agreed is", "sound", "sound_with_changes", "not_sound"),
        asked.text("doctor_changes", "What the work has to take into account beside that", needed=False),
        asked.day("doctor_until", "Expected to hold until"),
        by=asked.RECEIVED,
    ),
    belongs_to=catalogue.ABILITY_STATEMENT, signed_by=asked.BOTH, repeats=True,
    about="Any time in the course, also with short absences that come back. The employer pays the doctor.",
)  # fmt: skip

FAST_TRACK_REQUEST = _document(
    "fast_track_request", "Request for the fast track", sources.FAST_TRACK,
    asked.section(
        "request", "The request",
        asked.day("first_day", "First day of sickness"),
        asked.yes_no("over_eight_weeks", "The absence is expected to last over eight weeks"),
        asked.choice("asked_by", "Who asks", "employer", "worker"),
        asked.day("sent_on", "Sent to the municipality on"),
    ),
    proves=catalogue.FAST_TRACK_REQUEST, given_to=("authority",),
    about="The municipality meets the worker within two weeks of the request.",
)  # fmt: skip

RETENTION_PLAN = _document(
    "retention_plan", "Retention plan", sources.INTERVIEW,
    asked.section(
        "plan", "The plan",
        asked.rows(
            "steps", "Steps",
            asked.text("what", "What"), asked.text("who", "Who sees to it"), asked.day("by", "By when"),
        ),
        asked.day("next_on", "Looked at again on"),
    ),
    confidence="low", signed_by=asked.BOTH,
    about="When the worker asks for one, after about eight weeks. What stands in it is for both to say.",
)  # fmt: skip

REFUND_CLAIM = _document(
    "refund_claim", "Claim for refund of sick pay", sources.EMPLOYER_PERIOD,
    asked.section(
        "claim", "What the claim needs",
        asked.day("first_day", "First day of sickness"),
        asked.day("employer_until", "Last day that the employer pays without refund"),
        asked.day("refund_from", "Refund asked from"),
        asked.day("interview_on", "The absence interview was held on", needed=False),
    ),
    belongs_to=catalogue.EMPLOYER_PERIOD_END, given_to=("authority",), form="NemRefusion",
)  # fmt: skip

DOCUMENTS: Final = (ABSENCE_INTERVIEW, ABILITY_STATEMENT, FAST_TRACK_REQUEST, RETENTION_PLAN, REFUND_CLAIM)
