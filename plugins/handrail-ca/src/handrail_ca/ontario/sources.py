"""Where the rules of Ontario are written.

Pages were read in November 2026. Where no page was at hand the address is the act itself, which was not read again; the
confidence of the rule says so.
"""

from handrail.sdk import Citation

INSURANCE = "Workplace Safety and Insurance Act, 1997"
STANDARDS = "Employment Standards Act, 2000"
SAFETY = "Occupational Health and Safety Act"
POLICY = "WSIB Operational Policy Manual"

_INSURANCE_TEXT = "https://www.ontario.ca/laws/statute/97w16"
_COOPERATION = "https://wsib.ca/en/injured-or-ill-people/return-work/co-operating-return-work-process"
_REEMPLOYMENT = "https://www.wsib.ca/en/operational-policy-manual/re-employment-obligations"

FORM_7 = Citation(
    act=INSURANCE,
    article="21",
    url="https://wsib.ca/en/employers-report-injury-disease-form-7-reference-guide-businesses",
)
MODIFIED_WORK = Citation(
    act=POLICY,
    article="15-01-02",
    url="https://wsib.ca/en/operational-policy-manual/employers-initial-accident-reporting-obligations",
)
WORKER_CLAIM = Citation(act=INSURANCE, article="22", url=_INSURANCE_TEXT)
FUNCTIONAL_ABILITIES = Citation(act=INSURANCE, article="37(3)", url=_INSURANCE_TEXT)
CONTACT = Citation(
    act=INSURANCE,
    article="40",
    url="https://www.wsib.ca/en/operational-policy-manual/rtw-co-operation-obligations",
)
NON_COOPERATION = Citation(act=POLICY, url=_COOPERATION)
REEMPLOYMENT_START = Citation(
    act=INSURANCE, article="41", url="https://employeradviser.ca/non-construction/re-employment-nc"
)
REEMPLOYMENT_END = Citation(act=INSURANCE, article="41", url=_REEMPLOYMENT)
PRESUMPTION = Citation(act=INSURANCE, article="41(10)", url=_REEMPLOYMENT)
BENEFITS = Citation(act=INSURANCE, article="25", url=_INSURANCE_TEXT)
SICK_LEAVE = Citation(
    act=STANDARDS,
    article="50",
    url="https://boardwalklaw.ca/sick-leave-in-ontario-what-employers-and-employees-need-to-know/",
)
LONG_TERM_ILLNESS = Citation(
    act=STANDARDS,
    url="https://www.replicon.com/blog/global-compliance-ontario-upcoming-labour-law-amendments",
)
SAFETY_NOTICE = Citation(act=SAFETY, article="51-52", url="https://www.ontario.ca/laws/statute/90o01")
