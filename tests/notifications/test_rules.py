"""When a message may go, and whom a reminder may reach."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kit.codes import Compartment, Role
from handrail.notifications.codes import MessageKind
from handrail.notifications.rules import AT_ONCE, QuietHours, may_go_at, reminds_today, wording_of

ZONES = ("Europe/Amsterdam", "Europe/London", "America/Toronto", "America/St_Johns", "UTC", "Asia/Kathmandu")
NIGHT = QuietHours(time(20), time(8))


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from(ZONES),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_what_is_held_goes_within_a_day_and_outside_quiet_hours(
    now: datetime, zone: str, begin: time, until: time
) -> None:
    now = now.replace(tzinfo=UTC)
    quiet = QuietHours(begin, until)
    at = may_go_at(now, zone, quiet)
    if at is None:
        return
    assert now < at <= now + timedelta(hours=25)
    assert may_go_at(at, zone, quiet) is None or _clocks_change(at, zone)


def _clocks_change(at: datetime, zone: str) -> bool:
    offsets = {(at + timedelta(hours=hours)).astimezone(ZoneInfo(zone)).utcoffset() for hours in range(-3, 4)}
    return len(offsets) > 1


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-10T19:30", "2026-03-11T07:00"),  # 20:30 in Amsterdam, until 08:00 tomorrow
        ("2026-03-10T02:00", "2026-03-10T07:00"),  # 03:00, until 08:00 today
        ("2026-03-10T07:00", None),  # 08:00 sharp
        ("2026-03-10T12:00", None),
        ("2026-03-28T20:00", "2026-03-29T06:00"),  # the night in which the clocks go forward
    ],
)
def test_the_persons_own_clock_decides(now: str, expected: str | None) -> None:
    found = may_go_at(datetime.fromisoformat(now).replace(tzinfo=UTC), "Europe/Amsterdam", NIGHT)
    assert (found and found.strftime("%Y-%m-%dT%H:%M")) == expected


def test_without_quiet_hours_or_with_empty_ones_everything_goes() -> None:
    midnight = datetime(2026, 3, 10, tzinfo=UTC)
    assert may_go_at(midnight, "UTC", None) is None
    assert may_go_at(midnight, "UTC", QuietHours(time(9), time(9))) is None


@pytest.mark.rule("VOL-2")
def test_an_invitation_news_a_reminder_and_a_moved_date_can_not_be_told_apart() -> None:
    assert len({wording_of(kind) for kind in MessageKind if kind not in AT_ONCE}) == 1


DUE = date(2026, 3, 20)


@pytest.mark.rule("VOL-3")
@given(st.integers(-400, 400), st.sampled_from(Compartment))
def test_nothing_presses_a_worker(left: int, compartment: Compartment) -> None:
    reminded = reminds_today(DUE, DUE - timedelta(days=left), owed_by=Role.WORKER, compartment=compartment)
    assert not reminded or (left > 0 and compartment in {Compartment.ADMINISTRATIVE, Compartment.PLAN})


@pytest.mark.rule("VOL-1")
@given(st.integers(-400, 400))
def test_a_worker_is_never_reminded_of_a_step_of_the_support_process(left: int) -> None:
    day = DUE - timedelta(days=left)
    assert not reminds_today(DUE, day, owed_by=Role.WORKER, compartment=Compartment.COORDINATION)


@pytest.mark.rule("VOL-3")
def test_a_worker_is_reminded_once_and_others_before_on_the_day_and_weekly_after() -> None:
    days = range(-30, 31)

    def reminded(role: Role) -> list[int]:
        return [
            left
            for left in days
            if reminds_today(DUE, DUE - timedelta(days=left), owed_by=role, compartment=Compartment.ADMINISTRATIVE)
        ]

    assert reminded(Role.WORKER) == [3]
    assert reminded(Role.SUPERVISOR) == [-28, -21, -14, -7, 0, 1, 7]
