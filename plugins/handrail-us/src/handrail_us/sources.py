"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

FMLA = "Family and Medical Leave Act regulations (29 CFR part 825)"


def _fmla(section: str, *, article: str | None = None, url: str | None = None) -> Citation:
    page = f"https://www.ecfr.gov/current/title-29/section-825.{section}"
    return Citation(act=FMLA, article=article or f"825.{section}", url=url or page)


ELIGIBILITY = _fmla("110")
EMPLOYEE_NOTICE = _fmla("302", article="825.302-303")
ELIGIBILITY_NOTICE = _fmla(
    "300",
    article="825.300(b)-(c)",
    url="https://www.mondaq.com/unitedstates/employee-rights-labour-relations/1122438/"
    "fmla-back-to-basics-employer-notice-obligations-and-deadlines",
)
CERTIFICATION_REQUEST = _fmla("305", article="825.305(b)")
CERTIFICATION = CERTIFICATION_REQUEST
CURE = _fmla("305", article="825.305(c)")
DESIGNATION = _fmla("300", article="825.300(d)")
RECERTIFICATION = _fmla("308")
TWELVE_WEEKS = _fmla("200")
REINSTATEMENT = _fmla("214", article="825.214, 825.312")
INTERACTIVE_PROCESS = Citation(
    act="Americans with Disabilities Act",
    article="42 USC 12112; 29 CFR 1630.2(o)(3)",
    url="https://www.ecfr.gov/current/title-29/section-1630.2",
)
PREGNANT_WORKERS = Citation(
    act="Pregnant Workers Fairness Act", article="29 CFR 1636", url="https://www.ecfr.gov/current/title-29/part-1636"
)
INJURY_RECORDS = Citation(
    act="OSHA recordkeeping regulations", article="29 CFR 1904", url="https://www.ecfr.gov/current/title-29/part-1904"
)
CLAIM_FORM = Citation(
    act="California Labor Code",
    article="5401",
    url="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=LAB&sectionNum=5401",
)
