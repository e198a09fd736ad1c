"""The test cases of the government's own calculator, to the penny.

alphagov/smart-answers, test/unit/calculators/statutory_sick_pay_calculator_test.rb. Each has the weekdays worked, the
linked sickness before it where there is one, the sickness, and what is paid for it.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from handrail.testkit.asking import Answer, asking
from handrail_uk import GREAT_BRITAIN

ASK = asking(GREAT_BRITAIN)
MON_FRI, MON_THU, TUE_FRI, TUE_THU = "Mon Tue Wed Thu Fri", "Mon Tue Wed Thu", "Tue Wed Thu Fri", "Tue Wed Thu"

CASES = (
    (MON_FRI, ("2012-09-01", "2012-09-07"), ("2012-10-01", "2012-10-07"), 5, 85.85),
    ("Mon Tue Wed", None, ("2012-04-06", "2012-04-12"), 0, 0.0),
    (MON_FRI, None, ("2012-04-06", "2012-12-06"), 140, 2403.80),
    (TUE_THU, None, ("2012-04-06", "2012-12-06"), 84, 2403.80),
    (MON_FRI, None, ("2012-03-26", "2012-04-13"), 12, 200.94),
    (TUE_FRI, ("2012-01-03", "2012-01-12"), ("2012-02-28", "2012-04-07"), 24, 490.67),
    ("Mon Wed Fri", ("2012-05-07", "2012-07-01"), ("2012-07-25", "2012-09-04"), 18, 515.11),
    ("Sat Sun", None, ("2012-11-23", "2012-12-31"), 9, 386.33),
    (MON_THU, ("2011-09-28", "2012-03-19"), ("2012-03-29", "2012-05-06"), 16, 338.09),
    (MON_THU, ("2011-09-05", "2012-03-21"), ("2012-03-29", "2012-05-06"), 0, 0.0),
    (MON_THU, ("2011-09-05", "2012-03-20"), ("2012-03-29", "2012-04-10"), 1, 20.40),
    ("Wed", None, ("2012-08-28", "2012-10-06"), 3, 257.55),
    (TUE_THU, None, ("2013-03-26", "2013-04-12"), 6, 172.55),
    (MON_THU, None, ("2013-01-07", "2013-05-03"), 65, 1398.47),
    ("Wed Sat", ("2012-12-01", "2012-12-28"), ("2013-01-07", "2013-05-03"), 33, 1419.93),
    (TUE_THU, ("2012-09-21", "2012-12-28"), ("2013-01-07", "2013-05-03"), 45, 1289.45),
    (MON_FRI, ("2014-06-01", "2014-06-14"), ("2014-07-10", "2014-07-20"), 7, 122.57),
)


@pytest.mark.parametrize(("weekdays", "before", "sick", "days", "amount"), CASES)
def test_the_official_calculator_pays_the_same(weekdays: str, before: Any, sick: Any, days: int, amount: float) -> None:
    answer = _asked(weekdays, [each for each in (before, sick) if each])
    assert answer.of("ssp_days_payable")[-1].value == days
    assert answer.of("ssp_amount")[-1].value == amount


@pytest.mark.parametrize(
    ("weekdays", "daily"),
    [("Mon Wed Fri", 28.6166), ("Mon Tue Wed Thu Fri Sat Sun", 12.2642), ("Mon Tue Wed Thu Fri Sat", 14.3083)],
)
def test_the_rate_of_a_day_is_that_of_the_official_table(weekdays: str, daily: float) -> None:
    answer = _asked(weekdays, [("2012-10-01", "2012-10-31")])
    ledger: Any = answer.one("ssp_ledger").value
    assert {line["rate"] for line in ledger if line["payable"]} == {daily}


@pytest.mark.parametrize(
    ("first_day", "limit"),
    [("2012-04-01", 102), ("2012-04-06", 107), ("2013-04-06", 109), ("2014-04-06", 111), ("2015-04-06", 112)],
)
def test_the_earnings_limit_is_that_of_the_tax_year(first_day: str, limit: int) -> None:
    assert ASK((first_day, "absence_started")).one("ssp_lel").value == limit


def _asked(weekdays: str, sick: list[tuple[str, str]]) -> Answer:
    events = []
    for first, last in sick:
        fit = date.fromisoformat(last) + timedelta(days=1)
        events += [(first, "absence_started"), (fit, "recovered")]
    return ASK(*events, params={"qualifying_days": weekdays.split()})
