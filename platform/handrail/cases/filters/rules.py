"""What a filter of the case list may hold, and how much. Pure."""

from collections.abc import Mapping
from typing import Final

PARTS: Final = ("participation", "closed", "coordinator", "employer", "sort")
"""Parts of the list's address that can be kept: never a name of somebody."""
MOST: Final = 20
"""How many filters a person keeps in one role."""
LONGEST_NAME: Final = 60


def kept(given: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept of the list's address: known parts that say something, in one order."""
    return {part: given[part] for part in PARTS if given.get(part)}
