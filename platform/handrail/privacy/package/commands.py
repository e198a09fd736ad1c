"""Asking for a package, making it, fetching it, letting it go. Never commits."""

import hashlib
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.events import NEWS, tell
from handrail.identity import queries as identity
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.models import Assignment
from handrail.kit import clock, crypto, outbox
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.ids import new_id
from handrail.kit.jobs import OutboxRun
from handrail.kit.sealed import place_of
from handrail.kit.subjects import SubjectRef, System
from handrail.privacy.errors import PackageNotReady
from handrail.privacy.mine import mine_of
from handrail.privacy.package import queries
from handrail.privacy.package.composing import Composed, compose
from handrail.privacy.package.models import DataPackage, HeldText, PackageState

QUEUE: Final = "reports"
BUILD: Final = "privacy.build_package"
KEPT_FOR: Final = timedelta(days=7)
_CONTENT: Final = "content_sealed"


def ask(session: Session, actor: Actor, *, locale: str) -> DataPackage:
    """Ask for everything that is the acting worker's; a job makes it. While one is being made, that one is returned.

    Raises NotFound for anybody who is no worker, StepUpRequired without a fresh proof of who they are.
    """
    require(actor, "package.take")
    mine = mine_of(session, actor)
    load_employment(session, mine.employment.id, require(actor, "package.take"))
    open_one = next((each for each in queries.packages_of(session, mine) if each.state is PackageState.ASKED), None)
    if open_one is not None:
        return open_one
    subject, compartment = mine.anchor()
    package = DataPackage(
        tenant_id=subject.tenant_id,
        employer_id=subject.employer_id,
        subject_id=subject.subject_id,
        compartment=compartment,
        person_id=actor.person_id,
        locale=locale,
        asked_at=clock.now(),
    )
    session.add(package)
    session.flush()
    outbox.publish(session, QUEUE, BUILD, {"package_id": str(package.id)}, key=str(package.id))
    timeline.append(session, subject, actor, "package.asked", compartment=compartment, record=package)
    return package


def build(run: OutboxRun, package_id: UUID) -> None:
    """Make a package that was asked for. Whether the person is still a worker is decided anew; twice makes one."""
    with tenant_session(run.context) as session:
        package = _asked(session, run.context.tenant_id, package_id)
        if package is None:
            return
        actor = identity.actor_of(session, package.tenant_id, package.person_id, Role.WORKER)
    composed = compose(actor, package.locale) if actor else None
    with run.transaction() as session:
        package = _asked(session, run.context.tenant_id, package_id)
        if package is None:
            return
        if composed is None:
            package.state = PackageState.GONE
        else:
            _keep(session, package, composed)


def _keep(session: Session, package: DataPackage, composed: Composed) -> None:
    """Seal what was made, have the texts that may tell of others looked at, and tell the worker."""
    package.content_sealed = crypto.seal(session, place_of(package, _CONTENT), composed.archive)
    package.state, package.ready_at = PackageState.READY, clock.now()
    package.ends_at = package.ready_at + KEPT_FOR
    package.records, package.held = composed.records, len(composed.held)
    package.size, package.sha256 = len(composed.archive), hashlib.sha256(composed.archive).digest()
    have_looked_at(session, package, composed)
    subject = SubjectRef(package.tenant_id, package.employer_id, package.subject_id)
    tell(session, subject, package.person_id, NEWS, compartment=package.compartment, key=f"package:{package.id}")
    timeline.append(
        session, subject, System(package.tenant_id), "package.made", compartment=package.compartment, record=package
    )


def have_looked_at(session: Session, package: DataPackage, composed: Composed) -> None:
    """Put the texts that may tell of others on the coordinator's list, once each."""
    told: set[UUID] = set()
    for record, held in composed.held:
        if record.subject_id is None or record.employer_id is None or record.compartment is None:
            continue
        values = {
            "tenant_id": package.tenant_id,
            "id": new_id(),
            "employer_id": record.employer_id,
            "subject_id": record.subject_id,
            "compartment": record.compartment,
            "person_id": package.person_id,
            "object_table": record.table,
            "object_id": record.id,
            "name": held.name,
            "sealed_sha256": held.sealed_sha256,
            "state": "waiting",
            "asked_at": clock.now(),
        }
        session.execute(insert(HeldText).values(values).on_conflict_do_nothing())
        told.add(record.subject_id)
    for case_id in sorted(told):
        for coordinator_id in _coordinators(session, package.tenant_id, case_id):
            subject = SubjectRef(package.tenant_id, package.employer_id, case_id)
            key = f"package-texts:{package.id}:{case_id}"
            tell(session, subject, coordinator_id, NEWS, compartment=Compartment.COORDINATION, key=key)


def fetch(session: Session, actor: Actor, package_id: UUID) -> tuple[DataPackage, bytes]:
    """Return a package with its archive, for the worker alone and for as long as it is kept.

    Raises NotFound for an unknown or past one, PackageNotReady while it is made, StepUpRequired.
    """
    require(actor, "package.take")
    mine = mine_of(session, actor)
    load_employment(session, mine.employment.id, require(actor, "package.take"))
    package = queries.load_package(session, actor, package_id, with_content=True)
    if package.state is PackageState.ASKED:
        raise PackageNotReady
    if package.content_sealed is None or package.ends_at is None or package.ends_at <= clock.now():
        raise NotFound
    archive = crypto.unseal(session, place_of(package, _CONTENT), package.content_sealed)
    if package.fetched_at is None:
        package.fetched_at = clock.now()
    subject = SubjectRef(package.tenant_id, package.employer_id, package.subject_id)
    timeline.append(session, subject, actor, "package.fetched", compartment=package.compartment, record=package)
    return package, archive


def let_go(session: Session, tenant_id: UUID) -> int:
    """Delete the archives whose time is over, and return how many; the rows stay, to show what was taken."""
    gone = session.execute(
        update(DataPackage)
        .where(
            DataPackage.tenant_id == tenant_id,
            DataPackage.state == PackageState.READY,
            DataPackage.ends_at <= clock.now(),
        )
        .values(state=PackageState.GONE, content_sealed=None)
        .returning(DataPackage.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _asked(session: Session, tenant_id: UUID, package_id: UUID) -> DataPackage | None:
    """Return a package that is still to be made, locked."""
    statement = select(DataPackage).where(
        DataPackage.tenant_id == tenant_id, DataPackage.id == package_id, DataPackage.state == PackageState.ASKED
    )
    return session.scalars(statement.with_for_update(key_share=True)).one_or_none()


def _coordinators(session: Session, tenant_id: UUID, case_id: UUID) -> list[UUID]:
    statement = select(Assignment.person_id).where(
        Assignment.tenant_id == tenant_id,
        Assignment.case_id == case_id,
        Assignment.role == Role.COORDINATOR,
        Assignment.during.contains(clock.today()),
    )
    return list(session.scalars(statement))
