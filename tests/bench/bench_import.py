"""How fast a file of absences is taken in: rows, facts, obligations, cases, letters to write and chains, all of it."""

from io import BytesIO
from typing import Final

from tests.bench.book import Book
from tests.bench.measuring import timed
from tests.builders import build_world
from tests.exchange.feeds import add_workers, feed, workers_for

from handrail.exchange.intake.gathering import gather
from handrail.exchange.intake.in_parts import Import, carry_out
from handrail.exchange.intake.library import load
from handrail.exchange.intake.shelf import Shelf
from handrail.kit import clock
from handrail.kit.db import engine_context
from handrail.kit.settings import Settings

ROWS: Final = 6_000


def bench_an_import(database: Settings, book: Book) -> None:
    del database
    world = build_world()
    add_workers(world.tenant_id, world.employer_id, workers_for(ROWS))
    with Shelf() as shelf:
        read = gather(BytesIO(feed(ROWS)), load("generic"), shelf, today=clock.today(), start_year=None, site="main")
        work = Import(
            engine_context(world.tenant_id), world.system(), world.employer_id, read, file_name="feed.csv"
        )  # fmt: skip
        taken = timed(lambda: carry_out(work, work.begin(), lambda _progress, _found: None, may_go_on=lambda: True))
        assert work.finished(work.begin()) or work.begin().run_id is None
    book.took("import", taken, extra=f"{ROWS / taken:,.0f} rows a second")
