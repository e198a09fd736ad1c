"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

MEDICAL_EVIDENCE = "Statutory Sick Pay (Medical Evidence) Regulations 1985 (SI 1985/1604)"
MEDICAL_EVIDENCE_NI = "Statutory Sick Pay (Medical Evidence) Regulations (Northern Ireland) 1985"
CONTRIBUTIONS_ACT = "Social Security Contributions and Benefits Act 1992"
CONTRIBUTIONS_ACT_NI = "Social Security Contributions and Benefits (Northern Ireland) Act 1992"
RIGHTS_ACT = "Employment Rights Act 2025"
GENERAL_REGULATIONS = "Statutory Sick Pay (General) Regulations 1982 (SI 1982/894)"
GENERAL_REGULATIONS_NI = "Statutory Sick Pay (General) Regulations (Northern Ireland) 1982"
EQUALITY_ACT = "Equality Act 2010"
RIDDOR = "Reporting of Injuries, Diseases and Dangerous Occurrences Regulations 2013"

_MANUAL = "https://www.gov.uk/hmrc-internal-manuals/statutory-payments-manual/"
_PERIODS = _MANUAL + "spm110500"
_SSP1 = _MANUAL + "spm110700"
_SECTION_10 = "https://crimeline.co.uk/legislationdisplay/?leg=ukpga%2F2025%2F36%2Fsection%2F10"
_SEVEN_DAYS = "https://parkendsurgery.co.uk/doctors-sickfit-note-for-more-than-7-days"
_RATES = (
    "https://www.armstrongwatson.co.uk/news/2026/01/new-statutory-sick-pay-ssp-rules-and-actions-employers-need-take"
)
_REGULATIONS = "https://www.legislation.gov.uk/uksi/1982/894"
_EQUALITY = "https://www.legislation.gov.uk/ukpga/2010/15/"
_RIDDOR_PAGE = "https://www.legislation.gov.uk/uksi/2013/1471/regulation/4"
_NI_2026 = (
    "https://www.legal-island.com/employment-law-hub/q-a-what-changes-are-expected-in-2026-for-statutory-sick-pay"
)
_GUIDANCE = "https://www.gov.uk/government/collections/fit-note"

# Evidence and notice
SELF_CERTIFICATE = Citation(act=MEDICAL_EVIDENCE, article="reg 2(2)", url=_SEVEN_DAYS)
FIT_NOTE = SELF_CERTIFICATE
FIT_NOTE_NI = Citation(act=MEDICAL_EVIDENCE_NI, article="reg 2(2)", url=_SEVEN_DAYS)
NEXT_EVIDENCE = Citation(
    act="Fit note guidance (Department for Work and Pensions)",
    url="https://www.councilforworkandhealth.org.uk/news/"
    "changes-from-1st-july-2022-on-health-professionals-who-can-provide-a-fit-note/",
)
FIT_NOTE_GUIDANCE = Citation(act="Fit note guidance (Department for Work and Pensions)", url=_GUIDANCE)
FIT_NOTE_ISSUERS = Citation(
    act="Social Security (Medical Evidence) and Statutory Sick Pay (Medical Evidence) (Amendment) (No. 2) "
    "Regulations 2022",
    url="https://www.gov.uk/government/publications/"
    "who-can-issue-fit-notes-guidance-for-healthcare-professionals-and-their-employers",
)
NOTICE = Citation(act=GENERAL_REGULATIONS, article="reg 7", url=_REGULATIONS)
NOTICE_NI = Citation(act=GENERAL_REGULATIONS_NI, article="reg 7", url=_NI_2026)

# Statutory Sick Pay
FOUR_DAYS = Citation(act=CONTRIBUTIONS_ACT, article="s.152(2)", url=_PERIODS)
ONE_DAY = Citation(act=RIGHTS_ACT, article="s.10(3)", url=_SECTION_10)
LINKING = Citation(act=CONTRIBUTIONS_ACT, article="s.152(3)", url=_PERIODS)
WAITING_DAYS = Citation(act=CONTRIBUTIONS_ACT, article="s.155(1); from 6 April 2026 ERA 2025 s.10(6)", url=_SECTION_10)
RATE = Citation(act=CONTRIBUTIONS_ACT, article="s.157; from 6 April 2026 ERA 2025 s.11", url=_RATES)
EARNINGS_LIMIT = Citation(act=CONTRIBUTIONS_ACT, article="Sch 11 para 2(c), until 5 April 2026", url=_RATES)
MAXIMUM = Citation(act=CONTRIBUTIONS_ACT, article="s.155(4)", url=_PERIODS)
THREE_YEARS = Citation(act=CONTRIBUTIONS_ACT, article="s.153; SI 1982/894 reg 3(3)", url=_PERIODS)
CHANGEOVER_FORM = Citation(act=GENERAL_REGULATIONS, article="reg 15", url=_SSP1)
WEEK_23 = Citation(
    act=GENERAL_REGULATIONS,
    article="reg 15",
    url="https://www.lawgistics.co.uk/blog/legal_updates/ssp-coming-to-an-end/",
)
SICK_PAY_NI = Citation(act=CONTRIBUTIONS_ACT_NI, article="Part XI (linking: s.148); ERA 2025 ss.10-13", url=_NI_2026)

# Equality, safety, and what employers agree on
ADJUSTMENTS = Citation(act=EQUALITY_ACT, article="ss.20-21, Sch 8", url=_EQUALITY + "section/20")
ADJUSTMENTS_NI = Citation(
    act="Disability Discrimination Act 1995, as it holds in Northern Ireland",
    article="s.4A",
    url="https://www.legislation.gov.uk/ukpga/1995/50",
)
LONG_TERM = Citation(act=EQUALITY_ACT, article="s.6, Sch 1 para 2", url=_EQUALITY + "schedule/1")
ARISING = Citation(act=EQUALITY_ACT, article="s.15", url=_EQUALITY + "section/15")
NO_HEALTH_QUESTIONS = Citation(act=EQUALITY_ACT, article="s.60", url=_EQUALITY + "section/60")
ACCESS_TO_WORK = Citation(
    act="Access to Work (Department for Work and Pensions)",
    url="https://www.education.uhb.nhs.uk/hr/well-being/access-to-work-quick-guide.htm",
)
OVER_SEVEN_DAYS = Citation(act=RIDDOR, article="reg 4(2)", url=_RIDDOR_PAGE)
LONG_TERM_ABSENCE = Citation(act="NICE guideline NG146", url="https://www.nice.org.uk/guidance/ng146")
KEEP_IN_TOUCH = Citation(act="Practice of employers (Acas guidance on absence)")
RETURN_INTERVIEW = Citation(act="Practice of employers")
SUBJECT_ACCESS = Citation(
    act="UK GDPR",
    article="art 12(3)",
    url="https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/individual-rights/right-of-access/",
)
TRIBUNAL = Citation(act=EQUALITY_ACT, article="s.123", url=_EQUALITY + "section/123")
