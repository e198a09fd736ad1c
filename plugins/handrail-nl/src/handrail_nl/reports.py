"""Reports to UWV beside the 42-week report: the end of employment, and cases of the safety net."""

from collections.abc import Iterator

from handrail.sdk import AbsenceCase, Calendar, CaseFacts, Derivation, Event, Obligation, Spell
from handrail_nl.catalogue import END_OF_EMPLOYMENT_REPORT, SAFETY_NET_REPORT

SHORT_FILE_FROM_DAYS, FULL_FILE_FROM_DAYS = 42, 70
FOURTH_SICK_DAY = 3


def end_of_employment(facts: CaseFacts, cases: tuple[AbsenceCase, ...], calendar: Calendar) -> Iterator[Obligation]:
    """On the last working day of an employment that ends during sickness (ZW art. 38(2)).

    The report itself is owed however short the sickness is; which file goes with it depends on its length: none under
    six weeks, a short one under ten, the whole one after that.
    """
    for ended in facts.events_of("employment_ended"):
        spell = facts.spell_of(ended)
        case = next((case for case in cases if spell in case.spells), None)
        if spell is None or case is None:
            continue
        derived = Derivation.at(ended.date, "nl.employment_ended")
        if spell.holds(ended.date):
            last_day = derived.previous_working_day(calendar).noting(_file(case, ended))
            yield Obligation.on(END_OF_EMPLOYMENT_REPORT, last_day, case=case)
        else:
            yield Obligation.not_owed(
                END_OF_EMPLOYMENT_REPORT, "recovered", derived.noting("nl.not_sick_then").steps, case=case
            )


def safety_net(facts: CaseFacts) -> Iterator[Obligation]:
    """By the fourth sick day of each spell that falls under sickness benefit (ZW art. 38a).

    The statement that it applies is what the employer may hold; on which ground is not recorded, so no cause is read.
    """
    spells: dict[int, Spell] = {}
    for event in facts.events_of("safety_net_case"):
        spell = facts.spell_of(event)
        if spell is not None:
            spells[spell.number] = spell
    for spell in spells.values():
        own = AbsenceCase(
            spells=(spell,), first_day=spell.first_day, start_key="nl.clock_start", fit_on=spell.closed_on
        )
        yield Obligation.on(SAFETY_NET_REPORT, own.after(FOURTH_SICK_DAY), case=own)


def _file(case: AbsenceCase, ended: Event) -> str:
    sick_days = (ended.date - case.first_day).days - sum(
        (pause.until - pause.first_day).days for pause in case.pauses if pause.first_day <= ended.date
    )
    if sick_days < SHORT_FILE_FROM_DAYS:
        return "nl.no_file"
    return "nl.short_file" if sick_days < FULL_FILE_FROM_DAYS else "nl.full_file"
