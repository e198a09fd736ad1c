"""What is told of one accident: when the employer learned of it, modified work, and time lost."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from handrail.sdk import CaseFacts, incapacities, injuries_at_work


@dataclass(frozen=True, slots=True, kw_only=True)
class Accident:
    """One injury at work with what followed it, up to the next one. `on` is None where no injury is told.

    `modified_on` is the first day of modified work at full pay; `lost_on` the first day of lost time or lower earnings,
    which make the accident reportable by themselves.
    """

    on: dt.date | None
    learned_on: tuple[dt.date, ...]
    modified_on: dt.date | None
    lost_on: dt.date | None


def accidents(facts: CaseFacts) -> Iterator[Accident]:
    """Return the accidents in order of time, after what is told before any of them."""
    days = sorted({event.date for event in injuries_at_work(facts)})
    modified = facts.events_of("modified_work_started")
    full_pay = [event.date for event in modified if event.fields.get("regular_pay") is not False]
    lost = [event.date for event in modified if event.fields.get("regular_pay") is False]
    lost += [incapacity.first_day for incapacity in incapacities(facts)]
    learned = [event.date for event in facts.events_of("employer_learned")]
    for first, end in pairwise([dt.date.min, *days, dt.date.max]):
        yield Accident(
            on=None if first == dt.date.min else first,
            learned_on=tuple([each for each in learned if first <= each < end]),
            modified_on=min((each for each in full_pay if first <= each < end), default=None),
            lost_on=min((each for each in lost if first <= each < end), default=None),
        )
