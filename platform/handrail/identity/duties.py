"""How much of a role somebody has in a case. Pure."""

from enum import StrEnum


class Duty(StrEnum):
    """A part is the whole of a role, or a piece of it beside somebody else who has the whole."""

    WHOLE = "whole"
    FOLLOW_UP = "follow_up"
    """A coordinator who follows the worker, beside the one who coordinates and stays the single point of contact."""
