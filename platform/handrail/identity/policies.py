"""Who may do what: the matrix as data, and the one function that decides (CON-1, CON-2, CON-3, NEU-1, VOL-2).

Pure: no clock, no session. Row-level policies are the second lock; the grants they read are projected from the same
table by `grants_of_relation` and `grants_of_membership`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from handrail.kit.codes import Compartment, Role


class Reach(StrEnum):
    """How a role comes to a record."""

    RELATED = "related"
    """The person has this role on this very subject today."""
    EMPLOYER = "employer"
    """The person holds this role at the client organisation; every subject there is reached."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix. `content` false: facts only (step, due, coordinator), no sealed text.

    `while_shared`: open only while the worker takes part and so shares it with others than the coordinator (VOL-2).
    """

    read: bool
    write: bool
    reach: Reach
    content: bool = True
    while_shared: bool = False


def _cells(reach: Reach, *, read: str = "", write: str = "", facts: str = "") -> dict[Compartment, Cell]:
    """Build the cells of one role: names of compartments read, written (and so read), and read as facts only."""
    found = {Compartment(name): Cell(read=True, write=False, reach=reach) for name in read.split()}
    found |= {Compartment(name): Cell(read=True, write=False, reach=reach, content=False) for name in facts.split()}
    return found | {Compartment(name): Cell(read=True, write=True, reach=reach) for name in write.split()}


def _shared(reach: Reach, *, write: bool = False) -> dict[Compartment, Cell]:
    """Build the cell of a plan for a role that is neither the worker's nor the coordinator's."""
    return {Compartment.PLAN: Cell(read=True, write=write, reach=reach, while_shared=True)}


_RELATED, _EMPLOYER = Reach.RELATED, Reach.EMPLOYER

MATRIX: Final[Mapping[Role, Mapping[Compartment, Cell]]] = {
    Role.WORKER: _cells(
        _RELATED, read="medical provider union", write="administrative own coordination plan prevention"
    ),
    # What the worker tells the coordinator is copied into coordination; the worker's own records stay closed (CON-2).
    Role.COORDINATOR: _cells(_RELATED, write="administrative coordination plan prevention"),
    Role.LEAD_COORDINATOR: _cells(_EMPLOYER, read="administrative", facts="coordination") | _shared(_EMPLOYER),
    Role.SUPERVISOR: _cells(_RELATED, write="administrative") | _shared(_RELATED, write=True),
    Role.HR: _cells(_EMPLOYER, write="administrative"),
    Role.ABSENCE_ADMIN: _cells(_EMPLOYER, write="administrative"),
    Role.UNION: _cells(_RELATED, write="union") | _shared(_RELATED),
    # The law makes it owe its part in every absence, with a case or without (VOL-4): what it states there is
    # administrative. The basis of it is medical and needs a part in the case (CON-4).
    Role.OCCUPATIONAL_HEALTH: (
        _cells(_EMPLOYER, write="administrative") | _cells(_RELATED, write="medical") | _shared(_RELATED)
    ),
    Role.PROVIDER: _cells(_RELATED, write="provider"),
    Role.INSURER: {},
    Role.COMMITTEE: {},
    Role.SENIOR_MANAGEMENT: {},
    Role.CONSULTANCY_MANAGER: {},
    Role.PRIVACY_OFFICER: {},
    Role.AUDITOR: {},
    Role.EMPLOYER_ADMIN: {},
    Role.CONSULTANCY_ADMIN: {},
    Role.SUPPORT: {},
    Role.OPERATOR: {},
}
"""Rows and cells of the matrix. A role that is missing a compartment does not even learn that it exists."""


@dataclass(frozen=True, slots=True)
class Action:
    """An act and who may do it in the first place. `compartment` None: an act that touches no case."""

    compartment: Compartment | None
    write: bool
    roles: frozenset[Role]
    step_up: bool = False
    """Whether it asks for a strong proof of who one is, shown a short while ago."""
    changes: bool = True
    """Whether it changes anything: what does is closed to whoever only looks (support access)."""
    own_proof: bool = False
    """Whether that proof has to be their own: what a client organisation's provider says of them is not enough."""


