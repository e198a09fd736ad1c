"""The follow-up plan, its update for NAV, the record of dialogue meeting 1, and what the employer tells of activity.

The plan says what can be done and what the work needs, not why somebody is ill (Arbeidsmiljøloven § 4-6, § 9-3). It is
made with the worker and sent unasked to whoever certified the absence; the law names no signature. Meetings 2 and 3 are
held and written down by NAV, and the extended statement on activity is the doctor's: neither has a paper here.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_no import catalogue, sources

_document = DocumentBook("no", catalogue.REVIEWED_ON, ("nb",))

_PLAN = (
    asked.section(
        "assessment", "Tasks and work ability",
        asked.text("tasks", "Tasks"),
        asked.text("possibilities", "What is possible at work"),
        asked.text("limits", "What is not possible at work, or not yet", needed=False),
    ),
    asked.section(
        "measures", "Measures",
        asked.rows(
            "steps", "Measures of the employer",
            asked.text("what", "What"), asked.text("who", "Who sees to it"), asked.day("by", "By when"),
        ),
        asked.text("nav_help", "Measures with help from NAV", needed=False),
        asked.text("follow_up", "How it goes on from here"),
        asked.text("worker_part", "How the worker took part"),
    ),
)  # fmt: skip

FOLLOW_UP_PLAN = _document(
    "follow_up_plan", "Follow-up plan", sources.FOLLOW_UP_PLAN, *_PLAN,
    asked.section("sent", "Sent", asked.day("sent_on", "Sent to whoever certified the absence, on")),
    proves=catalogue.FOLLOW_UP_PLAN, given_to=("treating_physician",),
    about="It goes unasked to whoever certified the absence.",
)  # fmt: skip

UPDATED_PLAN = _document(
    "updated_plan", "Updated follow-up plan for NAV", sources.DIALOGUE_MEETING_2, *_PLAN,
    asked.section("sent", "Sent", asked.day("sent_on", "Sent to NAV on")),
    proves=catalogue.DM2_UPDATED_PLAN, given_to=("authority",), repeats=True,
    about="Before dialogue meeting 2, and before meeting 3 where somebody asks for it.",
)  # fmt: skip

MEETING_1 = _document(
    "dialogue_meeting_1_record", "Record of dialogue meeting 1", sources.DIALOGUE_MEETING_1,
    asked.section(
        "meeting", "The meeting",
        asked.text("present", "Who was there"),
        asked.yes_no("certifier_agreed", "Whoever certified the absence was asked, and the worker agreed to it"),
        asked.text("spoken_of", "What was spoken of: tasks, possibilities, measures"),
        asked.text("agreed", "What was agreed"),
        asked.day("next_on", "Looked at again on", needed=False),
    ),
    proves=catalogue.DIALOGUE_MEETING_1, repeats=True,
    about="Give it the day of the meeting.",
)  # fmt: skip

ACTIVITY_STATEMENT = _document(
    "activity_statement", "What the workplace can offer: activity requirement", sources.ACTIVITY,
    asked.section(
        "workplace", "The workplace",
        asked.text("looked_at", "What was looked at"),
        asked.choice("result", "Result", "possible", "partly", "not_possible"),
        asked.text("why", "Why it is possible only in part, or not", needed=False),
    ),
    belongs_to=catalogue.ACTIVITY_REQUIREMENT, given_to=("authority",), repeats=True,
    about="For NAV, where activity is not possible at the workplace.",
)  # fmt: skip

DOCUMENTS: Final = (FOLLOW_UP_PLAN, MEETING_1, ACTIVITY_STATEMENT, UPDATED_PLAN)
