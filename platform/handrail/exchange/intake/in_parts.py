"""A file of any length taken in part by part, each in a transaction with the note of how far it came.

Whoever kills this at any moment loses nothing: what a part did and that it is done are one commit. The next run of the
same file goes on after the last part, and does nothing twice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.exchange.intake.absence_row import AbsenceRow
from handrail.exchange.intake.applying import apply_plan, hold
from handrail.exchange.intake.gathering import Gathered, Part
from handrail.exchange.intake.models import RUNNING, STOPPED, ImportRun
from handrail.exchange.intake.new_workers import site_of
from handrail.exchange.intake.plan import COUNTED, ImportPlan
from handrail.exchange.intake.planning import plan
from handrail.exchange.intake.rows import Row
from handrail.exchange.intake.runs import RowsRejected, mark_applied
from handrail.exchange.intake.sieves import reject
from handrail.exchange.intake.snapshots import take_snapshot
from handrail.kit import clock
from handrail.kit.away import DatabaseBusy
from handrail.kit.db import Context, tenant_session
from handrail.kit.errors import Conflict
from handrail.kit.i18n import _, lazy
from handrail.kit.subjects import Acting
from handrail.obligations.errors import FactsContradict
from handrail.tenancy.models import ClientOrganisation, Employment

_TRIES: Final = 3
log = structlog.get_logger(__name__)


class TakenInElsewhere(Conflict):
    """The same file is being taken in by another process; that one goes on."""

    slug, title = "import-elsewhere", "This import is already at work"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import came: rows of the file by list, and how many absences are done; `run_id` once one changed."""

    counts: Mapping[str, int]
    absences_done: int = 0
    new_workers: int = 0
    run_id: UUID | None = None

    @property
    def rows_done(self) -> int:
        """How many rows of the file need no more work."""
        return sum(self.counts.values())

    def after(self, part: Part, found: ImportPlan, run_id: UUID | None) -> "Progress":
        """Return the progress once a part is done."""
        counts = {name: self.counts[name] + count for name, count in found.counts.items()}
        return Progress(counts, part.after, self.new_workers + len(found.new_workers), run_id)


@dataclass(frozen=True, slots=True)
class Import:
    """One file on its way in: what was read of it, for whom, and who does it."""

    context: Context
    actor: Acting
    employer_id: UUID
    gathered: Gathered
    file_name: str
    strict: bool = False

    def begin(self) -> Progress:
        """Return where to begin: after what an earlier run of the same file has done."""
        with tenant_session(self.context) as session:
            employer = _employer(session, self.context, self.employer_id)
            run = _running(session, employer, self.gathered)
            fresh = Progress(dict.fromkeys(COUNTED, 0) | _read_only(self.gathered))
            if run is None:
                return fresh
            absences_done = run.rows_done - fresh.rows_done
            return Progress(run.counts, absences_done, run.workers_added, run.id)

    def look(self, part: Part) -> ImportPlan:
        """Return what a part would do, and do nothing."""
        with tenant_session(replace(self.context, read_only=True)) as session:
            return _plan(session, _employer(session, self.context, self.employer_id), self.gathered, part.rows)

    def take_in(self, progress: Progress, part: Part) -> tuple[Progress, ImportPlan]:
        """Take in the next part, and return the progress with what was done.

        The rows of a worker whose facts on file contradict them are rejected, the others are taken in. Raises
        TakenInElsewhere where another process did this part, and RowsRejected where the import is strict.
        """
        contradicted: dict[UUID, str] = {}
        while True:
            try:
                with tenant_session(self.context) as session:
                    return self._take_in(session, progress, part, contradicted)
            except FactsContradict as problem:
                if problem.employment_id is None or problem.employment_id in contradicted:
                    raise
                contradicted[problem.employment_id] = str(problem)

    def finished(self, progress: Progress) -> bool:
        """Say whether all is done."""
        return progress.absences_done >= len(self.gathered.absences)

    def _take_in(
        self, session: Session, progress: Progress, part: Part, contradicted: Mapping[UUID, str]
    ) -> tuple[Progress, ImportPlan]:
        employer = _employer(session, self.context, self.employer_id)
        hold(session, employer)
        run = _running(session, employer, self.gathered)
        if (run.rows_done if run else progress.rows_done) != progress.rows_done or (run is None and progress.run_id):
            raise TakenInElsewhere(_("Another process takes in the same file. It goes on; this one has ended."))
        rows = [*_without_contradicted(session, employer, part.rows, contradicted)]
        found = _plan(session, employer, self.gathered, rows)
        if self.strict and found.rejected:
            raise RowsRejected(_strictly(found))
        if not found.changes_nothing:
            source = f"import:{self.gathered.profile.name}"
            apply_plan(session, self.actor, employer, found, source=source, site=self.gathered.site)
            run = run or self._new_run(session, employer)
        after = progress.after(part, found, run.id if run else None)
        if run is not None:
            self._note(session, run, after)
        return after, found

    def _new_run(self, session: Session, employer: ClientOrganisation) -> ImportRun:
        run = ImportRun(
            tenant_id=employer.tenant_id,
            employer_id=employer.id,
            profile=self.gathered.profile.name,
            file_name=self.file_name,
            file_sha256=self.gathered.sha256,
            rows=None,
            counts={},
            plan_digest=self.gathered.reading,
            status=RUNNING,
            person_id=self.actor.person_id,
            read_at=clock.now(),
            worked_at=clock.now(),
            rows_in_all=self.gathered.count,
            rows_done=0,
            workers_added=0,
        )
        _give_up_others(session, run)
        session.add(run)
        changes = {"profile": (None, run.profile), "sha256": (None, run.file_sha256.hex())}
        timeline.append_tenant_act(session, self.actor, "absences.import_started", record=run, changes=changes)
        return run

    def _note(self, session: Session, run: ImportRun, after: Progress) -> None:
        run.rows_done, run.worked_at = after.rows_done, clock.now()
        run.counts, run.workers_added = dict(after.counts), after.new_workers
        if self.finished(after):
            mark_applied(session, self.actor, run)


