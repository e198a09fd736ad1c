"""A consultancy in which every record exists, each with a word in it that is found nowhere else."""

from datetime import timedelta

from tests.builders import (
    World,
    build_world,
)
from tests.isolation.full import BEGUN, NOW, TENANT_WIDE, WITHHELD, Full
from tests.isolation.laying_access import hand_round, lay_collect, lend_and_let_in
from tests.isolation.laying_cases import (
    do_what_is_due,
    forwarded_case,
    give_every_role,
    lay_ask,
    lay_confide,
    lay_document,
    lay_help,
    lay_interventions,
    lay_interview,
    lay_letters,
    lay_meet,
    lay_return,
    lay_talk,
    lay_write,
    name_everybody,
)
from tests.isolation.laying_office import (
    ask_for_own_data,
    lay_import,
    lay_park,
    lay_prevention,
    lay_print,
    lay_report,
    lay_retain,
    lay_upload,
    tell_people,
)

from handrail.kit import clock

__all__ = ["NOW", "TENANT_WIDE", "WITHHELD", "Full", "build_full"]


def build_full(word: str, world: World | None = None) -> Full:
    """Make the world of a word, with a case up to the weeks after the return."""
    with clock.frozen(BEGUN):
        found = world or build_world()
        give_every_role(found)
        name_everybody(found, word)
        full = Full(found, word, forwarded_case(found, word))
        lay_talk(full)
        lay_write(full)
        lay_confide(full)
        lay_ask(full)
        lay_letters(full)
        lay_help(full)
        lay_interventions(full)
    with clock.frozen(BEGUN + timedelta(days=20)):
        lay_meet(full)
    with clock.frozen(NOW):
        lay_return(full)
        lay_interview(full)
        lay_document(full)
        do_what_is_due(full)
        lay_import(full)
        lay_prevention(full)
        lay_print(full)
        lay_upload(full)
        lay_report(full)
        tell_people(full)
        lay_park(full)
        lay_retain(full)
        ask_for_own_data(full)
        lend_and_let_in(full)
        hand_round(full)
        lay_collect(full)
    return full
