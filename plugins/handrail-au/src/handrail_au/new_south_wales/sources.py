"""Where the rules of New South Wales are written.

Pages were read in November 2026. Where no page was at hand the address is the act itself, which was not read again; the
confidence of the rule says so.
"""

from handrail.sdk import Citation

INJURY_MANAGEMENT = "Workplace Injury Management and Workers Compensation Act 1998"
COMPENSATION = "Workers Compensation Act 1987"
STANDARDS = "SIRA Standards of practice"

_INJURY_MANAGEMENT_TEXT = "https://legislation.nsw.gov.au/view/html/inforce/current/act-1998-086"
_COMPENSATION_TEXT = "https://legislation.nsw.gov.au/view/html/inforce/current/act-1987-070"
_PLANS = (
    "https://sira.nsw.gov.au/workers-compensation-claims-guide/understanding-the-claims-journey/recovery-at-work/"
    "injury-management-plans"
)

WORKER_NOTICE = Citation(
    act=INJURY_MANAGEMENT,
    article="44(1)",
    url="https://www.austlii.edu.au/au/legis/nsw/consol_act/wimawca1998540/s44.html",
)
INSURER_NOTIFICATION = Citation(
    act=INJURY_MANAGEMENT,
    article="44(2)",
    url="https://www.sira.nsw.gov.au/news/recovery-at-work-insider-notification-of-workplace-injuries-to-the-insurer",
)
SIGNIFICANT_INJURY = Citation(act=INJURY_MANAGEMENT, article="42", url=_PLANS)
INSURER_CONTACT = Citation(act=INJURY_MANAGEMENT, article="43", url="https://safeworkaustralia.gov.au")
INJURY_MANAGEMENT_PLAN = Citation(act=STANDARDS, article="S12", url=_PLANS)
PROVISIONAL_PAYMENT = Citation(act=INJURY_MANAGEMENT, article="267", url="https://safeworkaustralia.gov.au")
LIABILITY_DECISION = Citation(act=INJURY_MANAGEMENT, article="274", url=_INJURY_MANAGEMENT_TEXT)
CERTIFICATE = Citation(act=INJURY_MANAGEMENT, article="44B", url=_INJURY_MANAGEMENT_TEXT)
SUITABLE_WORK = Citation(act=INJURY_MANAGEMENT, article="49", url=_INJURY_MANAGEMENT_TEXT)
RETURN_TO_WORK_PROGRAM = Citation(
    act=INJURY_MANAGEMENT,
    article="52",
    url="https://www.sira.nsw.gov.au/insurance-coverage/workers-compensation-insurance/"
    "After-getting-insurance-whats-next",
)
DISMISSAL_PROTECTION = Citation(act=COMPENSATION, article="248", url=_COMPENSATION_TEXT)
REINSTATEMENT = Citation(act=COMPENSATION, article="241", url=_COMPENSATION_TEXT)
