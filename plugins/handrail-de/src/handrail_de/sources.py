"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

CONTINUED_PAY_ACT = "Entgeltfortzahlungsgesetz"
SICKNESS_INSURANCE = "Sozialgesetzbuch V"
REHABILITATION = "Sozialgesetzbuch IX"

_STATUTES = "https://www.gesetze-im-internet.de/"
_HAUFE = "https://haufe.de/"
_MANAGEMENT = (
    _HAUFE + "oeffentlicher-dienst/tvoed-office-professional/betriebliches-eingliederungsmanagement-2-voraussetzungen-"
    "der-verpflichtung-zur-durchfuehrung-desbetrieblichen-eingliederungsmanagements_idesk_PI13994_HI1393573.html"
)

NOTIFY_EMPLOYER = Citation(act=CONTINUED_PAY_ACT, article="5(1)", url=_STATUTES + "entgfg/__5.html")
CERTIFICATE = Citation(act=CONTINUED_PAY_ACT, article="5(1), 5(1a)", url=_STATUTES + "entgfg/__5.html")
CONTINUED_PAY = Citation(
    act=CONTINUED_PAY_ACT,
    article="3(1)",
    url="https://www.tk.de/firmenkunden/service/versicherung/versicherung-faq/entgeltfortzahlungsversicherung/"
    "wie-lange-muss-das-entgelt-im-krankheitsfall-fortgezahlt-werden-2037134",
)
SIX_MONTHS = Citation(act=CONTINUED_PAY_ACT, article="3(1) no. 1", url=_STATUTES + "entgfg/__3.html")
TWELVE_MONTHS = Citation(
    act=CONTINUED_PAY_ACT,
    article="3(1) no. 2",
    url=_HAUFE + "personal/haufe-personal-office-platin/neumann-redlinspringerzimmermannua-efzg-3-anspru-254-"
    "bedeutung-des-12-monats-zeitraums-abs1-satz2-nr2_idesk_PI42323_HI1465389.html",
)
BENEFIT_START = Citation(
    act=SICKNESS_INSURANCE,
    article="46, 49",
    url="https://www.ms-wissen.de/wissen/lektionen/lern-modul-krankengeld/krankengeld-3",
)
BENEFIT_MAXIMUM = Citation(
    act=SICKNESS_INSURANCE,
    article="48(1)",
    url="https://sozialversicherung-kompetent.de/krankenversicherung/leistungsrecht/980-krankengeld-hoechstanspruch.html",
)
BENEFIT_BLOCK = Citation(
    act=SICKNESS_INSURANCE,
    article="48(1), 48(2)",
    url="https://www.patientenberatung.de/de/recht/krankengeld/wie-lange-gibt-es-krankengeld-",
)
BEM_THRESHOLD = Citation(
    act=REHABILITATION,
    article="167(2)",
    url="https://www.rkw-kompetenzzentrum.de/publikationen/leitfaden/gesund-arbeiten/"
    "betriebliches-eingliederungsmanagement-vom-einzelfall-lernen/1-schritt-arbeitsunfaehigkeit-feststellen/",
)
BEM_OFFER = Citation(act=REHABILITATION, article="167(2)", url=_MANAGEMENT)
BEM_REPEAT = Citation(
    act=REHABILITATION,
    article="167(2); BAG 2021-11-18, 2 AZR 138/21",
    url="https://www.bih.de/integrationsaemter/zb-magazin/ausgabe-02-2022/erneutes-bem/",
)
GRADUAL_RETURN_CHECK = Citation(act=SICKNESS_INSURANCE, article="74", url=_STATUTES + "sgb_5/__74.html")
GRADUAL_RETURN_PLAN = Citation(
    act=f"{SICKNESS_INSURANCE}; {REHABILITATION}",
    article="74; 44",
    url=_HAUFE + "steuern/haufe-steuer-office-excellence/schell-sgbix-44-stufenweise-wiedereingliederung-232-"
    "abklaerung-und-einleitung-durch-den-arzt-krankenversicherung_idesk_PI25844_HI2729126.html",
)
