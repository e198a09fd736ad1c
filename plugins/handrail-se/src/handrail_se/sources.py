"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

INSURANCE_CODE = "Socialförsäkringsbalken"

_CHAIN = "https://www.prevent.se/rehabverktyget/rehabilitering/forsakringskassan/rehabiliteringskedjan/"

SICK_PAY = Citation(
    act="Sjuklönelagen; Socialförsäkringsbalken",
    article="27 kap. 32 §",
    url="https://sobona.se/arbetsgivarguiden/sjukdom-och-rehabilitering/sjukperioden-dag-1-15/aterinsjuknande",
)
RETURN_PLAN = Citation(
    act=INSURANCE_CODE, article="30 kap. 6 §", url="https://www.grona.org/nyheter/2018/06/nyrehab/"
)  # fmt: skip
CHAIN_DAY_91 = Citation(act=INSURANCE_CODE, article="27 kap. 47 §", url=_CHAIN)
CHAIN_DAY_181 = Citation(
    act=INSURANCE_CODE,
    article="27 kap. 48 §",
    url="https://www.miun.se/medarbetare/anstalld/arbetsmiljo-och-halsa/Rehabilitering/rehabiliteringskedjan/",
)
CHAIN_DAY_366 = Citation(act=INSURANCE_CODE, article="27 kap. 49 §, 24 §", url=_CHAIN)
LINKING = Citation(act=INSURANCE_CODE, article="27 kap. 51 §", url="https://lagar.nj.se/socialratt/SFS2015-0963")
