"""What a person has to know about how a file was read, before they trust what it says."""

from collections.abc import Iterator

from handrail.exchange.intake.problems import Problem
from handrail.exchange.intake.profiles import Profile
from handrail.exchange.intake.records import RecordReader
from handrail.kit.i18n import lazy


def notices_of(profile: Profile, records: RecordReader, start_year: int | None) -> Iterator[Problem]:
    """Yield the notices of a file that was read to its end."""
    if profile.document.placement:
        yield _placed(start_year or profile.document.placement.start_year)
    if profile.document.hours.gives_last_day:
        yield _days_from_hours(profile)
    if profile.document.reason:
        yield _reason(profile.document.reason.column)
    for column in profile.refused:
        if name := records.headers.get(f"refused:{column}"):
            yield _refused(name, profile.refused[column].rule)
    if profile.not_read:
        yield _not_read(profile)
    if records.unfinished:
        text = lazy("The last line has no line end. Check that the file is complete.")
        yield Problem("no-line-end", text)


def _placed(start_year: int) -> Problem:
    text = lazy(
        "The file holds no dates. Each row stands on the first such weekday of its month that keeps the rows in order; "
        "a month lower than the one before starts a new year, and the first year is %(year)s. These are not the "
        "days on which people were away.",
        year=start_year,
    )
    return Problem("dates-placed", text)


def _days_from_hours(profile: Profile) -> Problem:
    text = lazy(
        "The last day is reckoned from the hours: %(hours)s hours are one working day, and a part of a day counts as "
        "that day. Public holidays count as working days.",
        hours=profile.hours_per_day.normalize(),
    )
    return Problem("days-from-hours", text)


def _reason(column: str) -> Problem:
    text = lazy("“%(column)s” only tells sickness from the rest. It is not stored (CON-4).", column=column)
    return Problem("reason-not-stored", text, column=column)


def _refused(name: str, rule: str) -> Problem:
    text = lazy("“%(column)s” does not come in, and rows marked in it are refused (%(rule)s).", column=name, rule=rule)
    return Problem("column-refused", text, column=name)


def _not_read(profile: Profile) -> Problem:
    names = ", ".join(profile.document.not_read.columns)
    return Problem("columns-not-read", lazy("These columns are not read: %(columns)s.", columns=names))