def _act(
    roles: str,
    compartment: Compartment | None = None,
    *,
    write: bool = True,
    step_up: bool = False,
    changes: bool | None = None,
    own_proof: bool = False,
) -> Action:
    """Build an act; one that writes no compartment changes nothing, unless said otherwise."""
    able = frozenset(Role(name) for name in roles.split())
    return Action(compartment, write, able, step_up, write if changes is None else changes, own_proof)


_EVERYONE: Final = " ".join(role.value for role in Role)
_CASEWORK: Final = "coordinator lead_coordinator"
_STAFF: Final = "hr absence_admin"
_WATCHING: Final = "consultancy_admin privacy_officer"
_REPORTED: Final = "consultancy_manager lead_coordinator hr senior_management"

ACTIONS: Final[Mapping[str, Action]] = {
    # oneself
    "account.read": _act(_EVERYONE, write=False),
    "account.use": _act(_EVERYONE),
    "token.make": _act(_EVERYONE, step_up=True),
    "token.read": _act(_EVERYONE, write=False),
    "token.revoke": _act(_EVERYONE),
    "draft.keep": _act("worker coordinator supervisor hr absence_admin occupational_health"),
    "login.link": _act(_EVERYONE, step_up=True, own_proof=True),
    "account.factors": _act(_EVERYONE, step_up=True, own_proof=True),
    "sign_in.help": _act("coordinator hr consultancy_admin", step_up=True),
    # administrative: the statutory track and the absence
    "absence.read": _act(
        f"worker coordinator lead_coordinator supervisor {_STAFF} occupational_health",
        Compartment.ADMINISTRATIVE,
        write=False,
    ),
    "absence.record": _act(f"{_STAFF}", Compartment.ADMINISTRATIVE),
    "absence.import": _act(_STAFF),
    "file.forward": _act(f"{_STAFF} coordinator", Compartment.ADMINISTRATIVE),
    "obligation.read": _act(
        f"worker {_CASEWORK} supervisor {_STAFF} occupational_health", Compartment.ADMINISTRATIVE, write=False
    ),
    "obligation.list": _act(f"worker {_CASEWORK} supervisor {_STAFF}", write=False),
    "release.accept": _act("lead_coordinator", step_up=True),
    "release.read": _act("lead_coordinator", write=False),
    "rule.read": _act(_EVERYONE, write=False),
    "calendar.follow": _act(f"worker {_CASEWORK} supervisor {_STAFF}"),
    "calendar.read": _act(f"worker {_CASEWORK} supervisor {_STAFF}", write=False),
    "act.record": _act(f"coordinator {_STAFF}", Compartment.ADMINISTRATIVE),
    "contact_request.make": _act(f"supervisor {_STAFF}", Compartment.ADMINISTRATIVE),
    "contact_request.decide": _act("coordinator", Compartment.ADMINISTRATIVE),
    "interview.read": _act(
        f"worker {_CASEWORK} supervisor {_STAFF} occupational_health", Compartment.ADMINISTRATIVE, write=False
    ),
    "interview.patterns": _act(f"supervisor {_STAFF}", write=False),
    "interview.record": _act(f"supervisor coordinator {_STAFF}", Compartment.ADMINISTRATIVE),
    "contact_request.read": _act(f"supervisor coordinator {_STAFF}", Compartment.ADMINISTRATIVE, write=False),
    "statutory_document.read": _act(
        f"worker {_CASEWORK} supervisor {_STAFF} occupational_health", Compartment.ADMINISTRATIVE, write=False
    ),
    "statutory_document.sign": _act(f"worker {_STAFF}", Compartment.ADMINISTRATIVE, step_up=True),
    "statutory_document.write": _act(f"{_STAFF} occupational_health", Compartment.ADMINISTRATIVE),
    "supervisor.change": _act(_STAFF, Compartment.ADMINISTRATIVE),
    "adjustment.grant": _act(f"{_STAFF} supervisor", Compartment.ADMINISTRATIVE),
    # lists and pages
    "case.list": _act(f"{_CASEWORK}", write=False),
    "case.read": _act("coordinator lead_coordinator", Compartment.ADMINISTRATIVE, write=False),
    "case.assign": _act("lead_coordinator", Compartment.ADMINISTRATIVE, write=False, changes=True),
    "case_filter.keep": _act(_CASEWORK),
    "hand_over.answer": _act("coordinator"),
    "hand_over.offer": _act("coordinator", Compartment.COORDINATION),
    "hand_over.read": _act(_CASEWORK, write=False),
    "hand_over.read_of_case": _act("coordinator", Compartment.COORDINATION, write=False),
    "today.read": _act("coordinator lead_coordinator", write=False),
    "return.read": _act("worker", Compartment.COORDINATION, write=False),
    "team.read": _act("supervisor", write=False),
    "off_sick.list": _act("occupational_health", write=False),
    "staff.read": _act(_STAFF, write=False),
    # coordination
    "letter.send": _act("coordinator", Compartment.COORDINATION),
    "letter.review": _act("lead_coordinator", Compartment.COORDINATION, write=False, changes=True),
    "letter.waiting": _act(_CASEWORK, write=False),
    "contact.record": _act("coordinator", Compartment.COORDINATION),
    "contact.read": _act("coordinator worker", Compartment.COORDINATION, write=False),
    "contact.read_topics": _act("coordinator", Compartment.COORDINATION, write=False),
    "participation.decide": _act("coordinator worker", Compartment.COORDINATION),
    "participation.withdraw": _act("coordinator worker", Compartment.COORDINATION),
    "consent.record": _act("coordinator worker", Compartment.COORDINATION),
    "consent.read": _act("coordinator worker", Compartment.COORDINATION, write=False),
    "aspect.note": _act("coordinator worker", Compartment.PREVENTION),
    "aspect.read": _act("coordinator worker", Compartment.PREVENTION, write=False),
    "concern.tell": _act("worker", Compartment.COORDINATION),
    "concern.note": _act("coordinator worker", Compartment.COORDINATION),
    "concern.read": _act("coordinator worker", Compartment.COORDINATION, write=False),
    "concern.release": _act("worker", Compartment.COORDINATION, step_up=True),
    "readiness.record": _act("coordinator", Compartment.COORDINATION),
    "case_team.appoint": _act("coordinator", Compartment.COORDINATION),
    "case_team.read": _act("worker coordinator lead_coordinator", Compartment.COORDINATION, write=False),
    "summary.write": _act("coordinator", Compartment.COORDINATION),
    "summary.validate": _act("worker", Compartment.COORDINATION),
    "tentative_plan.write": _act("coordinator", Compartment.COORDINATION),
    "follow_up.agree": _act("coordinator worker", Compartment.COORDINATION),
    "call.request": _act("worker", Compartment.COORDINATION),
    "call.make": _act("worker supervisor"),
    "call.read": _act("worker supervisor coordinator", write=False),
    "call.acknowledge": _act("coordinator", Compartment.COORDINATION),
    "case.close": _act("coordinator", Compartment.COORDINATION),
    "conflict.note": _act("coordinator", Compartment.COORDINATION),
    "help.offer": _act("coordinator", Compartment.COORDINATION),
    "help.read": _act("coordinator worker", Compartment.COORDINATION, write=False),
    "referral.make": _act("coordinator", Compartment.COORDINATION),
    # own
    "concern.draft": _act("worker", Compartment.OWN),
    "interview.read_own": _act("worker", Compartment.OWN, write=False),
    "interview.reflect": _act("worker", Compartment.OWN),
    "interview.release": _act("worker", Compartment.OWN, step_up=True),
    "statutory_document.reflect": _act("worker", Compartment.OWN),
    "concern.read_own": _act("worker", Compartment.OWN, write=False),
    # plan
    "supervisor.inform": _act("coordinator", Compartment.PLAN),
    "meeting.schedule": _act("coordinator", Compartment.PLAN),
    "meeting.hold": _act("coordinator", Compartment.PLAN),
    "plan.read": _act(
        "worker coordinator lead_coordinator supervisor union occupational_health", Compartment.PLAN, write=False
    ),
    "plan.draft": _act("coordinator", Compartment.PLAN),
    "plan.read_draft": _act("coordinator", Compartment.PLAN, write=False),
    "plan.object": _act("supervisor", Compartment.PLAN),
    "plan.remark": _act("worker", Compartment.COORDINATION),
    "plan.remarks": _act("coordinator worker", Compartment.COORDINATION, write=False),
    "plan.accept": _act("worker supervisor", Compartment.PLAN, step_up=True),
    "promise.confirm": _act("supervisor coordinator", Compartment.PLAN),
    "question.answer": _act("supervisor coordinator", Compartment.PLAN),
    "return.record": _act("coordinator supervisor", Compartment.PLAN),
    "week.record": _act("worker coordinator supervisor", Compartment.PLAN),
    "answers.read_own": _act("supervisor", Compartment.PLAN, write=False),
    "supervisor.call": _act("supervisor", Compartment.PLAN),
    "talk.plan": _act("supervisor", Compartment.PLAN),
    # provider: one slice a referral, and what its parties say
    "engagement.list": _act("provider", write=False),
    "engagement.read": _act("provider", Compartment.PROVIDER, write=False),
    "engagement.record": _act("provider", Compartment.PROVIDER),
    "mediation.answer": _act("worker supervisor"),
    "mediation.read": _act("worker supervisor", write=False),
    # interventions that plugins declare: in which compartment decides who reads and who writes
    "intervention.read": _act("worker coordinator supervisor provider occupational_health", write=False),
    "intervention.read_coordination": _act("worker coordinator", Compartment.COORDINATION, write=False),
    "intervention.read_medical": _act("worker occupational_health", Compartment.MEDICAL, write=False, step_up=True),
    "intervention.read_own": _act("worker", Compartment.OWN, write=False),
    "intervention.read_plan": _act("worker coordinator supervisor occupational_health", Compartment.PLAN, write=False),
    "intervention.read_provider": _act("worker provider", Compartment.PROVIDER, write=False),
    "intervention.record": _act("worker coordinator supervisor provider occupational_health"),
    "intervention.record_coordination": _act("worker coordinator", Compartment.COORDINATION),
    "intervention.record_medical": _act("occupational_health", Compartment.MEDICAL, step_up=True),
    "intervention.record_own": _act("worker", Compartment.OWN),
    "intervention.record_plan": _act("worker coordinator supervisor", Compartment.PLAN),
    "intervention.record_provider": _act("provider", Compartment.PROVIDER),
    "intervention.take": _act("worker", Compartment.OWN, write=False),
    # documents
    "document.read": _act(_EVERYONE, write=False),
    # files that people add: in which compartment decides who adds and who opens one
    "file.add": _act("worker coordinator occupational_health hr"),
    "file.add_administrative": _act("hr", Compartment.ADMINISTRATIVE),
    "file.add_coordination": _act("coordinator", Compartment.COORDINATION),
    "file.add_medical": _act("occupational_health", Compartment.MEDICAL, step_up=True),
    "file.add_own": _act("worker", Compartment.OWN),
    "file.add_plan": _act("coordinator", Compartment.PLAN),
    "file.read": _act(
        f"worker coordinator lead_coordinator supervisor union occupational_health {_STAFF}", write=False
    ),
    "file.read_administrative": _act(f"worker coordinator {_STAFF}", Compartment.ADMINISTRATIVE, write=False),
    "file.read_coordination": _act("worker coordinator", Compartment.COORDINATION, write=False),
    "file.read_medical": _act("worker occupational_health", Compartment.MEDICAL, write=False, step_up=True),
    "file.read_own": _act("worker", Compartment.OWN, write=False),
    "file.read_plan": _act(
        "worker coordinator lead_coordinator supervisor union occupational_health", Compartment.PLAN, write=False
    ),
    "file.release": _act("worker", Compartment.PLAN, step_up=True),
    # one's own data
    "correction.answer": _act("coordinator", Compartment.COORDINATION),
    "correction.ask": _act("worker"),
    "correction.put_right": _act(_STAFF, Compartment.ADMINISTRATIVE),
    "correction.read_own": _act("worker", write=False),
    "correction.read": _act(f"coordinator {_STAFF}", write=False),
    "data.read": _act("worker", Compartment.OWN, write=False),
    "package.review": _act("coordinator", Compartment.COORDINATION),
    "package.take": _act("worker", Compartment.OWN, write=False, step_up=True),
    # whole tenant
    "read_log.read": _act("worker", Compartment.OWN, write=False),
    "import.read": _act(_STAFF, write=False),
    # prevention: themes without names, and what is done about them (OAP-2, OAP-3)
    "prevention.plan": _act("committee"),
    "theme.read": _act("committee coordinator lead_coordinator", write=False),
    "theme.word": _act("coordinator lead_coordinator"),
    "report.ask": _act(_REPORTED, step_up=True),
    "report.end": _act(_REPORTED),
    "report.read": _act(_REPORTED, write=False),
    "report.take": _act(_REPORTED, write=False, step_up=True),
    "emergency.ask": _act("lead_coordinator", Compartment.ADMINISTRATIVE, write=False, step_up=True, changes=True),
    "emergency.decide": _act("privacy_officer consultancy_admin consultancy_manager", step_up=True),
    "emergency.look": _act("lead_coordinator", step_up=True),
    "emergency.read": _act(
        "lead_coordinator privacy_officer consultancy_admin consultancy_manager auditor", write=False
    ),
    "emergency.review": _act("privacy_officer"),
    "support.give": _act("consultancy_admin", step_up=True),
    "support.end": _act("consultancy_admin support"),
    "support.enter": _act("support", step_up=True),
    "support.read": _act("consultancy_admin privacy_officer auditor support", write=False),
    "role.lend": _act("hr absence_admin employer_admin senior_management", step_up=True),
    "cover.arrange": _act(_CASEWORK),
    "cover.read": _act(_CASEWORK, write=False),
    "outbox.operate": _act("operator consultancy_admin"),
    "outbox.read": _act("operator consultancy_admin", write=False),
    "framework.read": _act(
        f"{_CASEWORK} {_STAFF} employer_admin committee senior_management consultancy_admin union", write=False
    ),
    "letter_text.read": _act("consultancy_admin employer_admin", write=False),
    "letter_text.write": _act("consultancy_admin employer_admin"),
    "hold.lift": _act(_WATCHING, step_up=True),
    "hold.place": _act(_WATCHING),
    "retention.approve": _act(_WATCHING, step_up=True),
    "retention.ask": _act(_WATCHING, step_up=True),
    "retention.choose": _act(_WATCHING, step_up=True),
    "retention.read": _act(f"{_WATCHING} auditor", write=False),
    "retention.reverse": _act(_WATCHING),
    "people.change": _act("consultancy_admin employer_admin", step_up=True),
    "people.read": _act("consultancy_admin employer_admin", write=False),
    "people.shut_out": _act("consultancy_admin", step_up=True),
    "register.read": _act("consultancy_admin privacy_officer auditor", write=False),
    "plugin.change": _act("consultancy_admin employer_admin", step_up=True),
    "plugin.operate": _act("operator"),
    "plugin.read": _act("consultancy_admin employer_admin", write=False),
    "plugin.watch": _act("operator", write=False),
    "program.manage": _act("consultancy_admin employer_admin", step_up=True),
    "program.read": _act("consultancy_admin employer_admin", write=False),
    "provisioning.end": _act("consultancy_admin"),
    "provisioning.manage": _act("consultancy_admin", step_up=True),
    "provisioning.read": _act("consultancy_admin", write=False),
    "sign_on.read": _act("consultancy_admin employer_admin", write=False),
    "sign_on.manage": _act("consultancy_admin employer_admin", step_up=True),
}
"""Every act there is. A route or command that names none of these does not pass the build."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, as far as the decision needs it."""

    tenant_id: UUID
    person_id: UUID
    role: Role
    employers: frozenset[UUID] | None = frozenset()
    """The client organisations where the role is held today; None: held in the whole consultancy."""
    fresh: bool = False
    """Whether they showed a strong proof of who they are a short while ago."""
    only_looks: bool = False
    """Whether they look with somebody's leave (support access), and so change nothing."""
    vouched_for: bool = False
    """Whether nobody but a client organisation's provider says who they are."""
    scopes: frozenset[str] | None = None
    """What the token with which they ask is good for; None: all that they may do."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What is asked for. `relations` are the roles the asking person has on this subject today."""

    tenant_id: UUID
    employer_id: UUID | None = None
    relations: frozenset[Role] = field(default_factory=frozenset)
    compartment: Compartment | None = None
    """The compartment of the very record, where it is not the action's own."""
    shared: bool = False
    """Whether the worker takes part today, and so shares the plan with others than the coordinator."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and by which part of the policy."""

    allow: bool
    rule: str


