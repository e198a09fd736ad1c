"""Memberships, the relations of people to cases, the grants projected from them, and sessions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from handrail.identity.duties import Duty
from handrail.identity.proofs import Method
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import Base, EmployerOwned, TenantOwned, check, code_type
from handrail.kit.rls import ENGINE, ME, ROLE, THIS_TENANT, TODAY
from handrail.tenancy.models import to

_NEUTRAL = "role in ('coordinator', 'lead_coordinator')"
_PARTY = "role in ('absence_admin', 'hr', 'supervisor', 'occupational_health', 'insurer', 'senior_management')"


_MINE = f"g.tenant_id = {THIS_TENANT} and g.person_id = {ME} and g.role = {ROLE} and g.during @> {TODAY}"
"""The grants of whoever asks, in the role in which they ask, today."""


class Membership(TenantOwned, Base):
    """A role that a person holds, at one client organisation or (employer_id null) in the whole consultancy.

    The exclusion constraints are the database's half of NEU-1: whichever door a grant comes through, a coordinator
    can not hold a medico-legal, absence-administration, disciplinary or line role at the same client organisation in
    any overlapping period. `during` is half open: [from, to).
    """

    __tablename__ = "membership"
    __table_args__ = (
        to("person", "person_id"),
        to("client_organisation", "employer_id"),
        check(f"not ({_NEUTRAL}) or employer_id is not null", "neutral_roles_name_their_employer"),
        ExcludeConstraint(
            ("tenant_id", "="), ("person_id", "="), ("employer_id", "="), ("neutrality", "<>"), ("during", "&&"),
            name="membership_neutral", using="gist", where=text("neutrality is not null"),
        ),
        ExcludeConstraint(
            ("tenant_id", "="), ("person_id", "="), ("employer_id", "="), ("clinical", "<>"), ("during", "&&"),
            name="membership_clinical", using="gist", where=text("clinical is not null"),
        ),
        Index(None, "tenant_id", "person_id"),
        Index(None, "tenant_id", "employer_id", "role"),
    )  # fmt: skip

    person_id: Mapped[UUID]
    employer_id: Mapped[UUID | None]
    role: Mapped[Role]
    during: Mapped[Range[Any]] = mapped_column(DATERANGE)
    source: Mapped[str | None] = mapped_column(default=None)
    """What gave it, and may take it back, such as "connection:<id>"; None: a person or the tenant's folder."""
    given_by: Mapped[UUID | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None)
    """Why it was given for a time; None for a role that goes with the work."""
    neutrality: Mapped[str | None] = mapped_column(
        Computed(f"case when {_NEUTRAL} then 'neutral' when {_PARTY} then 'party' end", persisted=True)
    )
    clinical: Mapped[str | None] = mapped_column(
        Computed(
            "case when role = 'occupational_health' then 'clinical' "
            "when role in ('hr', 'absence_admin') then 'personnel' end",
            persisted=True,
        )
    )


class Assignment(EmployerOwned, Base):
    """A person's part in one case, in one role, for a time: the relation that `decide` asks for.

    The supervisor's runs from the notice of S2-4 to the end of the support process (VOL-2).
    """

    __tablename__ = "assignment"
    __narrow__ = (
        f"({ENGINE} or "  # noqa: S608 - constants
        f"person_id = {ME} or "
        f"case_id in (select g.subject_id from case_grant g where {_MINE} and g.compartment = 'coordination') or "
        "(role not in ('union', 'occupational_health', 'provider') and "
        f"(case_id in (select g.subject_id from case_grant g where {_MINE}) or employer_id in "
        f"(select g.employer_id from employer_grant g where {_MINE} and g.compartment = 'coordination'))) "
        "or (role = 'coordinator' and duty = 'whole' and ("
        f"employer_id in (select g.employer_id from employer_grant g where {_MINE} "
        "and g.compartment = 'administrative') "
        "or case_id in (select c.id from case_grant g "
        "join cases c on c.tenant_id = g.tenant_id and c.employment_id = g.subject_id "
        f"where {_MINE} and g.compartment = 'administrative'))))"
    )
    # ^ that there is a coordinator follows from the forwarded file (NEU-2), so whoever may know of the file may know
    #   who it is; other parts tell that support is in use, so only whoever has a part, and the lead, may know (VOL-2);
    #   that the worker is accompanied, treated or helped is told to worker and coordinator alone (CON-1, IVN-5)
    __table_args__ = (
        to("cases", "case_id"),
        to("person", "person_id"),
        Index(None, "tenant_id", "case_id"),
        Index(None, "tenant_id", "person_id", "role"),
        ExcludeConstraint(
            ("tenant_id", "="), ("case_id", "="), ("person_id", "="), ("role", "="), ("during", "&&"),
            name="assignment_once", using="gist",
        ),
    )  # fmt: skip

    case_id: Mapped[UUID]
    person_id: Mapped[UUID]
    role: Mapped[Role]
    during: Mapped[Range[Any]] = mapped_column(DATERANGE)
    cover_id: Mapped[UUID | None] = mapped_column(default=None)
    """The cover that gave it: the part is another's, who is away."""
    duty: Mapped[Duty] = mapped_column(code_type(Duty), default=Duty.WHOLE, server_default=text("'whole'"))
    given_by: Mapped[UUID | None] = mapped_column(default=None)
    """Who gave it; None: it followed by itself."""


