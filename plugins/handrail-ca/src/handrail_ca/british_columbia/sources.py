"""Where the rules of British Columbia are written. Each page was read in November 2026."""

from handrail.sdk import Citation

COMPENSATION = "Workers Compensation Act"
STANDARDS = "Employment Standards Act"

EMPLOYER_REPORT = Citation(
    act=COMPENSATION, article="150", url="https://pressbooks.bccampus.ca/tradesaccesscommoncorelinea2/?p=386"
)
COOPERATE = Citation(
    act=COMPENSATION,
    article="154.2",
    url="https://www.jdsupra.com/legalnews/effective-january-1-2024-employers-in-6212828/",
)
MAINTAIN = Citation(
    act=COMPENSATION, article="154.3", url="https://unifor2000.ca/new-return-to-work-rules-take-effect-jan-1/"
)
MAINTAIN_END = Citation(
    act=COMPENSATION,
    article="154.3",
    url="https://hrcemploymentlaw.com/blog/new-rules-take-effect-for-b-c-employers-and-injured-workers",
)
PRESUMPTION = Citation(
    act=COMPENSATION,
    article="154.3",
    url="https://www.hcamag.com/ca/specialization/employment-law/"
    "document-document-document-lawyer-on-worksafebcs-new-return-to-work-policies/471534",
)
DISPUTE = Citation(
    act=COMPENSATION,
    url="https://www.singleton.com/2024/01/"
    "new-return-to-work-obligations-for-both-employers-and-employees-in-british-columbia/",
)
SICK_NOTE = Citation(
    act=STANDARDS,
    url="https://knowledge.dlapiper.com/dlapiperknowledge/globalemploymentlatestdevelopments/2025/"
    "British-Columbia-introduces-new-extended-leave-for-serious-illness-or-injury-under-Employment-Standards-Act",
)
SICK_LEAVE = Citation(
    act=STANDARDS,
    article="49.1",
    url="https://www.blakes.com/insights/"
    "b-c-s-bill-30-proposes-expanded-job-protected-leave-for-serious-illness-or-injury",
)
SERIOUS_ILLNESS_LEAVE = Citation(
    act=STANDARDS, url="https://lawblog123.com/canada-british-columbia-establishes-new-illness-and-injury-leave"
)
