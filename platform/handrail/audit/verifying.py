"""Holding the seals against the database: what was sealed must still be there, as it was."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import queries
from handrail.audit.folder import SealFolder
from handrail.audit.models import Seal as SealRow
from handrail.audit.rules.heads import Forest, Head, changed
from handrail.audit.rules.restores import Restore
from handrail.audit.rules.retention import LEAST_YEARS, kept_from
from handrail.audit.rules.seals import Seal, SealFault, Statement, days_without, faults_of, is_signed
from handrail.audit.sealing import SECONDS, reads_between
from handrail.kit import clock
from handrail.kit.db import allow


@dataclass(slots=True)
class Findings:
    """What was found: faults, and notes on what is known to be so. `seals` counts what was looked at."""

    seals: int = 0
    newest: date | None = None
    faults: list[SealFault] = field(default_factory=list)
    notes: list[SealFault] = field(default_factory=list)


def examine(session: Session, tenant_id: UUID, folder: SealFolder, trusted: Collection[bytes]) -> Findings:
    """Verify every seal of a consultancy and that what it sealed is still there; in the engine's scope."""
    allow(session, SECONDS)
    return _Examination(session, tenant_id, folder, trusted).run()


class _Examination:
    """Goes through the seals in order, with the heads as of the seal before."""

    def __init__(self, session: Session, tenant_id: UUID, folder: SealFolder, trusted: Collection[bytes]) -> None:
        self.session, self.tenant_id, self.folder, self.trusted = session, tenant_id, folder, trusted
        self.found = Findings()
        self.forest = Forest()
        self.before: Statement | None = None
        self.restores: list[Restore] = []
        self.ended = queries.read_log_ended(session, tenant_id)

    def run(self) -> Findings:
        days = self.folder.days()
        self._read_notes()
        for on in days:
            self._seal(on)
        self._rows(set(days))
        for first, last in days_without(days):
            self._note(first, "no seal", f"None was made up to and including {last}.")
        return self.found

    def _seal(self, on: date) -> None:
        self.found.seals, self.found.newest = self.found.seals + 1, on
        try:
            seal = self.folder.read(on)
        except ValueError:
            self._fault(on, "unreadable", "Its file is damaged.")
            return
        self.found.faults += faults_of(seal, self.before, self.tenant_id, self.trusted)
        self._heads(seal)
        self._reads(seal.statement)
        self.before = seal.statement

    def _heads(self, seal: Seal) -> None:
        made = seal.statement
        forest = Forest.of(seal.moved) if seal.full else self.forest
        moved = changed(self.forest.heads, forest.heads) if seal.full else list(seal.moved)
        if not seal.full:
            forest.apply(seal.moved)
        self.forest = forest
        if (forest.root, len(forest.heads)) != (made.heads_root, made.heads):
            self._fault(made.on, "heads", "The heads kept with it are not those that were signed.")
        for head, taken in queries.not_on_chain(self.session, self.tenant_id, moved):
            self._chain(made, head, taken=taken)

    def _chain(self, made: Statement, head: Head, *, taken: bool) -> None:
        if any(note.lost(made.made_at) for note in self.restores):
            self._note(made.on, "restored", f"Chain {head.chain_id}, entry {head.seq} went with a restore.")
        elif taken:
            self._fault(made.on, "rewritten", f"Chain {head.chain_id}, entry {head.seq} is not what was sealed.")
        else:
            self._fault(made.on, "removed", f"Chain {head.chain_id}, entry {head.seq} was sealed and is gone.")

    def _reads(self, made: Statement) -> None:
        sealed = made.reads
        there = reads_between(self.session, self.tenant_id, sealed.since, sealed.until)
        if there == sealed:
            return
        if there.count == 0 and self._was_let_go(sealed.until):
            self._note(made.on, "read log ended", f"{sealed.count} rows are past their time and were let go of.")
        elif any(note.lost(made.made_at) for note in self.restores):
            self._note(made.on, "restored", f"Of {sealed.count} sealed rows of the read log {there.count} are left.")
        else:
            self._fault(
                made.on, "read log", f"{sealed.count} rows were sealed; the {there.count} that are there are not those."
            )

    def _was_let_go(self, until: datetime) -> bool:
        """Whether the chain says that they were let go of, and they were old enough for that to be true."""
        return self.ended is not None and until <= min(self.ended, kept_from(clock.now(), LEAST_YEARS))

    def _rows(self, days: set[date]) -> None:
        """Compare with what the database knows of seals: it tells of files that are gone."""
        rows = select(SealRow).where(SealRow.tenant_id == self.tenant_id).order_by(SealRow.number)
        for row in self.session.scalars(rows):
            if row.sealed_on not in days:
                self._fault(row.sealed_on, "missing", f"Seal {row.number} was made and is not in {self.folder.path}.")

    def _read_notes(self) -> None:
        for name, note in self.folder.notes():
            if note is None or note.tenant_id != self.tenant_id or not self._is_ours(note):
                self.found.faults.append(SealFault(date.min, "note", f"{name} is not a note that was signed here."))
            else:
                self.restores.append(note)

    def _is_ours(self, note: Restore) -> bool:
        return note.key in self.trusted and is_signed(note.key, note.signature, note.encoded())

    def _fault(self, on: date, kind: str, message: str) -> None:
        self.found.faults.append(SealFault(on, kind, message))

    def _note(self, on: date, kind: str, message: str) -> None:
        self.found.notes.append(SealFault(on, kind, message))
