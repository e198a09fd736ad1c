"""Who may do what: the matrix as data, and the one function that decides (CON-1, CON-2, CON-3, NEU-1, VOL-2).

Pure: no clock, no session. Row-level policies are the second lock; the grants they read are projected from the same
table by `grants_of_relation` and `grants_of_membership`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from handrail.kit.codes import Compartment as C
from handrail.kit.codes import Role as R


class Reach(StrEnum):
    """How a role comes to a record."""

    RELATED = "related"
    """The person has this role on this very subject today."""
    EMPLOYER = "employer"
    """The person holds this role at the client organisation; every subject there is reached."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix. `content` false: facts only (step, due, coordinator), no sealed text."""

    read: bool
    write: bool
    reach: Reach
    content: bool = True


def _cells(reach: Reach, *, read: str = "", write: str = "", facts: str = "") -> dict[C, Cell]:
    """Build the cells of one role: names of compartments read, written (and so read), and read as facts only."""
    found = {C(name): Cell(read=True, write=False, reach=reach) for name in read.split()}
    found |= {C(name): Cell(read=True, write=False, reach=reach, content=False) for name in facts.split()}
    return found | {C(name): Cell(read=True, write=True, reach=reach) for name in write.split()}


_RELATED, _EMPLOYER = Reach.RELATED, Reach.EMPLOYER

MATRIX: Final[Mapping[R, Mapping[C, Cell]]] = {
    R.WORKER: _cells(_RELATED, read="medical provider union", write="administrative own coordination plan prevention"),
    # What the worker tells the coordinator is copied into coordination; the worker's own records stay closed (CON-2).
    R.COORDINATOR: _cells(_RELATED, write="administrative coordination plan prevention"),
    R.LEAD_COORDINATOR: _cells(_EMPLOYER, read="administrative plan", facts="coordination"),
    R.SUPERVISOR: _cells(_RELATED, write="administrative plan"),
    R.HR: _cells(_EMPLOYER, write="administrative"),
    R.ABSENCE_ADMIN: _cells(_EMPLOYER, write="administrative"),
    R.UNION: _cells(_RELATED, read="plan", write="union"),
    R.OCCUPATIONAL_HEALTH: _cells(_RELATED, read="administrative plan", write="medical"),
    R.PROVIDER: _cells(_RELATED, write="provider"),
    R.INSURER: {},
    R.COMMITTEE: {},
    R.SENIOR_MANAGEMENT: {},
    R.CONSULTANCY_MANAGER: {},
    R.PRIVACY_OFFICER: {},
    R.AUDITOR: {},
    R.EMPLOYER_ADMIN: {},
    R.CONSULTANCY_ADMIN: {},
    R.SUPPORT: {},
    R.OPERATOR: {},
}
"""Rows and cells of the matrix. A role that is missing a compartment does not even learn that it exists."""


@dataclass(frozen=True, slots=True)
class Action:
    """An act and who may do it in the first place. `compartment` None: an act that touches no case."""

    compartment: C | None
    write: bool
    roles: frozenset[R]


def _act(roles: str, compartment: C | None = None, *, write: bool = True) -> Action:
    return Action(compartment, write, frozenset(R(name) for name in roles.split()))


_EVERYONE: Final = " ".join(role.value for role in R)
_CASEWORK: Final = "coordinator lead_coordinator"
_STAFF: Final = "hr absence_admin"

