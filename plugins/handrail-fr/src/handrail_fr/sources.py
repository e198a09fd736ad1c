"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

LABOUR_CODE = "Code du travail"
SOCIAL_SECURITY_CODE = "Code de la sécurité sociale"

RETURN_VISIT = Citation(
    act=LABOUR_CODE, article="R. 4624-31", url="https://code.travail.gouv.fr/code-du-travail/r4624-31"
)
PRE_RETURN_VISIT = Citation(
    act=LABOUR_CODE,
    article="L. 4624-2-4, R. 4624-29, R. 4624-30",
    url="https://www.defendstesdroits.fr/blog-posts/"
    "visite-medicale-de-pre-reprise-fonctionnement-et-utilite-pour-les-salaries",
)
LIAISON_MEETING = Citation(
    act=LABOUR_CODE, article="L. 1226-1-3, D. 1226-8-1", url="https://guariglia-avocat.fr/?p=283"
)
SUPERVISED_TRIAL = Citation(
    act=SOCIAL_SECURITY_CODE,
    article="L. 323-3-1, D. 323-6",
    url="https://www.mycancernetwork.fr/patients/les-aides-pour-la-reprise/lessai-encadre",
)
THERAPEUTIC_PART_TIME = Citation(
    act=SOCIAL_SECURITY_CODE,
    article="L. 323-3, R. 323-3",
    url="https://fmfpro.org/temps-partiel-therapeutique.html",
)
CERTIFICATE_CAP = Citation(
    act="Loi de financement de la sécurité sociale pour 2026",
    article="81",
    url="https://artemis-paie.fr/2026/01/12/lfss-pour-2026-tour-de-vis-sur-le-versement-des-indemnites-journalieres",
)
