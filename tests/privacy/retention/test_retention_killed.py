"""Killed at any statement and started again, a run has the same end as one that nobody touched (PRI-2)."""

import os
import signal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from tests.privacy.retention.ending import Over

from handrail.audit import queries as audit
from handrail.audit.models import TenantEntry, TimelineEntry
from handrail.audit.rules.seals import public_key
from handrail.kit import db
from handrail.kit.jobs import OutboxRun
from handrail.kit.settings import settings
from handrail.privacy.retention import commands, erasing
from handrail.privacy.retention.certificates import ErasureFolder
from handrail.privacy.retention.codes import ItemState, RunState

pytestmark = [pytest.mark.rule("PRI-2"), pytest.mark.slow]


class Unleased(OutboxRun):
    """A start whose row is nobody's business here: killed ones leave leases, which another test waits for."""

    def extend(self, seconds: int) -> None:
        pass

    def _finish(self, session: Any) -> None:
        pass


def start(over: Over, run_id: UUID) -> None:
    ctx = db.engine_context(over.tenant_id)
    erasing.carry_out(Unleased(uuid4(), commands.ERASE, {}, "", 1, ctx), run_id)


def killed_at(over: Over, run_id: UUID, statement: int) -> bool:
    """Start it in a process of its own that is killed before its n-th statement; whether it was killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            db.forget_engines()
            left = count(1)

            def die(*_given: Any) -> None:
                if next(left) == statement:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(Engine, "before_cursor_execute", die)
            event.listen(Engine, "commit", die)
            start(over, run_id)
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "it ended by itself, with an error"
    return False


def test_it_has_the_same_end_wherever_it_is_killed(over: Over, superuser: psycopg.Connection[Any]) -> None:
    run_id = over.decided(superuser)
    wanted = {(item.kind, item.about_id) for item in over.items(run_id)}
    db.dispose_engines()
    kills = 0
    for statement in count(1):
        if not killed_at(over, run_id, statement):
            break
        kills += 1
        for item in over.items(run_id):  # what says that it is erased is, and what does not has its key
            assert key_of(superuser, item.about_id, item.kind) == (item.state is ItemState.WAITING)
        db.dispose_engines()
    assert kills > 10
    assert over.run(run_id).state is RunState.DONE
    trusted = [public_key(settings().seal_key)]
    (found,) = ErasureFolder(settings().seals_dir, over.tenant_id).statements(trusted)
    assert {(each.kind, each.about_id) for each in found.ended} == wanted
    assert found.body["certificate"] is True
    with over.world.engine() as session:
        assert list(audit.faults(session, over.tenant_id)) == []
        told = session.scalars(select(TimelineEntry.id).where(TimelineEntry.verb == "records.erased")).all()
        assert len(told) == len(wanted), "each end is told once"
        certified = session.scalars(select(TenantEntry.id).where(TenantEntry.verb == "erasure.certified")).all()
        assert len(certified) == 1
    before = over.items(run_id)
    start(over, run_id)
    assert [each.erased_at for each in over.items(run_id)] == [each.erased_at for each in before]


def key_of(superuser: psycopg.Connection[Any], about: UUID, kind: str) -> bool:
    found = superuser.execute("select 1 from data_key where subject_id = %s and compartment = %s", [about, str(kind)])
    return found.fetchone() is not None