STEP_UP: Final = "step-up"
"""The rule that denies what would be allowed after a fresh proof; told to nobody whom another rule denies."""
SCOPE: Final = "scope"
"""The rule that denies what the role may do and the token is not good for; told to nobody else either."""


def decide(asking: Asking, action: str, resource: Resource) -> Decision:
    """Decide one act on one thing; what no rule allows is denied."""
    act = ACTIONS.get(action)
    if act is None:
        return Decision(allow=False, rule="unknown-action")
    if (denied := _denied_at_once(asking, act, resource)) is not None:
        return Decision(allow=False, rule=denied)
    compartment = resource.compartment or act.compartment
    if compartment is None:
        decision = Decision(allow=True, rule="role")
    else:
        decision = _by_matrix(asking, resource, compartment, write=act.write)
    if decision.allow and not is_in_scope(asking.scopes, action):
        return Decision(allow=False, rule=SCOPE)
    if decision.allow and _lacks_proof(act, fresh=asking.fresh, vouched_for=asking.vouched_for):
        return Decision(allow=False, rule=STEP_UP)
    return decision


def _lacks_proof(act: Action, *, fresh: bool, vouched_for: bool) -> bool:
    return act.step_up and (not fresh or (act.own_proof and vouched_for))


def _denied_at_once(asking: Asking, act: Action, resource: Resource) -> str | None:
    """Return the rule that denies the act whatever compartment it touches; None where none does."""
    if asking.tenant_id != resource.tenant_id:
        return "other-tenant"
    if asking.role not in act.roles:
        return "role"
    if not _reaches_employer(asking, resource):
        return "other-employer"
    return "only-looks" if asking.only_looks and act.changes else None


