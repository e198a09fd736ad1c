"""What would change: the declared tenant and the stored one as rows by natural key, and their difference. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from handrail.exchange.provisioning.files import PublicationTable
from handrail.exchange.provisioning.spec import EmployerSpec, EmploymentSpec, MembershipSpec, TenantSpec
from handrail.kit.i18n import _


class Kind(StrEnum):
    """What a row is; the order is the one in which rows can be made."""

    TENANT = "tenant"
    EMPLOYER = "employer"
    SITE = "site"
    DEPARTMENT = "department"
    TEAM = "team"
    PERSON = "person"
    EMPLOYMENT = "employment"
    MEMBERSHIP = "membership"
    FRAMEWORK = "framework"


class Verb(StrEnum):
    """What happens to a row. Nothing is ever deleted: a role ends, everything else stays."""

    CREATE = "create"
    CHANGE = "change"
    END = "end"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Ref:
    """A row by its natural key; `employer` is empty where it belongs to no single employer."""

    kind: Kind
    key: str
    employer: str = ""


Fields = Mapping[str, Any]
Rows = Mapping[Ref, Fields]


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `fields` maps each field that differs to what it is and what it becomes."""

    verb: Verb
    ref: Ref
    fields: Mapping[str, tuple[Any, Any]]
    reason: str = ""


def rows_of(spec: TenantSpec) -> dict[Ref, Fields]:
    """Return the declared tenant as rows."""
    rows: dict[Ref, Fields] = {
        Ref(Kind.TENANT, spec.slug): {
            "name": spec.name,
            "locale": spec.locale,
            "time_zone": spec.time_zone,
            "demo": spec.demo,
            "sign_in_as": {role.value: person for role, person in spec.sign_in_as.items()},
        }
    }
    for person in spec.people:
        rows[Ref(Kind.PERSON, person.key)] = {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "locale": person.locale,
            "time_zone": person.time_zone,
        }
    for employer in spec.employers:
        rows.update(_of_employer(spec, employer))
    for membership in spec.memberships:
        rows[membership_ref(membership)] = {"until": membership.until}
    return rows


def _of_employer(spec: TenantSpec, employer: EmployerSpec) -> Iterator[tuple[Ref, Fields]]:
    at = employer.key
    yield Ref(Kind.EMPLOYER, at), {"name": employer.name, "locale": employer.locale}
    for site in employer.sites:
        fields = {"name": site.name, "jurisdiction": site.jurisdiction, "time_zone": site.time_zone}
        yield Ref(Kind.SITE, site.key, at), fields
    for department in employer.departments:
        yield Ref(Kind.DEPARTMENT, department.key, at), {"name": department.name}
    for team in employer.teams:
        yield Ref(Kind.TEAM, team.key, at), {"name": team.name, "department": team.department}
    for worker in employer.employments:
        yield Ref(Kind.EMPLOYMENT, worker.key, at), _of_worker(worker)
    if employer.publication is not None:
        told = {
            "published_on": employer.publication.published_on,
            "digest": framework_digest(spec, employer, employer.publication),
        }
        yield Ref(Kind.FRAMEWORK, str(employer.publication.number), at), told


def _of_worker(worker: EmploymentSpec) -> Fields:
    return {
        "person": worker.person,
        "site": worker.site,
        "department": worker.department,
        "team": worker.team,
        "supervisor": worker.supervisor,
        "job_title": worker.job_title,
        "started_on": worker.started_on,
        "ended_on": worker.ended_on,
    }


def membership_ref(membership: MembershipSpec) -> Ref:
    """Return the natural key of a role held: by whom, which, where and since when."""
    key = f"{membership.person} {membership.role.value} {membership.since.isoformat()}"
    return Ref(Kind.MEMBERSHIP, key, membership.employer or "")


def framework_digest(spec: TenantSpec, employer: EmployerSpec, told: PublicationTable) -> str:
    """Return what a published version is recognised by: what tenant and employer set, and why it could be published.

    The platform's layer is left out: a newer program with better texts does not touch what was published.
    """
    content = [spec.framework.tree, employer.framework.tree, msgspec.to_builtins(told)]
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def diff(declared: Rows, stored: Rows, today: date) -> list[Change]:
    """Return what makes `stored` like `declared`, in the order in which it can be done.

    A role of a declared person that the files no longer name ends today. People, workers and employers that the files
    do not name are left alone: they may have come by another door. A published framework that the files changed under
    the same number is refused (FRW-2).
    """
    changes = [change for ref, fields in declared.items() if (change := _change(ref, fields, stored.get(ref)))]
    changes += [
        Change(Verb.END, ref, {"until": (stored[ref]["until"], today)}) for ref in _gone(declared, stored, today)
    ]
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(changes, key=lambda change: (change.verb is not Verb.END, order[change.ref.kind]))


def _change(ref: Ref, fields: Fields, now: Fields | None) -> Change | None:
    if now is None:
        return Change(Verb.CREATE, ref, {name: (None, value) for name, value in fields.items()})
    differing = {name: (now.get(name), value) for name, value in fields.items() if now.get(name) != value}
    if not differing:
        return None
    if ref.kind is Kind.FRAMEWORK:
        reason = _(
            "FRW-2: version %(number)s of %(employer)s is published and stays. Give the new one its own number.",
            number=ref.key,
            employer=ref.employer,
        )
        return Change(Verb.REFUSE, ref, differing, reason)
    return Change(Verb.CHANGE, ref, differing)


def _gone(declared: Rows, stored: Rows, today: date) -> Iterable[Ref]:
    people = {ref.key for ref in declared if ref.kind is Kind.PERSON}
    for ref, fields in stored.items():
        mine = ref.kind is Kind.MEMBERSHIP and ref.key.split(" ", 1)[0] in people
        if mine and ref not in declared and (fields["until"] is None or fields["until"] >= today):
            yield ref
