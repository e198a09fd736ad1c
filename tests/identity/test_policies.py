"""The policy as data: what each cell says, and that nothing else is said anywhere."""

from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.identity.policies import (
    ACTIONS,
    MATRIX,
    Asking,
    Reach,
    Resource,
    conflict_of,
    decide,
    grants_of_membership,
    grants_of_relation,
    may_ever,
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
    R.OCCUPATIONAL_HEALTH: ({C.ADMINISTRATIVE, C.PLAN, C.MEDICAL}, {C.MEDICAL}),
    R.PROVIDER: ({C.PROVIDER}, {C.PROVIDER}),
}
EMPLOYER_SIDE = (R.SUPERVISOR, R.HR, R.ABSENCE_ADMIN, R.EMPLOYER_ADMIN, R.SENIOR_MANAGEMENT, R.COMMITTEE, R.INSURER)


def asking(role: Role, employers: frozenset[UUID] | None = frozenset({EMPLOYER})) -> Asking:
    return Asking(TENANT, uuid4(), role, employers)


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize(("role", "compartment"), list(product(Role, Compartment)))
def test_every_cell_of_the_matrix_is_as_the_table_says(role: Role, compartment: Compartment) -> None:
    reads, writes = EXPECTED.get(role, (set(), set()))
    cell = MATRIX[role].get(compartment)
    assert (cell is not None and cell.read) == (compartment in reads)
    assert (cell is not None and cell.write) == (compartment in writes)


@pytest.mark.rule("CON-2")
@pytest.mark.rule("CON-3")
@pytest.mark.parametrize(("role", "action"), list(product(EMPLOYER_SIDE, sorted(ACTIONS))))
def test_no_act_of_the_employers_side_touches_what_the_worker_confides(role: Role, action: str) -> None:
    act = ACTIONS[action]
    if act.compartment in {C.OWN, C.COORDINATION, C.MEDICAL, C.PROVIDER, C.UNION}:
        everything = Resource(TENANT, EMPLOYER, frozenset(Role))
        assert not decide(asking(role, None), action, everything).allow


@pytest.mark.parametrize("action", sorted(ACTIONS))
@pytest.mark.parametrize("role", list(Role))
def test_an_act_needs_the_role_the_relation_the_employer_and_the_tenant(role: Role, action: str) -> None:
    act = ACTIONS[action]
    related = Resource(TENANT, EMPLOYER, frozenset({role}))
    allowed = decide(asking(role), action, related).allow
    reads, writes = EXPECTED.get(role, (set(), set()))
    by_table = act.compartment is None or act.compartment in (writes if act.write else reads)
    assert allowed == (role in act.roles and by_table)
    assert not decide(asking(role), action, Resource(uuid4(), EMPLOYER, frozenset({role}))).allow
    assert not decide(asking(role, frozenset()), action, related).allow
    cell = MATRIX[role].get(act.compartment) if act.compartment else None
    if cell and cell.reach is Reach.RELATED:
        assert not decide(asking(role), action, Resource(TENANT, EMPLOYER, frozenset())).allow


def test_every_role_that_an_act_names_can_do_it_by_the_matrix() -> None:
    idle = [
        (name, role)
        for name, act in ACTIONS.items()
        for role in act.roles
        if not decide(asking(role), name, Resource(TENANT, EMPLOYER, frozenset({role}))).allow
    ]
    assert idle == []


@given(action=st.text(max_size=30), role=st.sampled_from(list(Role)))
def test_an_act_that_the_policy_does_not_know_is_denied(action: str, role: Role) -> None:
    known = action in ACTIONS
    assert known or not decide(asking(role), action, Resource(TENANT, EMPLOYER, frozenset(Role))).allow
    assert known or not may_ever(role, action)


@pytest.mark.parametrize("role", list(Role))
def test_grants_are_what_the_matrix_lets_read(role: Role) -> None:
    by_relation = {grant.compartment for grant in grants_of_relation(role)}
    by_membership = set(grants_of_membership(role))
    assert by_relation | by_membership == EXPECTED.get(role, (set(), set()))[0]
    assert not by_relation & by_membership


@pytest.mark.rule("NEU-1")
@pytest.mark.parametrize("neutral", [R.COORDINATOR, R.LEAD_COORDINATOR])
@pytest.mark.parametrize("party", [R.ABSENCE_ADMIN, R.HR, R.SUPERVISOR, R.OCCUPATIONAL_HEALTH, R.INSURER])
def test_a_coordinator_holds_no_role_over_the_worker(neutral: Role, party: Role) -> None:
    assert conflict_of(neutral, party) == conflict_of(party, neutral) == "NEU-1"


@given(first=st.sampled_from(list(Role)), second=st.sampled_from(list(Role)))
def test_conflicts_are_symmetric_and_never_with_oneself(first: Role, second: Role) -> None:
    assert conflict_of(first, second) == conflict_of(second, first)
    assert conflict_of(first, first) is None