def _reaches_employer(asking: Asking, resource: Resource) -> bool:
    return resource.employer_id is None or asking.employers is None or resource.employer_id in asking.employers


def _by_matrix(asking: Asking, resource: Resource, compartment: Compartment, *, write: bool) -> Decision:
    cell = MATRIX[asking.role].get(compartment)
    if cell is None or not (cell.write if write else cell.read):
        return Decision(allow=False, rule="compartment")
    if cell.reach is Reach.RELATED and asking.role not in resource.relations:
        return Decision(allow=False, rule="relation")
    if cell.while_shared and not resource.shared:
        return Decision(allow=False, rule="not-shared")
    return Decision(allow=True, rule=f"{asking.role}/{compartment}")


def asks_whether_shared(role: Role) -> bool:
    """Say whether anything in a case opens to this role only while the worker shares it."""
    return any(cell.while_shared for cell in MATRIX[role].values())


def may_change(action: str) -> bool:
    """Say whether the act changes anything; an unknown act is taken for one that does."""
    act = ACTIONS.get(action)
    return act is None or act.changes


def scope_of(action: str) -> str:
    """Return what a token must be good for to do an act: what the act is about, and whether it changes anything.

    Such as "absence:read" and "absence:write"; to change does not include to read.
    """
    return f"{action.partition('.')[0]}:{'write' if may_change(action) else 'read'}"