ACTIONS: Final[Mapping[str, Action]] = {
    # oneself
    "account.use": _act(_EVERYONE),
    # administrative: the statutory track and the absence
    "absence.read": _act(
        f"worker coordinator lead_coordinator supervisor {_STAFF} occupational_health", C.ADMINISTRATIVE, write=False
    ),
    "absence.record": _act(f"{_STAFF}", C.ADMINISTRATIVE),
    "absence.import": _act(f"{_STAFF} consultancy_admin"),
    "file.forward": _act(f"{_STAFF} coordinator", C.ADMINISTRATIVE),
    "obligation.read": _act(
        f"worker {_CASEWORK} supervisor {_STAFF} occupational_health", C.ADMINISTRATIVE, write=False
    ),
    "act.record": _act(f"coordinator {_STAFF}", C.ADMINISTRATIVE),
    "contact_request.make": _act(f"supervisor {_STAFF}", C.ADMINISTRATIVE),
    "contact_request.decide": _act("coordinator", C.ADMINISTRATIVE),
    "adjustment.grant": _act(f"{_STAFF} supervisor", C.ADMINISTRATIVE),
    # lists and pages
    "case.list": _act(f"{_CASEWORK}"),
    "case.read": _act("coordinator lead_coordinator", C.ADMINISTRATIVE, write=False),
    "case.assign": _act("lead_coordinator coordinator", C.ADMINISTRATIVE, write=False),
    "today.read": _act("coordinator lead_coordinator"),
    "return.read": _act("worker", C.COORDINATION, write=False),
    "team.read": _act("supervisor"),
    "staff.read": _act(_STAFF),
    # coordination
    "letter.send": _act("coordinator", C.COORDINATION),
    "contact.record": _act("coordinator", C.COORDINATION),
    "contact.read": _act("coordinator worker", C.COORDINATION, write=False),
    "participation.decide": _act("coordinator worker", C.COORDINATION),
    "participation.withdraw": _act("coordinator worker", C.COORDINATION),
    "consent.record": _act("coordinator worker", C.COORDINATION),
    "consent.read": _act("coordinator worker", C.COORDINATION, write=False),
    "concern.tell": _act("worker", C.COORDINATION),
    "concern.note": _act("coordinator worker", C.COORDINATION),
    "concern.read": _act("coordinator worker", C.COORDINATION, write=False),
    "concern.release": _act("worker", C.COORDINATION),
    "summary.write": _act("coordinator", C.COORDINATION),
    "summary.validate": _act("worker", C.COORDINATION),
    "tentative_plan.write": _act("coordinator", C.COORDINATION),
    "follow_up.agree": _act("coordinator worker", C.COORDINATION),
    "call.request": _act("worker", C.COORDINATION),
    "call.acknowledge": _act("coordinator", C.COORDINATION),
    "case.close": _act("coordinator", C.COORDINATION),
    # own
    "concern.draft": _act("worker", C.OWN),
    # plan
    "supervisor.inform": _act("coordinator", C.PLAN),
    "meeting.schedule": _act("coordinator", C.PLAN),
    "meeting.hold": _act("coordinator", C.PLAN),
    "plan.read": _act("worker coordinator lead_coordinator supervisor union occupational_health", C.PLAN, write=False),
    "plan.draft": _act("coordinator", C.PLAN),
    "plan.accept": _act("worker supervisor", C.PLAN),
    "promise.confirm": _act("supervisor coordinator", C.PLAN),
    "return.record": _act("coordinator supervisor", C.PLAN),
    "supervisor.call": _act("supervisor", C.PLAN),
    # documents
    "document.read": _act(_EVERYONE),
    # whole tenant
    "read_log.read": _act("worker", C.OWN, write=False),
    "import.read": _act(f"{_STAFF} consultancy_admin"),
    "outbox.operate": _act("operator consultancy_admin"),
    "framework.read": _act(f"{_CASEWORK} {_STAFF} employer_admin committee senior_management consultancy_admin union"),
    "people.read": _act("consultancy_admin employer_admin"),
}
"""Every act there is. A route or command that names none of these does not pass the build."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, as far as the decision needs it."""

    tenant_id: UUID
    person_id: UUID
    role: R
    employers: frozenset[UUID] | None = frozenset()
    """The client organisations where the role is held today; None: held in the whole consultancy."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What is asked for. `relations` are the roles the asking person has on this subject today."""

    tenant_id: UUID
    employer_id: UUID | None = None
    relations: frozenset[R] = field(default_factory=frozenset)
    compartment: C | None = None
    """The compartment of the very record, where it is not the action's own."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and by which part of the policy."""

    allow: bool
    rule: str


