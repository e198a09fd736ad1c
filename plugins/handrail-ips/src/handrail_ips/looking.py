"""The eight principles as far as a record shows them: what is refused, and what to look at (IVN-4). Pure.

1 an ordinary job is the goal; 2 whoever wants to work is accepted; 3 together with the treatment team; 4 the worker's
wishes lead; 5 advice on benefits; 6 the search begins soon; 7 contact with employers; 8 support without an end date.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from handrail.sdk import Data, Finding

SEARCH_DAYS: Final = 30
"""Within a month of the first meeting on the profile an employer was met."""
KEPT_DAYS: Final = 91
"""A job has lasted after 13 weeks."""
_LOOKING: Final = frozenset({"engaged", "job_search"})
_WORKING: Final = frozenset({"job_started", "in_work_support", "sustained", "stepped_down"})


def check(_context: object, data: Data) -> Sequence[Finding]:
    """Return what has to be put right before it is recorded."""
    return [*_accepted(data), *_days_in_order(data), *_lasted(data), *_ended(data)]


def warn(_context: object, data: Data) -> Sequence[Finding]:
    """Return where the record leaves one of the principles."""
    return [
        *_not_competitive(data), *_alone(data), *_wishes(data), *_no_advice(data), *_slow(data), *_left_alone(data),
    ]  # fmt: skip


def _accepted(data: Data) -> Iterator[Finding]:
    if data.act == "accept" and data.values.get("wants_work") is not True:
        message = "Somebody who does not want to work is not accepted now, and can come back at any time."
        yield Finding(key="does_not_want", message=message, field="wants_work")


def _days_in_order(data: Data) -> Iterator[Finding]:
    for place, job in enumerate(data.rows("jobs")):
        ended = job.get("ended_on")
        if ended and ended < job["began_on"]:
            yield Finding(key="ended_before", message="It ended before it began.", field="jobs", row=place)
    for place, contact in enumerate(data.rows("contacts")):
        if dt.date.fromisoformat(contact["on"]) > data.today:
            yield Finding(key="contact_to_come", message="This day is still to come.", field="contacts", row=place)


def _lasted(data: Data) -> Iterator[Finding]:
    if data.act == "sustain" and max(map(_days(data), data.rows("jobs")), default=0) < KEPT_DAYS:
        yield Finding(key="not_yet_13_weeks", message="No job on record has lasted 13 weeks yet.", field="jobs")


def _ended(data: Data) -> Iterator[Finding]:
    if data.values.get("outcome") == "employed" and not data.rows("jobs"):
        yield Finding(key="employed_without_job", message="Record the job first.", field="outcome")
    if data.act == "keep" and data.values.get("outcome") != "employed":
        yield Finding(key="kept_not_employed", message="A job that is kept is employment.", field="outcome")


def _not_competitive(data: Data) -> Iterator[Finding]:
    if any(not job.get("competitive") and not job.get("ended_on") for job in data.rows("jobs")):
        yield Finding(key="not_competitive", message="The goal is an ordinary job, open to everybody.", field="jobs")


def _alone(data: Data) -> Iterator[Finding]:
    if data.state in _LOOKING | _WORKING and not data.values.get("treatment_contact"):
        message = "Nobody of the treatment team is named with whom you work together."
        yield Finding(key="alone", message=message, field="treatment_contact")


def _wishes(data: Data) -> Iterator[Finding]:
    if data.state in _LOOKING and not data.values.get("preferences"):
        message = "What the worker is looking for is not written down. Their wishes lead the search."
        yield Finding(key="no_wishes", message=message, field="preferences")


def _no_advice(data: Data) -> Iterator[Finding]:
    if data.state in {"job_search", "employer_contact", *_WORKING} and not data.values.get("benefits_advice_on"):
        message = "The worker has had no advice yet on what work means for their benefits."
        yield Finding(key="no_advice", message=message, field="benefits_advice_on")


def _slow(data: Data) -> Iterator[Finding]:
    began = data.day("profile_started_on")
    met = [dt.date.fromisoformat(each["on"]) for each in data.rows("contacts") if each["how"] == "face_to_face"]
    if began is None or data.rows("jobs"):
        return
    if (min(met, default=data.today) - began).days > SEARCH_DAYS:
        message = "More than a month passed from the profile to the first meeting with an employer."
        yield Finding(key="slow", message=message, field="contacts")


def _left_alone(data: Data) -> Iterator[Finding]:
    newest = max(map(_days(data), data.rows("jobs")), default=KEPT_DAYS)
    if data.state == "stepped_down" and newest < KEPT_DAYS:
        message = "Support became less before the job had lasted 13 weeks. Was that the worker's wish?"
        yield Finding(key="left_alone", message=message, field="support_agreed")


def _days(data: Data) -> Any:
    def lasted(job: Mapping[str, Any]) -> int:
        last = dt.date.fromisoformat(job["ended_on"]) if job.get("ended_on") else data.today
        return (last - dt.date.fromisoformat(job["began_on"])).days

    return lasted