def is_in_scope(scopes: frozenset[str] | None, action: str) -> bool:
    """Say whether a token with these scopes is good for the act; None stands for all of them."""
    return scopes is None or scope_of(action) in scopes


def scopes_of(role: Role) -> frozenset[str]:
    """Return every scope with which the role can do anything at all."""
    return frozenset(scope_of(name) for name, act in ACTIONS.items() if role in act.roles)


def asks_for_proof(action: str) -> bool:
    """Say whether the act asks for a strong proof of who one is, shown a short while ago."""
    act = ACTIONS.get(action)
    return act is not None and act.step_up


def asks_for_own_proof(action: str) -> bool:
    """Say whether that proof has to be somebody's own, and not what a client organisation's provider says of them."""
    act = ACTIONS.get(action)
    return act is not None and act.own_proof


def may_ever(role: Role, action: str) -> bool:
    """Say whether the role can do the act at all, on whatever thing: the first question at a route's door."""
    act = ACTIONS.get(action)
    return act is not None and role in act.roles


@dataclass(frozen=True, slots=True)
class Grant:
    """A compartment that a relation opens; `on_employment` says which subject it hangs on."""

    compartment: Compartment
    on_employment: bool


def subject_is_employment(compartment: Compartment) -> bool:
    """Say whether records of this compartment hang on the employment (the statutory track) or on the case (VOL-4)."""
    return compartment is Compartment.ADMINISTRATIVE


