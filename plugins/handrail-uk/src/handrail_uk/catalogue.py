"""Every rule of Great Britain and of Northern Ireland: who owes it, where it is written, and how sure we are.

How a date is found stands in `evidence`, `incapacity`, `ledger`, `sick_pay`, `changeover_form` and `duties`. Titles of
other languages stand in `locale`. A rule of kind "standing" has no date.
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from handrail.sdk import Basis, Citation, Confidence, Kind, Party, Rule
from handrail_uk import sources
from handrail_uk.rates import NEW_LAW_FROM

REVIEWED_ON = dt.date(2026, 11, 1)
OTHER_ISSUERS_FROM = dt.date(2022, 7, 1)
_LAST_DAY_OF_THE_OLD_LAW = NEW_LAW_FROM - dt.timedelta(days=1)


def _rule(
    name: str,
    title: str,
    owed_by: Party,
    source: Citation,
    confidence: Confidence,
    *,
    code: str = "uk",
    kind: Kind = "act",
    basis: Basis = "statutory",
    lapses: bool = True,
    tells_cause: bool = False,
    effective_from: dt.date | None = None,
    effective_to: dt.date | None = None,
) -> Rule:
    return Rule(
        id=f"{code}.{name}", title=title, owed_by=owed_by, source=source, confidence=confidence, kind=kind, basis=basis,
        lapses=lapses, tells_cause=tells_cause, effective_from=effective_from, effective_to=effective_to,
        reviewed_on=REVIEWED_ON,
    )  # fmt: skip


# Evidence and notice ----------------------------------------------------------------------------------------------
SELF_CERT_WINDOW_END = _rule(
    "self_cert_window_end", "Last day that the worker's own certificate covers", "worker", sources.SELF_CERTIFICATE,
    "high", kind="end", lapses=False,
)  # fmt: skip
FIT_NOTE_DUE = _rule("fit_note_due", "Fit note", "worker", sources.FIT_NOTE, "high")
NEXT_EVIDENCE_DUE = _rule(
    "next_evidence_due", "Next fit note, or return", "worker", sources.NEXT_EVIDENCE, "medium", basis="regulator_policy"
)
FIT_NOTE_MAX_DURATION = _rule(
    "fit_note_max_duration", "Latest day that a fit note can run to", "treating_physician", sources.FIT_NOTE_GUIDANCE,
    "medium", kind="end", basis="regulator_policy", lapses=False,
)  # fmt: skip
FIT_NOTE_ISSUERS = _rule(
    "fit_note_issuers", "Who may issue a fit note", "hr", sources.FIT_NOTE_ISSUERS, "high", kind="standing",
    effective_from=OTHER_ISSUERS_FROM,
)  # fmt: skip
FIT_NOTE_MAY_BE_FIT = _rule(
    "fit_note_may_be_fit", "Talk about what the fit note suggests", "hr", sources.FIT_NOTE_GUIDANCE, "medium",
    basis="regulator_policy",
)  # fmt: skip

# What employers and regulators ask beside sick pay ------------------------------------------------------------------
ADJUSTMENTS_DUTY = _rule(
    "adjustments_duty", "Reasonable adjustments", "hr", sources.ADJUSTMENTS, "medium", kind="standing"
)
DISABILITY_LONG_TERM_FLAG = _rule(
    "disability_long_term_flag", "Twelve months of absence: think of the Equality Act", "hr", sources.LONG_TERM,
    "medium", kind="threshold",
)  # fmt: skip
DISABILITY_ARISING = _rule(
    "disability_arising", "Absence that arises from a disability", "hr", sources.ARISING, "medium", kind="standing"
)
NO_HEALTH_QUESTIONS = _rule(
    "no_health_questions", "No questions about health before an offer", "hr", sources.NO_HEALTH_QUESTIONS, "medium",
    kind="standing",
)  # fmt: skip
ACCESS_TO_WORK = _rule(
    "access_to_work", "Support from Access to Work", "worker", sources.ACCESS_TO_WORK, "medium", kind="standing"
)
RIDDOR_REPORT_DUE = _rule(
    "riddor_report_due", "Report of an injury at work to the regulator", "hr", sources.OVER_SEVEN_DAYS, "medium",
    lapses=False, tells_cause=True,
)  # fmt: skip
RIDDOR_OVER7_THRESHOLD_PASSED = _rule(
    "riddor_over7_threshold_passed", "More than seven days unfit after an injury at work", "hr",
    sources.OVER_SEVEN_DAYS, "medium", kind="threshold", tells_cause=True,
)  # fmt: skip
LONG_TERM_ABSENCE_FLAG = _rule(
    "long_term_absence_flag", "Four weeks of absence", "hr", sources.LONG_TERM_ABSENCE, "medium", kind="threshold",
    basis="convention",
)  # fmt: skip
KEEP_IN_TOUCH = _rule(
    "keep_in_touch", "Staying in touch as agreed", "hr", sources.KEEP_IN_TOUCH, "low", kind="standing",
    basis="convention",
)  # fmt: skip
SAR_RESPONSE_DUE = _rule(
    "sar_response_due", "Answer to a subject access request", "hr", sources.SUBJECT_ACCESS, "medium", lapses=False
)
TRIBUNAL_LIMIT = _rule(
    "tribunal_limit", "Claim to an employment tribunal", "worker", sources.TRIBUNAL, "low", kind="standing"
)

# The form that hands over to benefits -------------------------------------------------------------------------------
SSP1_DUE_NOT_ENTITLED = _rule(
    "ssp1_due_not_entitled", "Form SSP1: no sick pay", "hr", sources.CHANGEOVER_FORM, "medium"
)
SSP1_DUE_ON_END = _rule("ssp1_due_on_end", "Form SSP1: sick pay ends early", "hr", sources.CHANGEOVER_FORM, "medium")
SSP1_DUE = _rule("ssp1_due", "Form SSP1: sick pay will run out", "hr", sources.WEEK_23, "medium")


@dataclass(frozen=True, slots=True, kw_only=True)
class SickPayRules:
    """The rules of Statutory Sick Pay in one part of the kingdom; where the law changed, each version is one rule."""

    notice_due: Rule
    piw_formed_by_four_days: Rule
    piw_formed_by_one_day: Rule
    linked: Rule
    gap_days: Rule
    waiting_days: Rule
    first_payable: Rule
    weekly_rate: Rule
    earnings_limit: Rule
    days_payable: Rule
    payable_dates: Rule
    ledger: Rule
    amount: Rule
    end: Rule
    three_year_end: Rule

    def all(self) -> tuple[Rule, ...]:
        """Return every version of every rule."""
        return tuple([getattr(self, name) for name in self.__dataclass_fields__])


class _Version(NamedTuple):
    """From when to when a version of a rule holds."""

    first_day: dt.date | None = None
    last_day: dt.date | None = None


_ALWAYS = _Version()
_OLD_LAW = _Version(last_day=_LAST_DAY_OF_THE_OLD_LAW)
_NEW_LAW = _Version(first_day=NEW_LAW_FROM)


def _sick_pay(
    code: str, sure: Confidence, act: Citation | None = None, notice: Citation = sources.NOTICE
) -> SickPayRules:
    """Return the rules under the code of one part; `act` is the one citation that stands for all in the other part."""

    def value(name: str, title: str, source: Citation, version: _Version = _ALWAYS) -> Rule:
        return _rule(
            f"ssp_{name}", title, "hr", act or source, sure, code=code, kind="value",
            lapses=False, effective_from=version.first_day, effective_to=version.last_day,
        )  # fmt: skip

    formed = "Whether this sickness is a period of incapacity for work"
    return SickPayRules(
        notice_due=_rule(
            "ssp_notice_due", "Notice of sickness to the employer", "worker", notice, "medium", code=code, lapses=False
        ),
        piw_formed_by_four_days=value("piw_formed", formed, sources.FOUR_DAYS, _OLD_LAW),
        piw_formed_by_one_day=value("piw_formed", formed, sources.ONE_DAY, _NEW_LAW),
        linked=value("linked", "Whether this sickness is linked to the period before", sources.LINKING),
        gap_days=value("gap_days", "Days between two periods of incapacity", sources.LINKING),
        waiting_days=value("waiting_days", "Waiting days", sources.WAITING_DAYS),
        first_payable=_rule(
            "ssp_first_payable", "First day of Statutory Sick Pay", "hr", act or sources.WAITING_DAYS, sure, code=code,
            kind="threshold", lapses=False,
        ),
        weekly_rate=value("weekly_rate", "Weekly rate of Statutory Sick Pay", sources.RATE),
        earnings_limit=value("lel", "Lower earnings limit", sources.EARNINGS_LIMIT, _OLD_LAW),
        days_payable=value("days_payable", "Number of days paid", sources.MAXIMUM),
        payable_dates=value("payable_dates", "Days paid", sources.MAXIMUM),
        ledger=value("ledger", "Day by day: what is paid and why not", sources.MAXIMUM),
        amount=value("amount", "Statutory Sick Pay for this sickness, in pounds", sources.RATE),
        end=_rule(
            "ssp_end", "Last day of Statutory Sick Pay", "hr", act or sources.MAXIMUM, sure, code=code, kind="end"
        ),
        three_year_end=_rule(
            "ssp_three_year_end", "Three years of linked periods", "hr", act or sources.THREE_YEARS, "low", code=code,
            kind="end",
        ),
    )  # fmt: skip


def _return_interview(code: str) -> Rule:
    return _rule(
        "rtw_interview_due", "Talk on the return to work", "hr", sources.RETURN_INTERVIEW, "low", code=code,
        basis="convention", lapses=False,
    )  # fmt: skip


SICK_PAY = _sick_pay("uk", "high")
RTW_INTERVIEW_DUE = _return_interview("uk")
RULES = (
    SELF_CERT_WINDOW_END, FIT_NOTE_DUE, NEXT_EVIDENCE_DUE, FIT_NOTE_MAX_DURATION, FIT_NOTE_ISSUERS, FIT_NOTE_MAY_BE_FIT,
    *SICK_PAY.all(), SSP1_DUE_NOT_ENTITLED, SSP1_DUE_ON_END, SSP1_DUE, ADJUSTMENTS_DUTY, DISABILITY_LONG_TERM_FLAG,
    DISABILITY_ARISING, NO_HEALTH_QUESTIONS, ACCESS_TO_WORK, RIDDOR_REPORT_DUE, RIDDOR_OVER7_THRESHOLD_PASSED,
    LONG_TERM_ABSENCE_FLAG, KEEP_IN_TOUCH, RTW_INTERVIEW_DUE, SAR_RESPONSE_DUE, TRIBUNAL_LIMIT,
)  # fmt: skip

SICK_PAY_NI = _sick_pay("uk_ni", "medium", sources.SICK_PAY_NI, sources.NOTICE_NI)
FIT_NOTE_DUE_NI = _rule("fit_note_due", "Fit note", "worker", sources.FIT_NOTE_NI, "high", code="uk_ni")
RTW_INTERVIEW_DUE_NI = _return_interview("uk_ni")
RULES_NI = (FIT_NOTE_DUE_NI, *SICK_PAY_NI.all(), RTW_INTERVIEW_DUE_NI)