def carry_out(
    work: Import, progress: Progress, told: Callable[[Progress, ImportPlan], None], *, may_go_on: Callable[[], bool]
) -> Progress:
    """Take in part after part until all is done or it may not go on; `told` hears of each part once it is committed."""
    for part in work.gathered.parts(progress.absences_done):
        if not may_go_on():
            break
        progress, found = _persistently(work, progress, part)
        told(progress, found)
    return progress


def _persistently(work: Import, progress: Progress, part: Part) -> tuple[Progress, ImportPlan]:
    """Take in a part, again where others were at the same rows at the same moment: nothing of it was done then."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            return work.take_in(progress, part)
        except DatabaseBusy:
            if left == 0:
                raise
            log.warning("import.part_again", employer=str(work.employer_id), tries_left=left)
    raise AssertionError


def look_through(work: Import, progress: Progress) -> Iterator[tuple[Progress, ImportPlan]]:
    """Yield what each part would do, as things stand, and do nothing."""
    for part in work.gathered.parts(progress.absences_done):
        found = work.look(part)
        progress = progress.after(part, found, progress.run_id)
        yield progress, found


def _strictly(found: ImportPlan) -> str:
    return _(
        "Row %(line)s can not be taken in any more: %(problem)s",
        line=found.rejected[0].line,
        problem=found.rejected[0].problems[0],
    )


def _read_only(gathered: Gathered) -> dict[str, int]:
    return {"rejected": len(gathered.rejected), "no_absences": len(gathered.no_absences)}


def _employer(session: Session, context: Context, employer_id: UUID) -> ClientOrganisation:
    statement = select(ClientOrganisation).where(
        ClientOrganisation.tenant_id == context.tenant_id, ClientOrganisation.id == employer_id
    )
    return session.scalars(statement).one()


def _running(session: Session, employer: ClientOrganisation, gathered: Gathered) -> ImportRun | None:
    statement = select(ImportRun).where(
        ImportRun.tenant_id == employer.tenant_id,
        ImportRun.employer_id == employer.id,
        ImportRun.plan_digest == gathered.reading,
        ImportRun.status == RUNNING,
    )
    return session.scalars(statement).one_or_none()


def _give_up_others(session: Session, run: ImportRun) -> None:
    """Give up what an earlier run began of the same file, read through a profile that was changed since."""
    session.execute(
        update(ImportRun)
        .where(
            ImportRun.tenant_id == run.tenant_id,
            ImportRun.employer_id == run.employer_id,
            ImportRun.file_sha256 == run.file_sha256,
            ImportRun.status == RUNNING,
            ImportRun.id != run.id,
        )
        .values(status=STOPPED)
        .execution_options(synchronize_session=False)
    )


def _plan(
    session: Session, employer: ClientOrganisation, gathered: Gathered, rows: list[Row] | tuple[Row, ...]
) -> ImportPlan:
    snapshot = take_snapshot(session, employer, [row for row in rows if isinstance(row, AbsenceRow)])
    found = plan(rows, snapshot, create_workers=gathered.create_workers)
    if found.new_workers:
        site_of(session, employer, gathered.site)
    return found


def _without_contradicted(
    session: Session, employer: ClientOrganisation, rows: tuple[AbsenceRow, ...], contradicted: Mapping[UUID, str]
) -> Iterator[Row]:
    """Reject the rows of workers whose facts would contradict each other, each with what is on file."""
    why: dict[str, str] = {}
    if contradicted:
        statement = select(Employment.key, Employment.id).where(
            Employment.tenant_id == employer.tenant_id, Employment.id.in_(contradicted)
        )
        why = {key: contradicted[employment_id] for key, employment_id in session.execute(statement)}
    for row in rows:
        if row.worker in why:
            text = lazy("It does not fit with what else is on file of this worker: %(why)s", why=why[row.worker])
            yield reject(row, "contradicts", text)
        else:
            yield row
