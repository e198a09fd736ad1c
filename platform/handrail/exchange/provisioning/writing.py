"""Changes as rows: one statement for all new rows of a kind, one for each row that changes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.commands.supervisor import follow_supervisor
from handrail.exchange.provisioning.changes import Change, Kind, Ref, Verb
from handrail.exchange.provisioning.spec import EmployerSpec, TenantSpec
from handrail.frameworks.folder import base_layers
from handrail.frameworks.models import FrameworkVersion
from handrail.frameworks.rules import resolve
from handrail.identity.commands import change_period, end_role, grant_role
from handrail.identity.factors import telling
from handrail.identity.models import Membership
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.ids import new_id
from handrail.kit.subjects import System
from handrail.tenancy.models import ClientOrganisation, Department, Employment, Person, Site, Team, Tenant
from handrail.tenancy.rules import sort_key

_MODELS: Final[Mapping[Kind, Any]] = {
    Kind.TENANT: Tenant,
    Kind.EMPLOYER: ClientOrganisation,
    Kind.SITE: Site,
    Kind.DEPARTMENT: Department,
    Kind.TEAM: Team,
    Kind.PERSON: Person,
    Kind.EMPLOYMENT: Employment,
}
_POINTS_AT: Final[Mapping[str, Kind]] = {
    "person": Kind.PERSON,
    "supervisor": Kind.PERSON,
    "site": Kind.SITE,
    "department": Kind.DEPARTMENT,
    "team": Kind.TEAM,
}
_OF_TENANT: Final = frozenset({Kind.PERSON, Kind.EMPLOYER})
_SORTED: Final = frozenset({Kind.PERSON, Kind.EMPLOYER})


class Writer:
    """Carries out changes in one session; `ids` knows every row that is there, and learns the new ones."""

    def __init__(self, session: Session, actor: System, spec: TenantSpec, ids: dict[Ref, UUID]) -> None:
        self._session = session
        self._actor = actor
        self._employers = {employer.key: employer for employer in spec.employers}
        self._spec = spec
        self._ids = ids

    def write(self, changes: Sequence[Change]) -> None:
        """Carry out changes in the order that `diff` gives them."""
        for (verb, kind), group in groupby(changes, key=lambda change: (change.verb, change.ref.kind)):
            of_kind = list(group)
            if kind is Kind.MEMBERSHIP:
                for change in of_kind:
                    self._role(change)
            elif kind is Kind.FRAMEWORK:
                for change in of_kind:
                    self._publish(change)
            elif verb is Verb.CREATE:
                self._create(kind, of_kind)
            else:
                for change in of_kind:
                    self._change(change)

    # --- Rows --------------------------------------------------------------------------------------------

    def _create(self, kind: Kind, changes: Sequence[Change]) -> None:
        for change in changes:
            self._ids[change.ref] = self._actor.tenant_id if kind is Kind.TENANT else new_id()
        self._session.execute(insert(_MODELS[kind]), [self._row(change) for change in changes])

    def _row(self, change: Change) -> dict[str, Any]:
        kind, row_id = change.ref.kind, self._ids[change.ref]
        row = {"tenant_id": self._actor.tenant_id, "id": row_id, **self._values(change)}
        row["slug" if kind is Kind.TENANT else "key"] = change.ref.key
        if kind is Kind.EMPLOYER:
            row["employer_id"] = row_id
        elif kind not in {Kind.TENANT, Kind.PERSON}:
            row["employer_id"] = self._ids[Ref(Kind.EMPLOYER, change.ref.employer)]
        if kind is Kind.PERSON:
            row["active"] = True
        return row

    def _values(self, change: Change) -> dict[str, Any]:
        """Return the columns that the fields of a change become."""
        values: dict[str, Any] = {}
        for name, (_before, after) in change.fields.items():
            if name == "sign_in_as":
                values["settings"] = {"sign_in_as": after}
            elif name in _POINTS_AT:
                values[f"{name}_id"] = self._id_of(_POINTS_AT[name], after, change.ref.employer)
            else:
                values[name] = after
            if name == "name" and change.ref.kind in _SORTED:
                values["sort_name"] = sort_key(after)
        return values

    def _id_of(self, kind: Kind, key: str | None, employer: str) -> UUID | None:
        if key is None:
            return None
        return self._ids[Ref(kind, key, "" if kind in _OF_TENANT else employer)]

    def _change(self, change: Change) -> None:
        model, row_id = _MODELS[change.ref.kind], self._ids[change.ref]
        values = self._values(change)
        if change.ref.kind is Kind.TENANT and "settings" in values:
            kept = self._session.scalars(select(Tenant.settings).where(Tenant.id == row_id)).one()
            values["settings"] = {**kept, **values["settings"]}
        mine = (model.tenant_id == self._actor.tenant_id, model.id == row_id)
        self._session.execute(update(model).where(*mine).values(**values))
        if change.ref.kind is Kind.PERSON and "email" in change.fields:
            telling.address_changed(self._session, self._actor.tenant_id, row_id, *change.fields["email"])
        if change.ref.kind is Kind.EMPLOYMENT and "supervisor_id" in values:
            employment = self._session.scalars(select(Employment).where(*mine)).one()
            self._session.refresh(employment)
            follow_supervisor(self._session, self._actor, employment)

    # --- Roles -------------------------------------------------------------------------------------------

    def _role(self, change: Change) -> None:
        person, role, since_text = change.ref.key.split(" ")
        since = date.fromisoformat(since_text) if since_text else None
        if change.verb is Verb.CREATE:
            self._grant(change, person, Role(role), _during(since, change.fields["until"][1]))
            return
        mine = (Membership.tenant_id == self._actor.tenant_id, Membership.id == self._ids[change.ref])
        membership = self._session.scalars(select(Membership).where(*mine)).one()
        if change.verb is Verb.END:
            today = clock.today(self._spec.time_zone)
            end_role(self._session, self._actor, membership, max(today, since or today))
        else:
            change_period(self._session, self._actor, membership, _during(since, change.fields["until"][1]))

    def _grant(self, change: Change, person: str, role: Role, during: Range[Any]) -> None:
        membership = grant_role(
            self._session,
            self._actor,
            person_id=self._ids[Ref(Kind.PERSON, person)],
            role=role,
            employer_id=self._id_of(Kind.EMPLOYER, change.ref.employer or None, ""),
            during=during,
        )
        self._ids[change.ref] = membership.id

    # --- Frameworks --------------------------------------------------------------------------------------

    def _publish(self, change: Change) -> None:
        employer = self._employers[change.ref.employer]
        told = employer.publication
        if told is None:
            return
        version = FrameworkVersion(
            tenant_id=self._actor.tenant_id,
            id=new_id(),
            employer_id=self._ids[Ref(Kind.EMPLOYER, employer.key)],
            number=told.number,
            published_on=told.published_on,
            published_by_id=self._ids[Ref(Kind.PERSON, told.commitment_by)],
            grounds={**msgspec.to_builtins(told), "digest": change.fields["digest"][1]},
            **_layers(self._spec, employer),
        )
        self._session.add(version)
        self._session.flush()
        changes = {"number": (None, str(told.number)), "published_on": (None, told.published_on.isoformat())}
        timeline.append_tenant_act(self._session, self._actor, "framework.published", record=version, changes=changes)


def _during(since: date | None, until: date | None) -> Range[Any]:
    """Return the half-open range of a role whose last day is `until`."""
    return Range(since, until + timedelta(days=1) if until else None, bounds="[)")


def _layers(spec: TenantSpec, employer: EmployerSpec) -> dict[str, Any]:
    """Return what a version keeps: the layers it was made from, and the framework of each jurisdiction."""
    platform, _floor = base_layers("none")
    ours = (spec.framework, employer.framework)
    jurisdictions = sorted({site.jurisdiction for site in employer.sites})
    return {
        "layers": {document.layer.value: document.tree for document in (platform, *ours)},
        "resolved": {code: msgspec.to_builtins(resolve([*base_layers(code), *ours])) for code in jurisdictions},
    }