class CaseGrant(TenantOwned, Base):
    """Projection of the policy: this person, in this role, may open this compartment of this subject."""

    __tablename__ = "case_grant"
    __table_args__ = (
        Index(None, "tenant_id", "person_id", "role"),
        Index(None, "tenant_id", "subject_id"),
        UniqueConstraint("tenant_id", "subject_id", "person_id", "role", "compartment", "during"),
    )

    employer_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    person_id: Mapped[UUID]
    role: Mapped[Role]
    compartment: Mapped[Compartment]
    during: Mapped[Range[Any]] = mapped_column(DATERANGE)


class EmployerGrant(TenantOwned, Base):
    """Projection of the policy for roles that reach a whole client organisation."""

    __tablename__ = "employer_grant"
    __table_args__ = (
        Index(None, "tenant_id", "person_id", "role"),
        UniqueConstraint("tenant_id", "employer_id", "person_id", "role", "compartment", "during"),
    )

    employer_id: Mapped[UUID]
    person_id: Mapped[UUID]
    role: Mapped[Role]
    compartment: Mapped[Compartment]
    during: Mapped[Range[Any]] = mapped_column(DATERANGE)


class SharedPlan(EmployerOwned, Base):
    """The worker of this case takes part, and so shares the plan with others than the coordinator (VOL-2).

    Both locks ask for this row before a plan opens to anybody but the two. Only those to whom the plan could open know
    whether there is one.
    """

    __tablename__ = "shared_plan"
    __narrow__ = (
        f"({ENGINE} or "  # noqa: S608 - constants
        f"case_id in (select g.subject_id from case_grant g where {_MINE} and g.compartment = 'plan') or "
        f"employer_id in (select g.employer_id from employer_grant g where {_MINE} and g.compartment = 'plan'))"
    )
    __grants__ = ("select", "insert", "delete")
    __table_args__ = (to("cases", "case_id"), UniqueConstraint("tenant_id", "case_id"))

    case_id: Mapped[UUID]
    since: Mapped[date]


