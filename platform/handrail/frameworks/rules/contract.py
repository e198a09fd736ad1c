"""Where an insurer's terms or the employer's other practices cut across the process, and who must settle it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from handrail.frameworks.rules.document import Demand, Framework
from handrail.kit.codes import Role
from handrail.kit.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Conflict:
    """A term or practice at `path` that a rule of the process contradicts; `settled_by` must resolve it (NEU-3)."""

    path: str
    rule: str
    message: str
    settled_by: Role


_DEMANDS: Final[Mapping[Demand, tuple[str, Role, str]]] = {
    "contact_worker": (
        "NEU-2",
        Role.EMPLOYER_ADMIN,
        N_("The insurer wants to contact the worker itself. Contacts go through the coordinator."),
    ),
    "participation": (
        "VOL-1",
        Role.SENIOR_MANAGEMENT,
        N_("The insurer ties its benefit to taking part. Whether to take part is for the worker alone to choose."),
    ),
    "diagnosis": (
        "CON-4",
        Role.OCCUPATIONAL_HEALTH,
        N_("The insurer asks the employer for a diagnosis. The employer does not have it and may not ask for it."),
    ),
    "return_date": (
        "VOL-3",
        Role.EMPLOYER_ADMIN,
        N_("The insurer sets a date for the return. The date follows from capacity, and nothing may press for it."),
    ),
    "process_report": (
        "VOL-2",
        Role.EMPLOYER_ADMIN,
        N_("The insurer asks how the support goes. It learns nothing about it, not even whether it is used."),
    ),
    "choose_coordinator": (
        "NEU-1",
        Role.SENIOR_MANAGEMENT,
        N_("The insurer chooses the coordinator. The coordinator is neutral and is appointed by senior management."),
    ),
}


def insurer_conflicts(framework: Framework) -> tuple[Conflict, ...]:
    """Return the terms of the insurer that conflict with the process (S1-3), in their order."""
    terms = sorted(framework.insurer_terms.items(), key=lambda item: (item[1].order, item[0]))
    return tuple(_conflict(key, term.demand) for key, term in terms if term.active and term.demand in _DEMANDS)


def _conflict(key: str, demand: Demand) -> Conflict:
    rule, settled_by, message = _DEMANDS[demand]
    return Conflict(f"insurer_terms.{key}", rule, _(message), settled_by)


def sanction_conflicts(framework: Framework) -> Iterator[Conflict]:
    """Yield the sanction practices that stand beside support practices (FRW-5, NEU-3)."""
    for key, practice in sorted(framework.practices.items()):
        if practice.active and practice.kind == "sanction":
            message = _(
                "This practice sanctions absence beside a process that supports it. One of them has to give way."
            )
            yield Conflict(f"practices.{key}", "NEU-3", message, Role.SENIOR_MANAGEMENT)