def grants_of_relation(role: Role) -> frozenset[Grant]:
    """Return what a person's part in a case opens: the projection for the row-level policies."""
    return frozenset(
        Grant(compartment, on_employment=subject_is_employment(compartment))
        for compartment, cell in MATRIX[role].items()
        if cell.read and cell.reach is Reach.RELATED
    )


def grants_of_membership(role: Role) -> frozenset[Compartment]:
    """Return the compartments that a membership opens for all subjects of its client organisation."""
    return frozenset(
        compartment for compartment, cell in MATRIX[role].items() if cell.read and cell.reach is Reach.EMPLOYER
    )


BY_WHO_THEY_ARE: Final = frozenset({Role.WORKER, Role.SUPERVISOR})
"""These reach the employment by who they are, never by a part in a case of it."""


def relations_to(
    parts: Iterable[Role], *, on_employment: bool, is_worker: bool, is_line_manager: bool
) -> frozenset[Role]:
    """Return somebody's relations to an employment or a case; `parts` are their parts in it today.

    Being the line manager opens nothing that lies on the case: that is the notice of S2-4, which is a part (VOL-2).
    """
    found = {role for role in parts if not (on_employment and role in BY_WHO_THEY_ARE)}
    if is_worker:
        found.add(Role.WORKER)
    if is_line_manager and on_employment:
        found.add(Role.SUPERVISOR)
    return frozenset(found)


NEUTRAL: Final = frozenset({Role.COORDINATOR, Role.LEAD_COORDINATOR})
PARTY: Final = frozenset(
    {
        Role.ABSENCE_ADMIN,
        Role.HR,
        Role.SUPERVISOR,
        Role.OCCUPATIONAL_HEALTH,
        Role.INSURER,
        Role.SENIOR_MANAGEMENT,
    }
)
PERSONNEL: Final = frozenset({Role.HR, Role.ABSENCE_ADMIN})


def conflict_of(first: Role, second: Role) -> str | None:
    """Return the rule that forbids one person both roles at one client organisation in one period, or None (NEU-1)."""
    pair = {first, second}
    if pair & NEUTRAL and pair & PARTY:
        return "NEU-1"
    if Role.OCCUPATIONAL_HEALTH in pair and pair & PERSONNEL:
        return "separation-of-health-and-personnel"
    if Role.AUDITOR in pair and len(pair) > 1 and pair & WRITERS:
        return "auditor-writes-nothing"
    return None


WRITERS: Final = frozenset(
    role
    for role in Role
    if role is not Role.AUDITOR and any(role in act.roles and act.write and act.compartment for act in ACTIONS.values())
)
"""Roles that write anything in a case."""
