"""What the employer holds of a fit note, form SSP1, adjustments, the talk on the return, and the report to RIDDOR.

Of a note or a Health and Work Report the record keeps issuer, dates, the box that is ticked and what the work has to
take into account, and never the condition: the note itself is the worker's, who gets it back. The same papers serve
Northern Ireland under its own acts and with its own form SSP1; RIDDOR (NI) is not in the table.
"""

from typing import Final

from handrail.sdk import Citation, DocumentBook, Rule, StatutoryDocument, asked
from handrail_uk import catalogue, sources

_LANGUAGES: Final = ("en",)
_gb = DocumentBook("uk", catalogue.REVIEWED_ON, _LANGUAGES)
_ni = DocumentBook("uk_ni", catalogue.REVIEWED_ON, _LANGUAGES)

_REASONS: Final = ("days_used", "three_years_linked", "no_work_done_yet", "employment_ended", "on_the_form_alone")
"""Maternity, custody and strike stand on the form alone: supervisors read this too, and pay is none of theirs."""
_EVIDENCE = asked.yes_no("evidence_returned", "Evidence for the days that are not paid is returned with it")


def _self_certificate(document: DocumentBook, rule: Rule | None) -> StatutoryDocument:
    return document(
        "self_certificate", "Self-certificate, as received", sources.SELF_CERTIFICATE,
        asked.section(
            "dates", "The days",
            asked.day("first_day", "First day of sickness"),
            asked.day("last_day", "Last day of sickness, days off included"),
            asked.day("received_on", "Received on"),
        ),
        belongs_to=rule, signed_by=("worker",), repeats=True,
        about="The worker's own form, an e-mail or form SC2 will do. What it says of the reason is not written here.",
    )  # fmt: skip


def _fit_note(document: DocumentBook, name: str, title: str, source: Citation, rule: Rule) -> StatutoryDocument:
    return document(
        name, title, source,
        asked.section(
            "note", "The note",
            asked.choice("evidence", "What was received", "fit_note", "hospital_note", "health_and_work_report"),
            asked.choice(
                "issuer", "Who issued it", "doctor", "nurse", "occupational_therapist", "pharmacist", "physiotherapist",
            ),
            asked.day("assessed_on", "Assessed on"),
            asked.day("first_day", "From"), asked.day("last_day", "Until"),
            asked.choice("says", "What it says", "not_fit", "may_be_fit"),
            asked.yes_no("assess_again", "It says that the worker is to be assessed again", needed=False),
        ),
        asked.section(
            "suggested", "What it suggests",
            asked.yes_no("phased_return", "Phased return", needed=False),
            asked.yes_no("altered_hours", "Altered hours", needed=False),
            asked.yes_no("amended_duties", "Amended duties", needed=False),
            asked.yes_no("adaptations", "Adaptations of the workplace", needed=False),
            asked.text("limits", "What the work has to take into account", needed=False),
            by=asked.RECEIVED,
        ),
        asked.section(
            "handled", "Handled",
            asked.day("received_on", "Received on"),
            asked.yes_no("given_back", "The note itself was given back"),
        ),
        proves=rule, repeats=True, about="The note is the worker's. What it says of the condition is not written here.",
    )  # fmt: skip


def _ssp1(document: DocumentBook, suffix: str, title: str, source: Citation, rule: Rule | None) -> StatutoryDocument:
    first, paid = asked.day("first_day", "First day of sickness"), asked.count("weeks_paid", "Weeks paid")
    reason = asked.choice("reason", "Reason", *_REASONS)
    days = {
        "not_entitled": (reason, first, asked.day("decided_on", "Decided on")),
        "ended": (reason, first, asked.day("last_paid_day", "Last day paid"), paid),
        "running_out": (first, asked.day("last_paid_day", "Last day that is expected to be paid"), paid),
    }
    return document(
        f"ssp1_{suffix}", title, source, asked.section("pay", "Statutory Sick Pay", *days[suffix], _EVIDENCE),
        proves=rule, signed_by=("hr",), repeats=True, confidence=None if rule else "medium",
        form="SSP1" if document is _gb else "SSP1 (Northern Ireland)",
        about="With it the worker can ask for a benefit in place of sick pay.",
    )  # fmt: skip


def _ssp1_forms(document: DocumentBook, rules: tuple[Rule | None, ...]) -> tuple[StatutoryDocument, ...]:
    not_entitled, ended, running_out = rules
    form = sources.CHANGEOVER_FORM if document is _gb else sources.SICK_PAY_NI
    week_23 = sources.WEEK_23 if document is _gb else sources.SICK_PAY_NI
    return (
        _ssp1(document, "not_entitled", "Form SSP1: no sick pay", form, not_entitled),
        _ssp1(document, "ended", "Form SSP1: sick pay ends early", form, ended),
        _ssp1(document, "running_out", "Form SSP1: sick pay will run out", week_23, running_out),
    )


