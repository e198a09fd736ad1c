"""Where the rules are written; confidence stands with the rule.

What the research found on a page names that page. What it knew without one names the act in the Irish Statute Book,
which was not read again and carries the lower confidence.
"""

from handrail.sdk import Citation

SICK_LEAVE_ACT = "Sick Leave Act 2022"

_GUIDANCE = "https://csna.ie/?p=12632"

SERVICE = Citation(
    act=SICK_LEAVE_ACT,
    article="s. 5",
    url="https://global.lockton.com/us/en/news-insights/ireland-postpones-increase-in-paid-sick-leave-entitlement",
)
DAYS = Citation(
    act=SICK_LEAVE_ACT,
    article="s. 5",
    url="https://irishlegal.com/index.php/articles/government-u-turns-on-extension-of-paid-statutory-sick-leave",
)
DAILY_PAY = Citation(act="Sick Leave Act 2022 (Prescribed Daily Rate of Payment) Regulations 2022", url=_GUIDANCE)
CERTIFICATE = Citation(act=SICK_LEAVE_ACT, article="s. 5", url=_GUIDANCE)
ILLNESS_BENEFIT = Citation(act="Department of Social Protection: Illness Benefit")
ACCOMMODATION = Citation(
    act="Employment Equality Acts 1998-2015",
    article="s. 16(3)",
    url="https://www.irishstatutebook.ie/eli/1998/act/21/section/16/enacted/en/html",
)
COMPLAINT = Citation(
    act="Workplace Relations Act 2015",
    article="s. 41",
    url="https://www.irishstatutebook.ie/eli/2015/act/16/section/41/enacted/en/html",
)
