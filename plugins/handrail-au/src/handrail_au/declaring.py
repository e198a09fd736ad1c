"""The day on which the rules of the Commonwealth and the two states were last read."""

import datetime as dt

REVIEWED_ON = dt.date(2026, 11, 1)
