"""The codes that policy, obligations, tables and API share: compartments and roles."""

from enum import StrEnum


class Compartment(StrEnum):
    """Every record lies in exactly one of these; roles see compartments, never "the case" (CON-1)."""

    ADMINISTRATIVE = "administrative"
    COORDINATION = "coordination"
    OWN = "own"
    PLAN = "plan"
    MEDICAL = "medical"
    PROVIDER = "provider"
    UNION = "union"
    PREVENTION = "prevention"


class Role(StrEnum):
    """The role a person acts under; one at a time."""

    WORKER = "worker"
    COORDINATOR = "coordinator"
    LEAD_COORDINATOR = "lead_coordinator"
    SUPERVISOR = "supervisor"
    HR = "hr"
    ABSENCE_ADMIN = "absence_admin"
    EMPLOYER_ADMIN = "employer_admin"
    SENIOR_MANAGEMENT = "senior_management"
    COMMITTEE = "committee"
    UNION = "union"
    OCCUPATIONAL_HEALTH = "occupational_health"
    PROVIDER = "provider"
    INSURER = "insurer"
    CONSULTANCY_ADMIN = "consultancy_admin"
    CONSULTANCY_MANAGER = "consultancy_manager"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"
    SUPPORT = "support"
    OPERATOR = "operator"


LOGGED_COMPARTMENTS = frozenset(
    {Compartment.OWN, Compartment.COORDINATION, Compartment.MEDICAL, Compartment.PROVIDER, Compartment.UNION}
)
"""A read of one of these is written to the read log (CON-5)."""
