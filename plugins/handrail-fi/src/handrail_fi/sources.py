"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

INSURANCE_ACT = "Sairausvakuutuslaki"

ALLOWANCE_FIRST_DAY = Citation(act=INSURANCE_ACT, article="8 luku", url="https://www.kela.fi/omavastuuaika")
NOTIFY_OHS = Citation(
    act="Työterveyshuoltolaki", article="10 a §", url="https://finlex.fi/fi/viranomaiset/tsv/2012/20120092"
)
APPLY = Citation(
    act=INSURANCE_ACT,
    article="15 luku 4 §",
    url="https://tietyoelamaan.fi/keinot-tyokyvyn-tueksi/tyoelamassa/tyopaikan-keinot/sairauspoissaolojen-seuranta/",
)
DAY_60 = Citation(
    act=INSURANCE_ACT,
    article="12 luku 6 §",
    url="https://stm.fi/-/hallitus-esittaa-uusia-tarkistuspisteita-sairauspaivarahakaudelle-"
    "tavoitteena-tukea-tyohon-paluuta-ja-kuntoutustarpeen-tunnistamista",
)
STATEMENT_90 = Citation(act=INSURANCE_ACT, article="8 luku 5 a §", url="https://www.ao51.com/koulutus/224")
CHECKPOINTS = Citation(
    act=INSURANCE_ACT,
    article="8 luku 5 a §, 12 luku 6 §",
    url="https://vakuutuskassat.fi/index.php/ajankohtaista/862-2-12-2022",
)
MAXIMUM = Citation(act=INSURANCE_ACT, article="8 luku", url="https://www.kela.fi/sairauspaivaraha_maksaminen")
