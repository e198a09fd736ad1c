"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

ACT = "Arbeitsvertragsrechts-Anpassungsgesetz"
_CHAMBER = "https://www.wko.at/wien/news/teilzeit-arbeiten-zur-wiedereingliederung"

MIN_ABSENCE = Citation(act=ACT, article="13a(1)", url=_CHAMBER)
LATEST_START = Citation(
    act=ACT, article="13a(1)", url="https://www.patka-knowhow.at/wiedereingliederungsteilzeit-1-monat/"
)
LENGTH = Citation(
    act=ACT,
    article="13a(1)",
    url="https://news.wko.at/news/wien/Wiedereingliederung-nach-langem-Krankenstand.html",
)
EXTENSION = Citation(
    act=ACT,
    article="13a(1)",
    url="https://news.wko.at/news/wien/Wiedereingliederung-nach-langem-Krankenstand.html",
)
AGAIN = Citation(act=ACT, article="13a(1)")
HOURS = Citation(act=ACT, article="13a(1), 13a(4)", url=_CHAMBER)
