"""Concerns as worker and coordinator see them, with what became of each over time (S4-2)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from handrail.kit.codes import Role
from handrail.kit.i18n import _, format_date
from handrail.plans.models import Concern, ConcernReview
from handrail.plans.queries.concerns import concerns_of, reviews_of
from handrail.plans.rules.codes import ConcernState
from handrail.plans.wording import CONCERN_STATES, TOPICS
from handrail.tenancy.models import Case

_TAGS = {ConcernState.STILL_THERE: "open", ConcernState.CHANGED: "now", ConcernState.GONE: "off"}


def cards(session: Session, case: Case) -> list[dict[str, Any]]:
    """Return the concerns in the order of priority, with their texts, which are read while the session is open."""
    rows, reviews = concerns_of(session, case), reviews_of(session, case)
    return [
        _card(row, [each for each in reviews if each.concern_id == row.id], place, len(rows))
        for place, row in enumerate(rows, start=1)
    ]


def _card(row: Concern, reviews: Sequence[ConcernReview], place: int, count: int) -> dict[str, Any]:
    return {
        "id": row.id,
        "anchor": f"concern-{row.id}",
        "place": place,
        "first": place == 1,
        "last": place == count,
        "topic": _(TOPICS[row.topic]),
        "wording": row.wording,
        "approved": row.approved,
        "released_at": row.released_at,
        "raised": row.plan_concern_id is not None,
        "gone": row.state is ConcernState.GONE,
        "tag": _TAGS[row.state],
        "state": _(CONCERN_STATES[row.state]),
        "reviewed_on": row.reviewed_on,
        "history": [_line(each, before) for before, each in zip([None, *reviews[:-1]], reviews, strict=True)],
    }


def _line(review: ConcernReview, before: ConcernReview | None) -> dict[str, Any]:
    """Return one look at a concern; its words only where they were not those of the look before."""
    return {
        "on": review.reviewed_on,
        "when": format_date(review.reviewed_on, "long"),
        "state": _("Noted") if before is None else _(CONCERN_STATES[review.state]),
        "by_worker": review.noted_as is Role.WORKER,
        "topic": _(TOPICS[review.topic]) if before is None or before.topic is not review.topic else "",
        "words": review.wording if before is None or before.wording != review.wording else "",
    }
