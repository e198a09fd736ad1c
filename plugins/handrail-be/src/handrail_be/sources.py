"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

CONTRACTS_ACT = "Employment contracts act of 3 July 1978"
CODE = "Codex over het welzijn op het werk / Code du bien-être au travail"
DECREE_2025 = "Royal decree of 17 December 2025"
ACT_2025 = "Act of 19 December 2025"
INSURANCE_ACT = "Sickness insurance act of 14 July 1994"

_COHEZIO_STEPS = "https://www.cohezio.be/fr/3-reinsertion-au-travail.html"

GUARANTEED_PAY = Citation(
    act=CONTRACTS_ACT,
    article="52, 70-73",
    url="https://groups.be/nl/nieuws/juridische-artikels/"
    "opnieuw-gewaarborgd-loon-bij-ziekte-ingeval-van-herval-na-minstens-20",
)
RELAPSE = Citation(
    act=f"{CONTRACTS_ACT}; {ACT_2025}",
    article="73",
    url="https://www.beci.be/nl_BE/blog/talents-33/"
    "hervallen-na-een-arbeidsongeschiktheid-nieuwe-regeling-en-nieuwe-hr-strategie-4496",
)
RELAPSE_BEFORE_2026 = Citation(
    act=CONTRACTS_ACT,
    article="73",
    url="https://www.securex.be/nl/lex4you/werkgever/themas/vakantie-afwezigheid/ziekte-en-ongeval/"
    "wat-gebeurt-er-in-geval-van-meerdere-keren-herval",
)
NEUTRAL_PERIOD = Citation(
    act=CONTRACTS_ACT, article="52, 73", url="https://www.pulsmagazine.be/2023/01/18/vraag-van-de-maand-12/"
)
NEUTRAL_PERIOD_2026 = Citation(
    act=ACT_2025,
    url="https://www.securex.be/nl/inspiratie/gezondheid/duurzame-werkhervatting-verplichting-verbinding",
)
CONTACT_PROCEDURE = Citation(
    act=DECREE_2025,
    url="https://www.unisoc.be/articles/nl/public/nieuwe-wijzigingen-aan-het-reintegratiebeleid-rit-3.0",
)
INFORMATION = Citation(
    act=CODE,
    article="I.4-71/1",
    url="https://groups.be/nl/nieuws/juridische-artikels/"
    "re-integratietraject-voor-arbeidsongeschikte-werknemers-wijzigingen-aan",
)
WORK_POTENTIAL = Citation(
    act=DECREE_2025,
    url="https://blog.tamtam.pro/fr/article/bien-etre-au-travail-reintegration-et-de-prevention-des-absences-de-"
    "longue-duree/29692",
)
TRAJECTORY_START = Citation(
    act=DECREE_2025,
    url="https://www.securex.be/fr/lex4you/employeur/themes/vacances-et-absences/maladie-et-accident/"
    "initiative-du-trajet-de-reintegration",
)
TRAJECTORY_EMPLOYER = Citation(act=CODE, article="I.4-73", url="https://www.cohezio.be/nl/informatie-en-procedure")
TRAJECTORY_WORKER = Citation(
    act=CODE,
    article="I.4-73",
    url="https://www.lydian.be/fr/actualite-insights/nouvelles-regles-trajet-de-reintegration-30",
)
PRE_RETURN_VISIT = Citation(
    act=CODE,
    article="I.4-36",
    url="https://www.cohezio.be/nl/news/re-integratie-3-0-nieuwe-wettelijke-verplichtingen",
)
ASSESSMENT = Citation(
    act=CODE,
    article="I.4-73",
    url="https://www.lexgo.be/nl/nieuws-en-publicaties/12089-nieuwe-regels-re-integratietraject-2-0?source=similar_article",
)
APPEAL = Citation(act=CODE, article="I.4-80", url=_COHEZIO_STEPS)
PLAN = Citation(act=CODE, article="I.4-74", url=_COHEZIO_STEPS)
PLAN_RESPONSE = Citation(
    act=CODE,
    article="I.4-75",
    url="https://www.droitsquotidiens.be/fr/question/"
    "est-ce-que-je-suis-oblige-daccepter-le-plan-de-reintegration-fait-par-mon-employeur",
)
FORCE_MAJEURE = Citation(act=f"{CONTRACTS_ACT}; {CODE}", article="34; I.4-82/1", url="https://damien-avocat.be/?p=288")
FORCE_MAJEURE_BEFORE_2026 = Citation(
    act=f"{CONTRACTS_ACT}; {CODE}",
    article="34; I.4-82/1",
    url="https://werk.belgie.be/fr/themes/bien-etre-au-travail/la-surveillance-de-la-sante-des-travailleurs/"
    "la-procedure-specifique",
)
FUND_QUESTIONNAIRE = Citation(
    act=INSURANCE_ACT,
    article="100",
    url="https://www.cohezio.be/nl/hoe-verloopt-de-terug-naar-werk-coordinatie-belgie-0",
)
SOLIDARITY = Citation(
    act=ACT_2025,
    url="https://www.securex.be/nl/inspiratie/gezondheid/duurzame-werkhervatting-verplichting-verbinding",
)
