"""The day on which the rules of the three provinces were last read."""

import datetime as dt

REVIEWED_ON = dt.date(2026, 11, 1)
