"""Great Britain and Northern Ireland, each as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_uk.catalogue import (
    FIT_NOTE_DUE,
    FIT_NOTE_DUE_NI,
    REVIEWED_ON,
    RTW_INTERVIEW_DUE,
    RTW_INTERVIEW_DUE_NI,
    RULES,
    RULES_NI,
    SICK_PAY,
    SICK_PAY_NI,
)
from handrail_uk.changeover_form import changeover_forms
from handrail_uk.duties import injuries_at_work, long_absence, return_interview, subject_access
from handrail_uk.evidence import fit_note, fit_notes, notice, own_certificate
from handrail_uk.ledger import ledgers
from handrail_uk.sick_pay import sick_pay
from handrail_uk.sickness import sicknesses
from handrail_uk.working_days import VERSION, VERSION_NI, calendar_here, england_and_wales, northern_ireland


def great_britain(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what the law asks in England, Scotland and Wales."""
    cases, here = each_spell_its_own_case(facts), calendar_here(facts, calendar)
    for case in cases:
        yield own_certificate(facts, case)
        yield fit_note(facts, case, FIT_NOTE_DUE)
        yield from fit_notes(facts, case)
        yield notice(facts, case, SICK_PAY)
        yield from long_absence(facts, case)
        yield from return_interview(facts, case, RTW_INTERVIEW_DUE, here)
    kept = ledgers(facts)
    seen = sicknesses(facts, kept)
    yield from sick_pay(facts, kept, seen, SICK_PAY)
    yield from changeover_forms(facts, kept, seen)
    yield from injuries_at_work(facts, cases)
    yield from subject_access(facts, here)


def ireland_north(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what Northern Ireland has in common with Great Britain, under its own acts and calendar."""
    for case in each_spell_its_own_case(facts):
        yield fit_note(facts, case, FIT_NOTE_DUE_NI)
        yield notice(facts, case, SICK_PAY_NI)
        yield from return_interview(facts, case, RTW_INTERVIEW_DUE_NI, calendar)
    kept = ledgers(facts)
    yield from sick_pay(facts, kept, sicknesses(facts, kept), SICK_PAY_NI)


GREAT_BRITAIN = Jurisdiction(
    code="uk", label="Great Britain", country="GB", rules=RULES, obligations=great_britain,
    holidays=england_and_wales, calendar_version=VERSION, reviewed_on=REVIEWED_ON,
)  # fmt: skip
NORTHERN_IRELAND = Jurisdiction(
    code="uk_ni", label="Northern Ireland", country="GB", rules=RULES_NI, obligations=ireland_north,
    holidays=northern_ireland, calendar_version=VERSION_NI, reviewed_on=REVIEWED_ON,
)  # fmt: skip
