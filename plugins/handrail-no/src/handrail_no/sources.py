"""Where the rules are written. Each page was read in November 2026; confidence stands with the rule."""

from handrail.sdk import Citation

WORKING_ENVIRONMENT_ACT = "Arbeidsmiljøloven"
NATIONAL_INSURANCE_ACT = "Folketrygdloven"
NAV_PRACTICE = "NAV: oppfølging av sykmeldte arbeidstakere"

_NAV_PAGES = "https://www.nav.no/no/Bedrift/Oppfolging/Sykmeldt+arbeidstaker/Relatert+informasjon/"

EMPLOYER_PERIOD = Citation(
    act=NATIONAL_INSURANCE_ACT,
    article="§ 8-19",
    url="https://compendia24.no/sykdom/sykepenger/arbeidsgiverperioden/antall-arbeidsgiverperioder/",
)
FOLLOW_UP_PLAN = Citation(
    act=WORKING_ENVIRONMENT_ACT,
    article="§ 4-6(3)",
    url="https://www.regjeringen.no/no/dokumenter/Prop-102-L-20132014/id760646/?ch=3",
)
DIALOGUE_MEETING_1 = Citation(
    act=WORKING_ENVIRONMENT_ACT,
    article="§ 4-6(4)",
    url="https://www.nav.no/no/bedrift/oppfolging/sykmeldt-arbeidstaker/relatert-informasjon/"
    "slik-folger-du-opp-sykmeldte/sjekkliste-for-dialogmote-1-i-regi-av-arbeidsgiveren",
)
ACTIVITY = Citation(
    act=NATIONAL_INSURANCE_ACT,
    article="§ 8-8(2), § 8-4",
    url="https://www.helsedirektoratet.no/veiledere/sykmelderveileder/"
    "sykmelders-rolle-i-sykmeldingsperioden-oppfolgingsplan-aktivitetskravet-og-dialogmoter/"
    "aktivitetskravet-erklaering-om-aktivitet-innen-8-uker",
)
NEED_QUESTION = Citation(
    act=NAV_PRACTICE, url=_NAV_PAGES + "oppfolging-av-sykmeldte-arbeidstakere?kap=394785"
)  # fmt: skip
DIALOGUE_MEETING_2 = Citation(
    act=NATIONAL_INSURANCE_ACT,
    article="§ 8-7a",
    url="https://compendia24.no/sykdom/oppfolging-og-tiltak/oppfolging-av-sykmeldte/oppfolging-fra-nav/",
)
DIALOGUE_MEETING_3 = Citation(
    act=NATIONAL_INSURANCE_ACT, article="§ 8-7a", url=_NAV_PAGES + "oppfolging-av-sykmeldte-arbeidstakere?kap=394785"
)
BENEFIT_YEAR = Citation(
    act=NATIONAL_INSURANCE_ACT, article="§ 8-11, § 8-12", url="https://www.trygderett.no/folketrygdloven-8-12/"
)
