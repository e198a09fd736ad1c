"""How fast obligations follow from facts; no database."""

import json
from datetime import date, timedelta

from tests.bench.book import Book
from tests.bench.measuring import alternate

from handrail.obligations.engine import compute
from handrail.obligations.reading import read_case
from handrail_nl import NETHERLANDS

FIRST = date(2024, 3, 4)


def event(after_days: int, name: str, **fields: object) -> dict[str, object]:
    return {"date": (FIRST + timedelta(days=after_days)).isoformat(), "type": name, **fields}


EVENTS = [
    event(0, "absence_started"),
    event(12, "file_forwarded"),
    event(13, "invitation_sent"),
    event(20, "contact_held", first=True),
    event(20, "participation_decided", decision="participating"),
    *(event(20 + 21 * number, "contact_held") for number in range(1, 30)),
    event(40, "act_done", rule="nl.problem_analysis"),
    event(54, "act_done", rule="nl.plan_of_action"),
    event(290, "act_done", rule="nl.uwv_42_week_report"),
]


def bench_the_engine(book: Book) -> None:
    document = {"jurisdiction": "nl", "as_of": (FIRST + timedelta(days=700)).isoformat(), "events": EVENTS}
    facts, jurisdiction = read_case(document, {"nl": NETHERLANDS})
    found = compute(facts, jurisdiction)
    told = {
        "facts": document,
        "rows": [{"rule": row.rule.id, "due": str(row.due), "why": row.explanation} for row in found],
    }
    text = json.dumps(told, default=str)
    assert len(found) > 15
    measured = alternate(
        lambda: json.loads(json.dumps(json.loads(text))), lambda: compute(facts, jurisdiction), seconds=3
    )
    book.note("engine", measured, extra=f"{len(found)} rows; {1 / measured.ours:,.0f} cases a second")
