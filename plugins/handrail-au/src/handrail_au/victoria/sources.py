"""Where the rules of Victoria are written.

Pages were read in November 2026. Where no page was at hand the address is the act itself, which was not read again; the
confidence of the rule says so.
"""

from handrail.sdk import Citation

REHABILITATION = "Workplace Injury Rehabilitation and Compensation Act 2013"

_TEXT = "https://www.legislation.vic.gov.au/in-force/acts/workplace-injury-rehabilitation-and-compensation-act-2013"
_SECTION_104 = "https://www5.austlii.edu.au/au/legis/vic/num_act/wiraca201367o2013530/s104.html"

WORKER_NOTICE = Citation(act=REHABILITATION, article="18", url="https://www.rrp.com.au/blog-vic-rtw-guidlines/")
CLAIM_FORWARD = Citation(act=REHABILITATION, url="https://www2.education.vic.gov.au/pal/workers-compensation/print-all")
CLAIM_DECISION = Citation(act=REHABILITATION, url=_TEXT)
PROVISIONAL_DECISION = Citation(
    act=REHABILITATION,
    url="https://www2.education.vic.gov.au/pal/workers-compensation/guidance/once-a-claim-has-been-lodged",
)
PLANNING = Citation(act=REHABILITATION, article="104", url=_SECTION_104)
OBLIGATION_START = Citation(act=REHABILITATION, article="104(4)", url=_SECTION_104)
OBLIGATION_END = Citation(
    act=REHABILITATION,
    article="96, 103",
    url="https://policy.federation.edu.au/human_resources/injurymanagement/ch02.php",
)
ADVICE = Citation(act=REHABILITATION, article="119", url=_TEXT)
COORDINATOR = Citation(
    act=REHABILITATION,
    url="https://www.corporatespectrum.net.au/single-post/2011/02/17/workcover-advisory-service-ph-0404-014-821",
)
INFORMATION = Citation(act=REHABILITATION, article="107", url=_TEXT)