def _adjustments(document: DocumentBook, source: Citation, rule: Rule | None) -> StatutoryDocument:
    return document(
        "adjustments_record", "Record of reasonable adjustments", source,
        asked.section(
            "request", "What was asked",
            asked.day("asked_on", "Asked for on"),
            asked.day("acknowledged_on", "Acknowledged on"),
        ),
        asked.section(
            "decisions", "What was decided",
            asked.rows(
                "adjustments", "Adjustments",
                asked.text("what", "What"), asked.choice("decision", "Decision", "agreed", "tried_out", "refused"),
                asked.text("who", "Who sees to it"), asked.day("by", "By when", needed=False),
                asked.text("why", "Reasons, where it is refused or takes longer", needed=False),
            ),
            asked.day("next_on", "Looked at again on"),
        ),
        belongs_to=rule, repeats=True, confidence="medium",
    )  # fmt: skip


def _return_talk(document: DocumentBook, rule: Rule) -> StatutoryDocument:
    return document(
        "rtw_interview", "Record of the talk on the return to work", sources.RETURN_INTERVIEW,
        asked.section(
            "absence", "The absence",
            asked.day("first_day", "First day of absence"), asked.day("last_day", "Last day of absence"),
            asked.choice("evidence", "What was received", "self_certificate", "fit_note", "none"),
        ),
        asked.section(
            "today", "Today and from here",
            asked.text("possibilities", "What is possible at work"),
            asked.text("work_factors", "What in the work plays a part", needed=False),
            asked.yes_no("advice_needed", "Advice of occupational health or Access to Work is needed"),
            asked.rows(
                "actions", "What was agreed", asked.text("what", "What"), asked.text("who", "Who sees to it"),
                asked.day("by", "By when"), needed=False,
            ),
            asked.text("discretion", "Where absences were counted: what was decided, and why", needed=False),
        ),
        proves=rule, signed_by=asked.BOTH, repeats=True,
        about="A practice of employers after every absence, not a duty of the law.",
    )  # fmt: skip


FIT_NOTE_TALK = _gb(
    "fit_note_talk", "Record of what the fit note suggests", sources.FIT_NOTE_GUIDANCE,
    asked.section(
        "suggestions", "Each suggestion",
        asked.rows(
            "answers", "Suggestions",
            asked.text("what", "What"), asked.choice("decision", "Decision", "agreed", "refused"),
            asked.text("why", "Reasons, where it is refused", needed=False),
        ),
        asked.choice("follows", "What follows", "back_with_changes", "counts_as_not_fit"),
        asked.day("next_on", "Looked at again on", needed=False),
    ),
    proves=catalogue.FIT_NOTE_MAY_BE_FIT, repeats=True,
    about="Where the changes can not be made, the note counts as “not fit” for the same days; no new one is needed.",
)  # fmt: skip

RIDDOR_REPORT = _gb(
    "riddor_report", "Report of an injury at work", sources.OVER_SEVEN_DAYS,
    asked.section(
        "accident", "The accident",
        asked.day("happened_on", "It happened on"),
        asked.text("where", "Where it was, and at which work"),
        asked.day("first_day", "First day that the usual work was not possible"),
        asked.day("reported_on", "Reported on"),
        asked.text("reference", "Number of the report", needed=False),
    ),
    proves=catalogue.RIDDOR_REPORT_DUE, given_to=("authority",), repeats=True, form="RIDDOR",
    about="After more than seven days, the day of the accident not counted. The harm is described on the form alone.",
)  # fmt: skip

DOCUMENTS: Final = (
    _self_certificate(_gb, catalogue.SELF_CERT_WINDOW_END),
    _fit_note(_gb, "fit_note", "Fit note, as received", sources.FIT_NOTE, catalogue.FIT_NOTE_DUE),
    _fit_note(_gb, "next_fit_note", "Next fit note, as received", sources.NEXT_EVIDENCE, catalogue.NEXT_EVIDENCE_DUE),
    FIT_NOTE_TALK,
    *_ssp1_forms(_gb, (catalogue.SSP1_DUE_NOT_ENTITLED, catalogue.SSP1_DUE_ON_END, catalogue.SSP1_DUE)),
    _adjustments(_gb, sources.ADJUSTMENTS, catalogue.ADJUSTMENTS_DUTY),
    RIDDOR_REPORT,
    _return_talk(_gb, catalogue.RTW_INTERVIEW_DUE),
)
DOCUMENTS_NI: Final = (
    _self_certificate(_ni, None),
    _fit_note(_ni, "fit_note", "Fit note, as received", sources.FIT_NOTE_NI, catalogue.FIT_NOTE_DUE_NI),
    *_ssp1_forms(_ni, (None, None, None)),
    _adjustments(_ni, sources.ADJUSTMENTS_NI, None),
    _return_talk(_ni, catalogue.RTW_INTERVIEW_DUE_NI),
)
