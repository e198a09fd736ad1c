"""The commands that run until they are told to stop."""

import os

import click

from handrail.kit.settings import settings


@click.command
def up() -> None:
    """Start everything: servers, pages, relay, worker, scheduler and a mail catcher, until Ctrl-C.

    Servers are started only where no HANDRAIL_..._URL names one. It has no --dry-run: `handrail doctor` looks without
    starting anything.
    """
    from handrail.entrypoints.supervisor.up import up as run  # noqa: PLC0415 - each command loads only its own part

    run()


@click.command
@click.option(
    "--workers", type=click.IntRange(1, 64), default=lambda: 2 * (os.cpu_count() or 1) + 1, show_default="2 * cores + 1"
)
def serve(workers: int) -> None:
    """Serve the pages and the API on HANDRAIL_BIND and HANDRAIL_PORT."""
    from handrail.entrypoints import web  # noqa: PLC0415
    from handrail.entrypoints.supervisor import ports  # noqa: PLC0415

    port, sockets = ports.listen(settings().bind, settings().port)
    click.echo(f"Serving on {settings().bind}, port {port}")
    web.run(sockets, workers)


@click.command
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True)
def worker(threads: int) -> None:
    """Do the work of the outbox."""
    from handrail.entrypoints import worker as part  # noqa: PLC0415

    part.run(threads)


@click.command
def relay() -> None:
    """Lease due rows of the outbox to the queue; one suffices, several do no harm."""
    from handrail.entrypoints import relay as part  # noqa: PLC0415

    part.run()


@click.command
def scheduler() -> None:
    """Ask for what is due again and again; one suffices, several do no harm."""
    from handrail.entrypoints import scheduler as part  # noqa: PLC0415

    part.run()
