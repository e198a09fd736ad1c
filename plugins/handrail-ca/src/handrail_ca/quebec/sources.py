"""Where the rules of Quebec are written.

Pages were read in November 2026. Where no page was at hand the address is the act itself, which was not read again; the
confidence of the rule says so.
"""

from handrail.sdk import Citation

LABOUR_STANDARDS = "Act respecting labour standards"
INJURIES = "Act respecting industrial accidents and occupational diseases"
SAFETY = "Act respecting occupational health and safety"

_LABOUR_STANDARDS_TEXT = "https://www.legisquebec.gouv.qc.ca/en/document/cs/n-1.1"
_INJURIES_TEXT = "https://www.legisquebec.gouv.qc.ca/en/document/cs/a-3.001"
_EMPLOYERS_CENTRE = (
    "https://www.centrepatronalsst.qc.ca/infos-sst/le-point-sur/reclamation-csst/"
    "est-il-obligatoire-dacheminer-ladr-a-la-csst.html"
)

SICK_LEAVE = Citation(act=LABOUR_STANDARDS, article="79.1", url=_LABOUR_STANDARDS_TEXT)
CERTIFICATE = Citation(
    act=LABOUR_STANDARDS,
    article="79.2",
    url="https://millerthomson.com/en/insights/labour-and-employment/"
    "new-employer-obligations-absence-management-january-1-2025",
)
PAID_DAYS = Citation(act=LABOUR_STANDARDS, article="79.16", url=_LABOUR_STANDARDS_TEXT)
REINSTATEMENT = Citation(act=LABOUR_STANDARDS, article="79.3-79.4", url=_LABOUR_STANDARDS_TEXT)
FOURTEEN_DAYS = Citation(act=INJURIES, article="59-60", url=_EMPLOYERS_CENTRE)
EMPLOYER_NOTICE = Citation(
    act=INJURIES,
    article="268-269",
    url="https://topo.tat.gouv.qc.ca/latmp/viii-procedure-de-reclamation-et-avis/269-transmission-a-la-commission/"
    "interpretation.html",
)
WORKER_CLAIM = Citation(act=INJURIES, article="270-272", url=_INJURIES_TEXT)
WORKER_NOTICE = Citation(act=INJURIES, article="265", url=_EMPLOYERS_CENTRE)
REGISTER = Citation(act=INJURIES, article="280", url=_EMPLOYERS_CENTRE)
TEMPORARY_ASSIGNMENT = Citation(
    act=INJURIES,
    article="179-180",
    url="https://ogletree.com/insights-resources/blog-posts/quebec-employers-the-rules-for-injured-workers-"
    "temporary-assignment-and-workplace-reintegration-have-changed",
)
ASSIGNMENT_REFUND = Citation(
    act=INJURIES,
    url="https://www.droit-inc.com/conseils-carriere/opinions/"
    "cnesst-lassignation-temporaire-etes-vous-pret-pour-le-nouveau-formulaire",
)
RIGHT_TO_RETURN = Citation(act=INJURIES, article="236-240", url=_INJURIES_TEXT)
ACCOMMODATION = Citation(
    act=INJURIES,
    article="170-170.4",
    url="https://blg.com/en/insights/2022/10/"
    "occupational-health-and-safety-five-new-provisions-to-the-aiaod-effective-october-6-2022",
)
REPRISAL = Citation(act=INJURIES, article="253", url=_INJURIES_TEXT)
PSYCHOSOCIAL_RISKS = Citation(
    act=SAFETY,
    article="51, 59",
    url="https://www.lavery.ca/en/publications/our-publications/"
    "5434-occupational-health-and-safety-understanding-employers-new-obligations.html",
)
PREVENTION = Citation(
    act=SAFETY,
    url="https://lorangermarcoux.com/en/knowledge/employeurs-respectez-vous-vos-obligations-en-matiere-de-prevention",
)
