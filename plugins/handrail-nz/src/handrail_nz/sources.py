"""Where the rules are written; confidence stands with the rule.

Most of them the research knew without a page: they name the act on the site of New Zealand's legislation, which was not
read again, and the numbers of its sections are to be checked.
"""

from handrail.sdk import Citation

COMPENSATION_ACT = "Accident Compensation Act 2001"
HOLIDAYS_ACT = "Holidays Act 2003"

_COMPENSATION = "https://www.legislation.govt.nz/act/public/2001/0049/latest/whole.html"
_HOLIDAYS = "https://www.legislation.govt.nz/act/public/2003/0129/latest/whole.html"

CLAIM = Citation(act=COMPENSATION_ACT, article="s. 53", url=_COMPENSATION)
COVER = Citation(act=COMPENSATION_ACT, article="ss. 56-58", url=_COMPENSATION)
REHABILITATION_PLAN = Citation(
    act=COMPENSATION_ACT,
    article="ss. 75-80, Sch. 1 cl. 7-10",
    url="https://communitylaw.org.nz/community-law-manual/chapter-19-accident-compensation-acc/"
    "acc-entitlements-treatment-compensation-and-other-support/"
    "rehabilitation-helping-you-regain-your-independence/",
)
FIRST_WEEK = Citation(act=COMPENSATION_ACT, article="ss. 97-98", url=_COMPENSATION)
CERTIFICATE = Citation(act="ACC: medical certificates")
REVIEW = Citation(act=COMPENSATION_ACT, article="ss. 134-135", url=_COMPENSATION)
PROOF = Citation(act=HOLIDAYS_ACT, article="s. 68", url=_HOLIDAYS)
SICK_LEAVE = Citation(act=HOLIDAYS_ACT, article="ss. 63-65", url=_HOLIDAYS)
