"""`handrail obligations moves`: which dates the installed rules would move, before they do. Needs the database."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.extensions.errors import BootFailed
from handrail.extensions.registry import registry
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.i18n import LOCALES, use_locale
from handrail.obligations import presenting, projection, queries
from handrail.obligations.comparing import Outcome
from handrail.obligations.stored import steps_as_json
from handrail.tenancy.directory import consultancy_named
from handrail.tenancy.models import Case

COLUMNS: Final = (
    "employment",
    "cases",
    "rule",
    "title",
    "kind",
    "due_before",
    "due_after",
    "release_before",
    "because",
)
_A_TIME: Final = 200


@click.command()
@click.option("--tenant", "slug", required=True, help="The consultancy, by its short name.")
@click.option("--jurisdiction", help="Only dates of this jurisdiction, such as nl.")
@click.option("--lang", type=click.Choice(LOCALES), default="en", show_default=True, help="The language of texts.")
@click.option("--medical", is_flag=True, help="Also what lies in the medical compartment.")
def moves(slug: str, jurisdiction: str | None, lang: str, *, medical: bool) -> None:
    """Write as CSV every date that the installed rules would move, where no fact has changed. Changes nothing.

    Run it with a new release beside the running one: nothing on file moves by it. Workers are named by the id of their
    employment and the numbers of their cases. How many dates there were is told at the end, on the error stream.
    """
    tenant_id = consultancy_named(slug)
    reading = replace(engine_context(tenant_id), read_only=True)
    try:
        registry()
    except BootFailed as problem:
        raise click.ClickException(str(problem)) from None
    with tenant_session(reading) as session:
        employments = [each for found in queries.open_employments(session, tenant_id).values() for each in found]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    counted: Counter[str] = Counter()
    with use_locale(lang):
        for batch in _batches(iter(employments)):
            with tenant_session(reading) as session:
                for record, outcome in _records(session, tenant_id, batch):
                    if _is_wanted(outcome, jurisdiction, medical=medical):
                        writer.writerow(record)
                        counted[str(outcome.kind)] += 1
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(counted.items())) or "no date moves"
    click.echo(f"{len(employments)} workers looked at, nothing written: {told}", err=True)


def _batches(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while batch := list(islice(ids, _A_TIME)):
        yield batch


def _records(session: Session, tenant_id: UUID, batch: list[UUID]) -> Iterator[tuple[list[str], Outcome]]:
    numbers: dict[UUID, list[str]] = {}
    named = select(Case.employment_id, Case.number).where(Case.tenant_id == tenant_id, Case.employment_id.in_(batch))
    for employment_id, number in session.execute(named.order_by(Case.number)):
        numbers.setdefault(employment_id, []).append(number)
    for employment_id, outcomes in projection.by_installed_release(session, tenant_id, batch):
        for outcome in outcomes:
            yield _record(employment_id, numbers.get(employment_id, ()), outcome), outcome


def _record(employment_id: UUID, numbers: list[str] | tuple[()], outcome: Outcome) -> list[str]:
    before, after = outcome.before, outcome.after
    rule = _rule(outcome)
    steps = outcome.because.get("steps", ())
    if outcome.kind == "appeared" and after is not None:
        steps = steps_as_json(after.explanation)
    return [
        str(employment_id),
        " ".join(numbers),
        rule,
        presenting.title_of(rule),
        str(outcome.kind),
        str(before.due_on or "") if before is not None and outcome.kind != "appeared" else "",
        str(after.due or "") if after is not None else "",
        str(before.columns["release"] or "") if before is not None else "",
        "; ".join(step["text"] for step in presenting.sentences(steps)),
    ]


def _rule(outcome: Outcome) -> str:
    row = outcome.after or (outcome.before.row if outcome.before else None)
    return row.rule.id if row else ""


def _is_wanted(outcome: Outcome, jurisdiction: str | None, *, medical: bool) -> bool:
    row = outcome.after or (outcome.before.row if outcome.before else None)
    is_open = medical or row is None or row.compartment != "medical"
    return is_open and (jurisdiction is None or _rule(outcome).startswith(f"{jurisdiction}."))
