"""The policy as data: what each cell says, and that nothing else is said anywhere."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.identity.policies import (
    ACTIONS,
    MATRIX,
    SCOPE,
    STEP_UP,
    WRITERS,
    Asking,
    Decision,
    Reach,
    Resource,
    asks_for_own_proof,
    asks_for_proof,
    asks_whether_shared,
    conflict_of,
    decide,
    grants_of_membership,
    grants_of_relation,
    is_in_scope,
    may_change,
    may_ever,
    relations_to,
    scope_of,
    scopes_of,
)
from handrail.kit.codes import Compartment, Role

TENANT, EMPLOYER = uuid4(), uuid4()
C, R = Compartment, Role

# The table of the rules, written out once more by hand: role -> (reads, writes).
EXPECTED: dict[Role, tuple[set[Compartment], set[Compartment]]] = {
    R.WORKER: (set(C), {C.ADMINISTRATIVE, C.OWN, C.COORDINATION, C.PLAN, C.PREVENTION}),
    R.COORDINATOR: (
        {C.ADMINISTRATIVE, C.COORDINATION, C.PLAN, C.PREVENTION},
        {C.ADMINISTRATIVE, C.COORDINATION, C.PLAN, C.PREVENTION},
    ),
    R.LEAD_COORDINATOR: ({C.ADMINISTRATIVE, C.COORDINATION, C.PLAN}, set()),
    R.SUPERVISOR: ({C.ADMINISTRATIVE, C.PLAN}, {C.ADMINISTRATIVE, C.PLAN}),
    R.HR: ({C.ADMINISTRATIVE}, {C.ADMINISTRATIVE}),
    R.ABSENCE_ADMIN: ({C.ADMINISTRATIVE}, {C.ADMINISTRATIVE}),
    R.UNION: ({C.PLAN, C.UNION}, {C.UNION}),
    R.OCCUPATIONAL_HEALTH: ({C.ADMINISTRATIVE, C.PLAN, C.MEDICAL}, {C.ADMINISTRATIVE, C.MEDICAL}),
    R.PROVIDER: ({C.PROVIDER}, {C.PROVIDER}),
}
EMPLOYER_SIDE = (R.SUPERVISOR, R.HR, R.ABSENCE_ADMIN, R.EMPLOYER_ADMIN, R.SENIOR_MANAGEMENT, R.COMMITTEE, R.INSURER)


def asking(role: Role, employers: frozenset[UUID] | None = frozenset({EMPLOYER}), *, fresh: bool = True) -> Asking:
    return Asking(TENANT, uuid4(), role, employers, fresh=fresh)


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", list(Role))
def test_every_cell_of_the_matrix_is_as_the_table_says(role: Role) -> None:
    cells = MATRIX[role]
    reads = {compartment for compartment, cell in cells.items() if cell.read}
    writes = {compartment for compartment, cell in cells.items() if cell.write}
    assert (reads, writes) == EXPECTED.get(role, (set(), set()))


@pytest.mark.rule("CON-2")
@pytest.mark.rule("CON-3")
@pytest.mark.parametrize("role", EMPLOYER_SIDE)
def test_no_act_of_the_employers_side_touches_what_the_worker_confides(role: Role) -> None:
    confided = [
        name
        for name, act in ACTIONS.items()
        if act.compartment in {C.OWN, C.COORDINATION, C.MEDICAL, C.PROVIDER, C.UNION}
    ]
    everything = Resource(TENANT, EMPLOYER, frozenset(Role), shared=True)
    assert confided
    assert not [name for name in confided if decide(asking(role, None), name, everything).allow]


@pytest.mark.parametrize("role", list(Role))
def test_an_act_needs_the_role_the_relation_the_employer_and_the_tenant(role: Role) -> None:
    reads, writes = EXPECTED.get(role, (set(), set()))
    related = Resource(TENANT, EMPLOYER, frozenset({role}), shared=True)
    for name, act in ACTIONS.items():
        allowed = decide(asking(role), name, related).allow
        by_table = act.compartment is None or act.compartment in (writes if act.write else reads)
        assert allowed == (role in act.roles and by_table), name
        assert decide(asking(role, fresh=False), name, related).allow == (allowed and not act.step_up), name
        assert not decide(asking(role), name, Resource(uuid4(), EMPLOYER, frozenset({role}))).allow, name
        assert not decide(asking(role, frozenset()), name, related).allow, name
        cell = MATRIX[role].get(act.compartment) if act.compartment else None
        if cell and cell.reach is Reach.RELATED:
            assert not decide(asking(role), name, Resource(TENANT, EMPLOYER, frozenset(), shared=True)).allow, name


def test_every_role_that_an_act_names_can_do_it_by_the_matrix() -> None:
    idle = [
        (name, role)
        for name, act in ACTIONS.items()
        for role in act.roles
        if not decide(asking(role), name, Resource(TENANT, EMPLOYER, frozenset({role}), shared=True)).allow
    ]
    assert idle == []


@given(action=st.text(max_size=30), role=st.sampled_from(list(Role)))
def test_an_act_that_the_policy_does_not_know_is_denied(action: str, role: Role) -> None:
    known = action in ACTIONS
    assert known or not decide(asking(role), action, Resource(TENANT, EMPLOYER, frozenset(Role), shared=True)).allow
    assert known or not may_ever(role, action)


@pytest.mark.parametrize("role", list(Role))
def test_grants_are_what_the_matrix_lets_read(role: Role) -> None:
    by_relation = {grant.compartment for grant in grants_of_relation(role)}
    by_membership = set(grants_of_membership(role))
    assert by_relation | by_membership == EXPECTED.get(role, (set(), set()))[0]
    assert not by_relation & by_membership


@pytest.mark.rule("NEU-1")
@pytest.mark.parametrize("neutral", [R.COORDINATOR, R.LEAD_COORDINATOR])
@pytest.mark.parametrize(
    "party", [R.ABSENCE_ADMIN, R.HR, R.SUPERVISOR, R.OCCUPATIONAL_HEALTH, R.INSURER, R.SENIOR_MANAGEMENT]
)
def test_a_coordinator_holds_no_role_over_the_worker(neutral: Role, party: Role) -> None:
    assert conflict_of(neutral, party) == conflict_of(party, neutral) == "NEU-1"


@given(first=st.sampled_from(list(Role)), second=st.sampled_from(list(Role)))
def test_conflicts_are_symmetric_and_never_with_oneself(first: Role, second: Role) -> None:
    assert conflict_of(first, second) == conflict_of(second, first)
    assert conflict_of(first, first) is None


WRITE_IN_CASES = {R.WORKER, R.COORDINATOR, R.SUPERVISOR, R.HR, R.ABSENCE_ADMIN, R.OCCUPATIONAL_HEALTH, R.PROVIDER}
"""Written out by hand; grows with the acts of the other roles."""


@pytest.mark.parametrize("first", list(Role))
def test_two_roles_stand_against_each_other_exactly_where_the_rules_say(first: Role) -> None:
    neutral, party = {R.COORDINATOR, R.LEAD_COORDINATOR}, {R.SUPERVISOR, R.INSURER, R.SENIOR_MANAGEMENT}
    staff = {R.HR, R.ABSENCE_ADMIN}
    for second in Role:
        pair = {first, second}
        expected = None
        if pair & neutral and pair & (party | staff | {R.OCCUPATIONAL_HEALTH}):
            expected = "NEU-1"
        elif R.OCCUPATIONAL_HEALTH in pair and pair & staff:
            expected = "separation-of-health-and-personnel"
        elif R.AUDITOR in pair and pair & WRITE_IN_CASES:
            expected = "auditor-writes-nothing"
        assert conflict_of(first, second) == expected, second


def test_who_writes_in_cases_is_who_has_an_act_that_does() -> None:
    assert WRITE_IN_CASES | {role for role in Role if writes(role) and role is not R.AUDITOR} == WRITERS
    assert {role for role in Role if writes(role)} >= WRITE_IN_CASES


def writes(role: Role) -> bool:
    return any(
        decide(asking(role), name, Resource(TENANT, EMPLOYER, frozenset({role}), shared=True)).allow
        for name, act in ACTIONS.items()
        if act.write and act.compartment is not None
    )


@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize("is_worker", [False, True])
@pytest.mark.parametrize("is_line_manager", [False, True])
@pytest.mark.parametrize("on_employment", [False, True])
def test_a_line_manager_reaches_the_employment_and_never_by_it_the_case(
    is_worker: bool,  # noqa: FBT001 - an axis of the table
    is_line_manager: bool,  # noqa: FBT001 - same
    on_employment: bool,  # noqa: FBT001 - same
) -> None:
    parts = [R.WORKER, R.SUPERVISOR, R.COORDINATOR]
    found = relations_to(parts, on_employment=on_employment, is_worker=is_worker, is_line_manager=is_line_manager)
    nobody = relations_to([], on_employment=on_employment, is_worker=is_worker, is_line_manager=is_line_manager)
    by_being = ({R.WORKER} if is_worker else set()) | ({R.SUPERVISOR} if is_line_manager and on_employment else set())
    assert nobody == by_being
    assert found == by_being | ({R.COORDINATOR} if on_employment else set(parts))


@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize("role", list(Role))
def test_a_plan_that_is_not_shared_is_open_to_the_worker_and_the_coordinator_alone(role: Role) -> None:
    reads, writes_to = EXPECTED.get(role, (set(), set()))
    assert asks_whether_shared(role) == (C.PLAN in reads and role not in {R.WORKER, R.COORDINATOR})
    for name, act in ACTIONS.items():
        for compartment in Compartment:
            kept = Resource(TENANT, EMPLOYER, frozenset({role}), compartment)
            theirs = role in act.roles and compartment in (writes_to if act.write else reads)
            found = decide(asking(role), name, kept)
            held_back = compartment is C.PLAN and asks_whether_shared(role)
            assert found.allow == (theirs and not held_back), (name, compartment)
            assert not (theirs and held_back) or found.rule == "not-shared", (name, compartment)


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", list(Role))
def test_the_record_in_hand_decides_where_it_lies_elsewhere_than_the_act_says(role: Role) -> None:
    reads, writes_to = EXPECTED.get(role, (set(), set()))
    for name, act in ACTIONS.items():
        for compartment in Compartment:
            here = Resource(TENANT, EMPLOYER, frozenset({role}), compartment, shared=True)
            allowed = role in act.roles and compartment in (writes_to if act.write else reads)
            assert decide(asking(role), name, here).allow == allowed, (name, compartment)


@pytest.mark.parametrize("role", list(Role))
def test_a_route_opens_to_the_roles_that_its_act_names(role: Role) -> None:
    assert {name for name in ACTIONS if may_ever(role, name)} == {n for n, act in ACTIONS.items() if role in act.roles}


def test_administrative_records_hang_on_the_employment_and_all_others_on_the_case() -> None:
    for role in Role:
        for grant in grants_of_relation(role):
            assert grant.on_employment == (grant.compartment is C.ADMINISTRATIVE)


def test_that_a_proof_is_missing_is_told_to_nobody_whom_another_rule_denies() -> None:
    related = Resource(TENANT, EMPLOYER, frozenset({R.WORKER}))
    assert decide(asking(R.WORKER, fresh=False), "plan.accept", related).rule == STEP_UP
    others = (Resource(uuid4(), EMPLOYER, frozenset({R.WORKER})), Resource(TENANT, uuid4(), frozenset({R.WORKER})))
    for other in (*others, Resource(TENANT, EMPLOYER, frozenset())):
        assert decide(asking(R.WORKER, fresh=False), "plan.accept", other).rule != STEP_UP
    assert decide(asking(R.HR, fresh=False), "plan.accept", related).rule == "role"


def test_which_acts_ask_for_a_fresh_proof() -> None:
    assert asks_for_proof("plan.accept")
    assert not asks_for_proof("case.read")
    assert not asks_for_proof("no.such.act")


def test_how_one_signs_in_is_not_changed_on_the_word_of_a_client_organisations_provider() -> None:
    vouched = replace(asking(Role.HR, fresh=True), vouched_for=True)
    thing = Resource(vouched.tenant_id)
    for action in ("account.factors", "login.link"):
        assert asks_for_own_proof(action)
        assert decide(asking(Role.HR, fresh=True), action, thing) == Decision(allow=True, rule="role")
        assert decide(vouched, action, thing) == Decision(allow=False, rule=STEP_UP)
    assert not asks_for_own_proof("sign_on.manage")
    assert not asks_for_own_proof("no.such.act")
    admin = replace(asking(Role.EMPLOYER_ADMIN, fresh=True), vouched_for=True)
    assert decide(admin, "sign_on.manage", thing).allow


# --- Scopes: what a token is good for ---------------------------------------------------------------------------------


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_a_token_is_good_for_the_acts_of_its_scopes_and_for_no_others(action: str) -> None:
    act = ACTIONS[action]
    scope = scope_of(action)
    assert scope == f"{action.partition('.')[0]}:{'write' if act.changes else 'read'}"
    for role in act.roles:
        related = Resource(TENANT, EMPLOYER, frozenset({role}), shared=True)
        whole = decide(asking(role), action, related)
        assert whole.allow
        assert decide(replace(asking(role), scopes=frozenset({scope, "other:read"})), action, related) == whole
        for lacking in (frozenset[str](), scopes_of(role) - {scope}, frozenset({scope.upper(), scope[:-1]})):
            assert decide(replace(asking(role), scopes=lacking), action, related) == Decision(allow=False, rule=SCOPE)


def test_that_a_scope_is_missing_is_told_to_nobody_whom_another_rule_denies_and_before_a_proof_is_asked_for() -> None:
    nothing = frozenset[str]()
    related = Resource(TENANT, EMPLOYER, frozenset({R.WORKER}))
    tired = replace(asking(R.WORKER, fresh=False), scopes=nothing)
    assert decide(tired, "plan.accept", related).rule == SCOPE == "scope"
    assert decide(replace(tired, scopes=frozenset({"plan:write"})), "plan.accept", related).rule == STEP_UP
    for other in (Resource(uuid4()), Resource(TENANT, uuid4()), Resource(TENANT, EMPLOYER)):
        assert decide(tired, "plan.accept", other).rule not in {SCOPE, STEP_UP}
    assert decide(replace(asking(R.HR), scopes=nothing), "plan.accept", related).rule == "role"


def test_a_token_without_scopes_of_its_own_is_good_for_all_that_its_holder_may_do() -> None:
    assert asking(R.HR).scopes is None
    assert all(is_in_scope(None, action) for action in ACTIONS)
    assert not any(is_in_scope(frozenset(), action) for action in ACTIONS)


def test_an_unknown_act_is_taken_for_one_that_changes_something() -> None:
    assert scope_of("no.such.act") == "no:write"
    assert scope_of("absence.read") == "absence:read"
    assert scope_of("absence.record") == scope_of("absence.import") == "absence:write"
    assert may_change("no.such.act")


@pytest.mark.parametrize("role", list(Role))
def test_the_scopes_of_a_role_are_those_of_the_acts_that_name_it(role: Role) -> None:
    assert scopes_of(role) == {scope_of(name) for name, act in ACTIONS.items() if role in act.roles}
    assert "account:write" in scopes_of(role)


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_whoever_looks_with_somebodys_leave_changes_nothing(action: str) -> None:
    for role in ACTIONS[action].roles:
        related = Resource(TENANT, EMPLOYER, frozenset({role}), shared=True)
        found = decide(replace(asking(role), only_looks=True), action, related)
        assert found.allow == (not may_change(action))
        assert found.allow or found.rule == "only-looks"
