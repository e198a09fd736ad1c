"""The text of every row-level policy comes from here and from nowhere else.

Levels: tenant (permissive), employer and need-to-know (restrictive, so they can only narrow). A table gets the
levels that its columns ask for. Settings are read inside sub-selects so that PostgreSQL evaluates them once a
statement; unset means no rows.
"""

from dataclasses import dataclass

THIS_TENANT = "(select nullif(current_setting('app.tenant_id', true), '')::uuid)"
ME = "(select nullif(current_setting('app.person', true), '')::uuid)"
ROLE = "(select current_setting('app.role', true))"
TODAY = "(select nullif(current_setting('app.today', true), '')::date)"
TENANT = f"tenant_id = {THIS_TENANT}"
ENGINE = "(select current_setting('app.scope', true)) = 'engine'"
ENDING = f"{TENANT} and {ENGINE}"
"""What the function that ends records, which runs as the owner, sees: those of the tenant whose job it is."""
EMPLOYERS = (
    "((select current_setting('app.employers', true)) = '*' or "
    "{column} = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))"
)
_GRANTED = (
    f"from {{table}} g where g.tenant_id = {THIS_TENANT} "
    f"and g.person_id = {ME} and g.role = {ROLE} and g.during @> {TODAY}"
)
_SHARED = (
    "(compartment <> 'plan' or "
    f"{ROLE} in ('worker', 'coordinator') or "
    f"exists (select from shared_plan p where p.tenant_id = {THIS_TENANT} and p.case_id = {{subject}}))"
)
"""A plan is open to others than these two only while the worker takes part (VOL-2)."""
NEED_TO_KNOW = (
    f"({ENGINE} or ("
    f"({{subject}}, compartment) in (select g.subject_id, g.compartment {_GRANTED.format(table='case_grant')}) or "
    f"(employer_id, compartment) in (select g.employer_id, g.compartment {_GRANTED.format(table='employer_grant')})) "
    f"and {_SHARED})"
)


@dataclass(frozen=True, slots=True)
class TableSecurity:
    """What the policies of one table are made from.

    `employer` and `subject` name the columns of these levels, or are None where the table has no such level.
    `narrow` is one more restrictive condition in SQL. `grants` are the privileges of the application's role.
    `relay`, `admin`, `resolver` and `owner` are the named exemptions: the relay claims outbox rows, the administrator
    keeps the tenant directory, `resolve_credential` (which runs as the owner) looks up digests before a tenant is
    known, and `owner` is the condition in SQL under which another function that runs as the owner sees rows.
    """

    table: str
    employer: str | None = None
    subject: str | None = None
    narrow: str | None = None
    grants: tuple[str, ...] = ("select", "insert", "update", "delete")
    relay: bool = False
    admin: bool = False
    resolver: bool = False
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One row of pg_policy as it must be."""

    name: str
    permissive: bool
    role: str
    expression: str


def policies_of(security: TableSecurity) -> list[Policy]:
    """Return the policies that the table must have, no more and no fewer."""
    found = [Policy("tenant", permissive=True, role="handrail_app", expression=TENANT)]
    if security.employer:
        expression = EMPLOYERS.format(column=security.employer)
        found.append(Policy("employer", permissive=False, role="handrail_app", expression=expression))
    if security.subject:
        expression = NEED_TO_KNOW.format(subject=security.subject)
        found.append(Policy("need_to_know", permissive=False, role="handrail_app", expression=expression))
    if security.narrow:
        found.append(Policy("narrow", permissive=False, role="handrail_app", expression=security.narrow))
    if security.relay:
        found.append(Policy("relay", permissive=True, role="handrail_relay", expression="true"))
    if security.admin:
        found.append(Policy("admin", permissive=True, role="handrail_admin", expression="true"))
    if security.resolver:
        found.append(Policy("resolver", permissive=True, role="handrail_owner", expression="true"))
    if security.owner:
        found.append(Policy("owner", permissive=True, role="handrail_owner", expression=security.owner))
    return found


def statements_of(security: TableSecurity) -> list[str]:
    """Return the SQL that puts the table under its policies and grants, in order."""
    table = security.table
    statements = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"grant {', '.join(security.grants)} on {table} to handrail_app",
    ]
    if security.relay:
        statements.append(f"grant select, update on {table} to handrail_relay")
    if security.admin:
        statements.append(f"grant select, insert, update on {table} to handrail_admin")
    for policy in policies_of(security):
        kind = "permissive" if policy.permissive else "restrictive"
        statements.append(
            f"create policy {policy.name} on {table} as {kind} for all to {policy.role} "
            f"using ({policy.expression}) with check ({policy.expression})"
        )
    return statements
