"""Where a wording comes from."""

from enum import StrEnum


class Origin(StrEnum):
    """Who worded a letter: it came with the framework, or a consultancy or a client organisation adapted it."""

    DELIVERED = "delivered"
    CONSULTANCY = "consultancy"
    EMPLOYER = "employer"
