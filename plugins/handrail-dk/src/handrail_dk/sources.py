"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

BENEFIT_ACT = "Sygedagpengeloven"
SALARIED_ACT = "Funktionærloven"

_OLD_TEXT = "https://www.elov.dk/sygedagpengeloven/paragraf/13b/"

EMPLOYER_PERIOD = Citation(
    act=BENEFIT_ACT, url="https://www.fysio.dk/radgivning-regler/arbejdsvilkar/sygdom/syg-i-langere-tid"
)
INTERVIEW = Citation(
    act=BENEFIT_ACT,
    article="§ 7 a",
    url="https://sygeguide.dk/hvis-du-er-blevet-syg-fra-dit-arbejde/syg-1-21-dage",
)
ABILITY_STATEMENT = Citation(act=BENEFIT_ACT, article="§ 36 a", url="https://www.3fkbh.dk/sygdom")
FAST_TRACK = Citation(
    act=BENEFIT_ACT,
    article="§ 7 c, § 7 e, § 13 b(2)",
    url="https://rudersdal.dk/borger/arbejde-og-ledighed/arbejde-og-sygdom/"
    "hvis-du-har-en-langvarig-eller-kronisk-sygdom",
)
FOLLOW_UP_BEFORE_JULY_2026 = Citation(act=BENEFIT_ACT, article="§ 13 b", url=_OLD_TEXT)
FOLLOW_UP = Citation(
    act="Lov nr. 1750 af 29. december 2025 (beskæftigelsesreform)",
    article="Sygedagpengeloven § 13 b",
    url="https://star.dk/implementering/beskaeftigelsesreform/svar-paa-spoergsmaal-fra-webinar-den-21-januar-2026",
)
REASSESSMENT = Citation(
    act=BENEFIT_ACT,
    article="§ 24, § 27",
    url="https://elov.dk/sygedagpengeloven/paragraf/24/forarbejder/aendringslov-2014-06-25-720/nummer/338964",
)
RULE_120 = Citation(
    act=SALARIED_ACT,
    article="§ 5(2)",
    url="https://koan.dk/opslagsvaerker/8-sygdom-og-sygefravaer/8-7-opsigelse-under-sygdom/120-sygedagesreglen/",
)
RULE_120_NOTICE = Citation(
    act=SALARIED_ACT,
    article="§ 5(2); Højesteret 19. december 2023",
    url="https://dag.dk/hoejesteretsdom_om_120-dagesreglen/",
)