class SignInLink(TenantOwned, Base):
    """A single-use link; only the SHA-256 of its token is kept.

    One that somebody asked for is nobody's until the job that mails it has looked whose the address is: the request
    writes the same for an address that somebody has and for one that nobody has (`identity.links`).
    """

    __tablename__ = "sign_in_link"
    __resolver__ = True
    __table_args__ = (
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "digest"),
        Index(None, "digest"),
        check("(person_id is null) = (address_sealed is not null)", "somebodys_or_asked_for"),
    )

    digest: Mapped[bytes]
    person_id: Mapped[UUID | None]
    address_sealed: Mapped[bytes | None] = mapped_column(default=None)
    """The address for which it was asked, until it is known whose it is; sealed."""
    role: Mapped[Role | None]
    method: Mapped[Method] = mapped_column(code_type(Method))
    browser: Mapped[bytes | None]  # SHA-256 of the cookie of the browser that asked; None: any browser
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignIn(TenantOwned, Base):
    """A session on the server: the cookie holds a random id of which only the SHA-256 is kept."""

    __tablename__ = "sign_in"
    __resolver__ = True
    __table_args__ = (
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "digest"),
        Index(None, "digest"),
        Index(None, "tenant_id", "person_id"),
        Index(
            "sign_in_external_idx",
            "tenant_id",
            "connection_id",
            "external_subject",
            postgresql_where=text("connection_id is not null"),
        ),
        check("factors in (1, 2)", "half_or_whole"),
    )

    digest: Mapped[bytes]
    person_id: Mapped[UUID]
    role: Mapped[Role]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    origin: Mapped[str | None]
    method: Mapped[Method] = mapped_column(code_type(Method))
    factors: Mapped[int]
    """1: a link alone, which opens nothing but the page that asks for more; 2: whole."""
    proven_at: Mapped[datetime | None]
    """When they last showed a strong proof; None: never in this session."""
    connection_id: Mapped[UUID | None]
    external_subject: Mapped[str | None]
    external_session: Mapped[str | None]
    within_employer_id: Mapped[UUID | None] = mapped_column(default=None)
    """The client organisation whose provider vouched for them: nothing that they hold elsewhere opens."""
    support_id: Mapped[UUID | None] = mapped_column(default=None)
    """The support access under which somebody looks in a role that is not theirs; it ends with it."""
    device_id: Mapped[UUID | None] = mapped_column(default=None)
    """The browser in which it began, while that is known."""


class KnownDevice(TenantOwned, Base):
    """A browser in which somebody has signed in, known by a cookie of which only a digest with the person is kept."""

    __tablename__ = "known_device"
    __narrow__ = f"({ENGINE} or person_id = {ME})"
    __table_args__ = (
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "person_id", "digest"),
        Index(None, "tenant_id", "seen_at"),
    )

    person_id: Mapped[UUID]
    digest: Mapped[bytes]
    origin: Mapped[str | None]
    """How it introduces itself (User-Agent)."""
    first_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """When somebody last signed in there."""


class ApiToken(TenantOwned, Base):
    """A token for the API, of a person or of a program, with an end date; only the SHA-256 is kept."""

    __tablename__ = "api_token"
    __resolver__ = True
    __table_args__ = (
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "digest"),
        Index(None, "digest"),
        Index(None, "tenant_id", "person_id"),
    )

    digest: Mapped[bytes]
    name: Mapped[str]
    person_id: Mapped[UUID]
    role: Mapped[Role]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    proven_at: Mapped[datetime | None]
    """When the person who made it had last shown a strong proof: a token is as fresh as that."""
    within_employer_id: Mapped[UUID | None] = mapped_column(default=None)
    """As in the session in which it was made."""
    scopes: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
    """What it is good for, such as ["absence:read"]; None: all that the person may do in the role."""
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
    """Noted once an hour at most."""
    client_id: Mapped[UUID | None] = mapped_column(default=None)
    """The program that got it for its secret; None: a person made it, or the operator for one."""


class CalendarFeed(TenantOwned, Base):
    """A secret address under which a person's calendar program reads what is due; only its SHA-256 is kept.

    It opens what the person may read in this role, for as long as they hold it, and nothing else.
    """

    __tablename__ = "calendar_feed"
    __resolver__ = True
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "digest"),
        Index(None, "digest"),
        Index("calendar_feed_living_key", "tenant_id", "person_id", "role", unique=True,
              postgresql_where=text("revoked_at is null")),
    )  # fmt: skip

    digest: Mapped[bytes]
    person_id: Mapped[UUID]
    role: Mapped[Role]
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    within_employer_id: Mapped[UUID | None] = mapped_column(default=None)
    """As in the session in which it was made."""


class AnsweredRequest(TenantOwned, Base):
    """The answer to a request that carried an Idempotency-Key: the same request again gets the same answer."""

    __tablename__ = "answered_request"
    __narrow__ = f"({ENGINE} or person_id = {ME})"
    __table_args__ = (UniqueConstraint("tenant_id", "person_id", "key"),)

    person_id: Mapped[UUID]
    key: Mapped[str]
    request_digest: Mapped[bytes]
    status: Mapped[int]
    body: Mapped[dict[str, Any]]
    at: Mapped[datetime]
