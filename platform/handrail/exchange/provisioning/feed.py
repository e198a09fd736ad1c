"""Invented absence feeds for demos, in the form of the mapping profile `generic`.

Columns: absence_id, worker_id, first_day, last_day (last sick day; empty: still absent), expected_days (total from the
first day; empty: not known), percent (how far the person cannot work; empty: not stated). No cause, ever.

A spell depends on the seed, the worker and the month it begins in. The feed of a later day holds the same spells, the
open ones ended and new ones begun: what an employer's system would send. Only a story moves with the day.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handrail.exchange.provisioning.chance import share
from handrail.exchange.provisioning.files import FeedTable, StoryTable
from handrail.exchange.provisioning.spec import EmployerSpec, EmploymentSpec

COLUMNS = ("absence_id", "worker_id", "first_day", "last_day", "expected_days", "percent")
EPOCH = date(2024, 1, 1)
"""Before this month nobody invented was ever ill."""

_LENGTHS = ((0.70, 1, 5), (0.89, 6, 20), (0.97, 21, 90), (1.0, 91, 300))
"""Up to which share of spells: shortest and longest, in calendar days. Many short ones, few long ones."""
_EXPECTED_KNOWN, _FARTHEST_EXPECTED_WEEKS = 0.6, 12
_PARTLY_ABLE_AFTER_DAYS, _PARTLY_ABLE, _HALF = 42, 0.3, 50
_WEEK, _SATURDAY, _DAYS_TO_BEGIN_ON, _MONTHS = 7, 5, 28, 12


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One absence as it is known on the feed's day; days are whole calendar days."""

    absence_id: str
    worker_id: str
    first_day: date
    last_day: date | None = None
    expected_days: int | None = None
    percent: int | None = None


def absence_feed(employer: EmployerSpec, as_of: date) -> tuple[FeedRow, ...]:
    """Return the employer's feed of a day, by worker and first day; empty where none is declared."""
    if employer.feed is None:
        return ()
    feed = employer.feed
    return tuple(row for worker in employer.employments for row in _of_worker(feed, worker, as_of))


def to_csv(rows: tuple[FeedRow, ...]) -> str:
    """Return the feed as a file: UTF-8, commas, one header line, a line feed after every line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(row, column) for column in COLUMNS] for row in rows)
    return buffer.getvalue()


def _of_worker(feed: FeedTable, worker: EmploymentSpec, as_of: date) -> Iterator[FeedRow]:
    story = feed.stories.get(worker.key)
    if story is not None:
        yield _story(story, worker, as_of)
        return
    for first, days in _spells(feed, worker, as_of):
        last = first + timedelta(days=days - 1)
        if last < as_of:
            if last >= as_of - timedelta(days=feed.history_days):
                yield FeedRow(_absence_id(worker, first), worker.key, first, last)
        else:
            yield _open(feed, worker, first, days, as_of)


def _story(story: StoryTable, worker: EmploymentSpec, as_of: date) -> FeedRow:
    first = _working_day(as_of - timedelta(days=story.days_before))
    return FeedRow(f"A-{worker.key}-story", worker.key, first, None, story.expected_days, story.percent)


def _absence_id(worker: EmploymentSpec, first: date) -> str:
    return f"A-{worker.key}-{first:%Y%m%d}"


def _spells(feed: FeedTable, worker: EmploymentSpec, as_of: date) -> Iterator[tuple[date, int]]:
    """Yield the spells that began by `as_of`: first day and length; one has ended a day before the next begins."""
    well_on = EPOCH
    month = EPOCH
    while month <= as_of:
        if share(feed.seed, worker.key, month, "ill") < feed.spells_per_year / _MONTHS:
            day = int(share(feed.seed, worker.key, month, "day") * _DAYS_TO_BEGIN_ON)
            first = _working_day(month + timedelta(days=day))
            if well_on <= first <= as_of and _employed(worker, first):
                days = _length(feed, worker, month)
                yield first, days
                well_on = first + timedelta(days=days + 1)
        month = (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def _employed(worker: EmploymentSpec, on: date) -> bool:
    return (worker.started_on is None or worker.started_on <= on) and (worker.ended_on is None or on < worker.ended_on)


def _length(feed: FeedTable, worker: EmploymentSpec, month: date) -> int:
    kind = share(feed.seed, worker.key, month, "kind")
    shortest, longest = next((least, most) for upto, least, most in _LENGTHS if kind < upto)
    return shortest + int(share(feed.seed, worker.key, month, "days") * (longest - shortest + 1))


def _open(feed: FeedTable, worker: EmploymentSpec, first: date, days: int, as_of: date) -> FeedRow:
    """Return a spell that goes on: often with a rough expectation in whole weeks, and half days after some weeks."""
    gone = (as_of - first).days
    weeks = min(-(-days // _WEEK), _FARTHEST_EXPECTED_WEEKS)
    known = share(feed.seed, worker.key, first, "known") < _EXPECTED_KNOWN and weeks * _WEEK > gone
    expected = weeks * _WEEK if known else None
    long = gone > _PARTLY_ABLE_AFTER_DAYS
    half = long and share(feed.seed, worker.key, first, "half") < _PARTLY_ABLE
    return FeedRow(_absence_id(worker, first), worker.key, first, None, expected, _HALF if half else None)


def _working_day(day: date) -> date:
    """Return the day, or the Friday before a weekend day."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
