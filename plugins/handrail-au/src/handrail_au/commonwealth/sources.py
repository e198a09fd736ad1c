"""Where the rules of the Commonwealth are written.

Pages were read in November 2026. Where no page was at hand the address is the act itself, which was not read again; the
confidence of the rule says so.
"""

from handrail.sdk import Citation

FAIR_WORK = "Fair Work Regulations 2009"
COMPENSATION = "Safety, Rehabilitation and Compensation Act 1988"
DECISION_PERIODS = "Safety, Rehabilitation and Compensation Regulations 2019"

_FAIR_WORK_TEXT = "https://www.austlii.edu.au/au/legis/cth/consol_reg/fwr2009223/s3.01.html"
_TIMEFRAMES = "https://www.comcare.gov.au/scheme-legislation/src-act/guidance/statutory-timeframes-decision-making"
_COMPENSATION_TEXT = "https://www.legislation.gov.au/C2004A03668/latest/text"

TEMPORARY_ABSENCE = Citation(act=FAIR_WORK, article="3.01(5)-(6)", url=_FAIR_WORK_TEXT)
EVIDENCE = Citation(act=FAIR_WORK, article="3.01(2)", url=_FAIR_WORK_TEXT)
CLAIM_DECISION = Citation(act=DECISION_PERIODS, article="11A(1)", url=_TIMEFRAMES)
RECONSIDERATION = Citation(act=DECISION_PERIODS, article="11A(2)", url=_TIMEFRAMES)
RECONSIDERATION_REQUEST = Citation(
    act=COMPENSATION, article="62", url="https://e-dokumen.id/dokumen/970e5_rehabilitation-program-comcare.html"
)
ASSESSMENT = Citation(
    act=COMPENSATION,
    article="36",
    url="https://comcare.gov.au/claims/getting-you-back-to-work/return-to-work-claimants",
)
RETURN_TO_WORK_PLAN = Citation(act=COMPENSATION, article="37", url=_COMPENSATION_TEXT)
SUITABLE_EMPLOYMENT = Citation(act=COMPENSATION, article="40", url=_COMPENSATION_TEXT)
