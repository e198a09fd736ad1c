"""Who does what in a plan, and who reads it, by name."""

from typing import Final

from handrail.kit.codes import Role
from handrail.kit.i18n import _, format_list
from handrail.plans.queries.view import PlanView
from handrail.plans.rules.codes import Responsible
from handrail.plans.wording import RESPONSIBLE

READERS: Final = (Role.WORKER, Role.SUPERVISOR, Role.COORDINATOR, Role.UNION, Role.OCCUPATIONAL_HEALTH)


def responsible(view: PlanView, who: Responsible, by_name: str = "") -> str:
    """Return who sees to something: the name that was given, the person with that part, else the part."""
    people = {role: person.name for role, person in view.team}
    if by_name:
        return by_name
    if who is Responsible.TOGETHER:
        pair = [people.get(Role.WORKER), people.get(Role.SUPERVISOR)]
        return format_list([name for name in pair if name]) if all(pair) else _(RESPONSIBLE[who])
    return people.get(who.owed_by) or _(RESPONSIBLE[who])


def readers(view: PlanView, me: str) -> str:
    """Return the sentence that names everybody who can read the plan; `me` is the reader's own name."""
    names = [person.name for role, person in view.team if role in READERS and person.name != me]
    return _(
        "%(names)s, you and the lead coordinator can read everything on this page. No diagnosis here.",
        names=", ".join(dict.fromkeys(names)),
    )
