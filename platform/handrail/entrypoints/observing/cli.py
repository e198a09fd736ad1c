"""`handrail metrics`: what the processes of this machine measure, where none of them serves pages."""

import click

from handrail.entrypoints.observing.pages import exposition
from handrail.entrypoints.observing.readiness import Readiness


@click.command
def metrics() -> None:
    """Print what the processes of this machine measure, in Prometheus' text format; for a textfile collector."""
    click.echo(exposition(Readiness().verdict()).decode(), nl=False)
