"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

PROCESS = "Regeling procesgang eerste en tweede ziektejaar"
WIA = "Wet werk en inkomen naar arbeidsvermogen"
SICKNESS_ACT = "Ziektewet"
CIVIL_CODE = "Burgerlijk Wetboek boek 7"
WORKING_METHOD = "UWV Werkwijzer Poortwachter"
CARE_ACT = "Wet arbeid en zorg"

_REGULATION_TEXT = "https://wetten-acc.overheid.nl/jci1.3:c:BWBR0013540"
_SAZAS = "https://www.sazas.nl/kennisbank/wettelijk/wet-verbetering-poortwachter/plan-van-aanpak-bij-ziekte"
_SCHEDULE = "https://www.oprijk.nl/advocaten-adviseurs-arbeidsrecht/kennispunt-sociale-zekerheid/poortwachter-schema"
_WIA_CHAPTER_3 = (
    "https://www.omgevingsweb.nl/wetgeving/wet-werk-en-inkomen-naar-arbeidsvermogen/"
    "hoofdstuk-3-de-wachttijd-en-de-verlenging-van-de-loondoorbetalingsverplichting/"
)
_WAITING = _WIA_CHAPTER_3 + "artikel-23-de-wachttijd/"
_DUTIES = _WIA_CHAPTER_3 + "artikel-25-reintegratieverplichtingen-en-verplichte-loondoorbetaling-werkgever/"
_APPLICATION = (
    "https://www.uwv.nl/werkgevers/werknemer-is-ziek/loondoorbetaling/werknemer-is-langdurig-ziek/detail/"
    "aanvraag-wia-door-werknemer"
)
_REPORTING = (
    "https://www.uwv.nl/werkgevers/werknemer-is-ziek/loondoorbetaling/werknemer-is-langdurig-ziek/detail/"
    "ziek-melden-bij-uwv"
)
_SHORTENING = "https://rviregister.nl/een-loonsanctie-van-het-uwv-wat-kun-je-doen/"

REPORT_TO_ARBO = Citation(act=PROCESS, article="2(1)", url=_SAZAS)
DOSSIER = Citation(act=PROCESS, article="3", url=_REGULATION_TEXT)
PROBLEM_ANALYSIS = Citation(act=PROCESS, article="2(2)", url=_REGULATION_TEXT)
PLAN_OF_ACTION = Citation(act=PROCESS, article="4", url=_SCHEDULE)
PLAN_EVALUATION = Citation(
    act=PROCESS,
    article="4",
    url="https://www.enroutebv.nl/over-enroute/blogs-en-meer/artikelen/79/"
    "Het-Plan-van-aanpak%3A-bijstellingen-en-evaluaties-tijdens-re-integratie.html",
)
FIRST_YEAR_EVALUATION = Citation(act=PROCESS, article="4", url=_SAZAS)
FORTY_TWO_WEEKS = Citation(act=SICKNESS_ACT, article="38(1)", url=_REPORTING)
SECOND_TRACK = Citation(act=WORKING_METHOD, url=_SCHEDULE)
WIA_LETTER = Citation(act=WIA, article="64(2)", url=_APPLICATION)
CURRENT_OPINION = Citation(
    act=WIA, article="25", url="https://www.poortwachtersloket.nl/Informatie/Re-integratie/Wia_aanvraag"
)
FINAL_EVALUATION = Citation(
    act=WORKING_METHOD, url="https://www.xperthractueel.nl/verzuim/de-inhoud-van-een-re-integratieverslag/"
)
REINTEGRATION_REPORT = Citation(act=WIA, article="25(3)", url=_DUTIES)
WIA_APPLICATION = Citation(act=WIA, article="64(3)", url=_APPLICATION)
WIA_APPLICATION_BEFORE_2013 = Citation(
    act=WIA,
    article="64(3)",
    url="https://www.vanzijl-advocaten.nl/artikelen/vaktechnisch-overleg/"
    "termijn-voor-indiening-van-aanvraag-wia-uitkering-verkort",
)
WIA_DECISION = Citation(act=WIA, article="64", url=_APPLICATION)
WAGE_SANCTION_DECISION = Citation(
    act=WIA, article="25(10)", url="https://lexboost.com/rechtspraak/ECLI:NL:RBROT:2022:506"
)
WAGE_CONTINUATION = Citation(act=CIVIL_CODE, article="629(1)", url=_WAITING)
WAITING_PERIOD = Citation(act=WIA, article="23(1)", url=_WAITING)
WAGE_SANCTION_MAXIMUM = Citation(
    act=WIA,
    article="25(9)",
    url="https://www.uwv.nl/nl/publicaties/kennis/2018/toetsing-van-het-re-integratieverslag-riv",
)
SHORTENING_DECISION = Citation(act=WIA, article="25(13)", url=_SHORTENING)
WAGE_SANCTION_END = Citation(act=WIA, article="25(14)", url=_SHORTENING)
OBJECTION = Citation(act="Algemene wet bestuursrecht", article="6:7", url=_SHORTENING)
EARLY_IVA_WINDOW = Citation(
    act=WIA, article="23(6), 66", url="https://engelcleary.nl/begrippenlijst/verkorte-wachttijd-wia"
)
EARLY_IVA_START = Citation(
    act=WIA,
    article="23(6)",
    url="https://www.re-integratiegids-vo.nl/ziekte/regels-werkgever/verzuimstappenplan/verkorte-wachttijd/",
)
END_OF_EMPLOYMENT = Citation(act=SICKNESS_ACT, article="38(2)", url=_REPORTING)
SAFETY_NET = Citation(act=SICKNESS_ACT, article="38a(2)", url="http://www.wetboek-online.nl/wet/Ziektewet/38a.html")
EXPERT_OPINION = Citation(
    act="Wet structuur uitvoeringsorganisatie werk en inkomen",
    article="32",
    url="https://www.uwv.nl/werkgevers/werknemer-is-ziek/loondoorbetaling/samen-werken-aan-re-integratie/detail/"
    "hulp-van-uwv/deskundigenoordeel-als-de-re-integratie-vastloopt/hoe-vraag-ik-een-deskundigenoordeel-aan",
)
MATERNITY_LEAVE = Citation(
    act=CARE_ACT,
    article="3:1",
    url="https://www.uwv.nl/particulieren/zwanger-adoptie-pleegzorg/zwanger-met-werkgever/"
    "na-aanvraag-zwangerschapsuitkering/detail/ziek-voordat-mijn-zwangerschapsverlof-begint/ziek-door-zwangerschap",
)
LINKING = Citation(
    act=CIVIL_CODE,
    article="629(10)",
    url="https://www.uwv.nl/particulieren/ziek/ziek-met-werkgever/ik-ben-net-ziek/detail/"
    "ik-ben-in-loondienst-en-ben-ziek",
)
