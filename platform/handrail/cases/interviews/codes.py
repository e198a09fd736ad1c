"""The codes of interviews."""

from enum import StrEnum


class InterviewKind(StrEnum):
    """What an interview is for."""

    REINTEGRATION = "reintegration"
    """As soon as some work is possible, or what is possible changed (INT-2)."""
    RETURN_TO_WORK = "return_to_work"
    """After an absence, whether short or long (INT-3)."""


class StatementOf(StrEnum):
    """Which physician stated what is possible."""

    OCCUPATIONAL = "occupational"
    TREATING = "treating"
    INSURER = "insurer"
    NOT_YET = "not_yet"
    """Nobody has stated anything yet: then nothing is recorded about how much is possible."""
