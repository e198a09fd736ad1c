"""The jobs of this slice: ids in, safe to run twice, the outbox is the only retry."""

from typing import Final
from uuid import UUID

from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Every, schedule
from handrail.privacy.package import commands as package
from handrail.privacy.retention import tasks as retention  # noqa: F401 - its jobs are known with ours

_MAKING_SECONDS: Final = 300
_AN_HOUR: Final = 3600


@outbox_actor(queue=package.QUEUE, name=package.BUILD, time_limit=_MAKING_SECONDS, max_retries=0)
def build_package(run: OutboxRun) -> None:
    """Make the package that a worker asked for."""
    package.build(run, UUID(run.payload["package_id"]))


@outbox_actor(queue="housekeeping", time_limit=120, max_retries=0)
def let_packages_go(run: OutboxRun) -> None:
    """Delete packages whose days are over."""
    with run.transaction() as session:
        package.let_go(session, run.context.tenant_id)


schedule(let_packages_go.name, queue=let_packages_go.queue, rhythm=Every(_AN_HOUR))