def decide(asking: Asking, action: str, resource: Resource) -> Decision:
    """Decide one act on one thing; what no rule allows is denied."""
    act = ACTIONS.get(action)
    if act is None:
        return Decision(allow=False, rule="unknown-action")
    if asking.tenant_id != resource.tenant_id:
        return Decision(allow=False, rule="other-tenant")
    if asking.role not in act.roles:
        return Decision(allow=False, rule="role")
    if not _reaches_employer(asking, resource):
        return Decision(allow=False, rule="other-employer")
    compartment = resource.compartment or act.compartment
    if compartment is None:
        return Decision(allow=True, rule="role")
    return _by_matrix(asking, resource, compartment, write=act.write)


def _reaches_employer(asking: Asking, resource: Resource) -> bool:
    return resource.employer_id is None or asking.employers is None or resource.employer_id in asking.employers


def _by_matrix(asking: Asking, resource: Resource, compartment: C, *, write: bool) -> Decision:
    cell = MATRIX[asking.role].get(compartment)
    if cell is None or not (cell.write if write else cell.read):
        return Decision(allow=False, rule="compartment")
    if cell.reach is Reach.RELATED and asking.role not in resource.relations:
        return Decision(allow=False, rule="relation")
    return Decision(allow=True, rule=f"{asking.role}/{compartment}")


def may_ever(role: R, action: str) -> bool:
    """Say whether the role can do the act at all, on whatever thing: the first question at a route's door."""
    act = ACTIONS.get(action)
    return act is not None and role in act.roles


@dataclass(frozen=True, slots=True)
class Grant:
    """A compartment that a relation opens; `on_employment` says which subject it hangs on."""

    compartment: C
    on_employment: bool


def subject_is_employment(compartment: C) -> bool:
    """Say whether records of this compartment hang on the employment (the statutory track) or on the case (VOL-4)."""
    return compartment is C.ADMINISTRATIVE


def grants_of_relation(role: R) -> frozenset[Grant]:
    """Return what a person's part in a case opens: the projection for the row-level policies."""
    return frozenset(
        Grant(compartment, on_employment=subject_is_employment(compartment))
        for compartment, cell in MATRIX[role].items()
        if cell.read and cell.reach is Reach.RELATED
    )


def grants_of_membership(role: R) -> frozenset[C]:
    """Return the compartments that a membership opens for all subjects of its client organisation."""
    return frozenset(
        compartment for compartment, cell in MATRIX[role].items() if cell.read and cell.reach is Reach.EMPLOYER
    )


NEUTRAL: Final = frozenset({R.COORDINATOR, R.LEAD_COORDINATOR})
PARTY: Final = frozenset({R.ABSENCE_ADMIN, R.HR, R.SUPERVISOR, R.OCCUPATIONAL_HEALTH, R.INSURER, R.SENIOR_MANAGEMENT})
PERSONNEL: Final = frozenset({R.HR, R.ABSENCE_ADMIN})


def conflict_of(first: R, second: R) -> str | None:
    """Return the rule that forbids one person both roles at one client organisation in one period, or None (NEU-1)."""
    pair = {first, second}
    if pair & NEUTRAL and pair & PARTY:
        return "NEU-1"
    if R.OCCUPATIONAL_HEALTH in pair and pair & PERSONNEL:
        return "separation-of-health-and-personnel"
    if R.AUDITOR in pair and len(pair) > 1 and pair & WRITERS:
        return "auditor-writes-nothing"
    return None


WRITERS: Final = frozenset(
    role
    for role in R
    if role is not R.AUDITOR and any(role in act.roles and act.write and act.compartment for act in ACTIONS.values())
)
"""Roles that write anything in a case."""
