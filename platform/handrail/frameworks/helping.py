"""Whom to call now: the numbers that hold where somebody works, on every page they open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handrail.frameworks.folder import base_layers

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number, and what it is for in the reader's language."""

    what: str
    phone: str

    @property
    def href(self) -> str:
        """The address that a telephone dials."""
        return f"tel:{''.join(each for each in self.phone if each in '+0123456789')}"


def numbers_of(jurisdiction: str | None, language: str) -> tuple[Number, ...]:
    """Return the numbers that a jurisdiction's floor has on every page, in its order; none where we know of none.

    They are the floor's, so no consultancy and no employer takes them away (FRW-4).
    """
    if jurisdiction is None:
        return ()
    _platform, floor = base_layers(jurisdiction)
    given: Mapping[str, Mapping[str, Any]] = floor.tree.get("resources", {})
    always = sorted((each for each in given.values() if each.get("always") and each.get("phone")), key=_order)
    return tuple(Number(_words(each["title"], language), str(each["phone"])) for each in always)


def _order(resource: Mapping[str, Any]) -> int:
    return int(resource.get("order", 0))


def _words(title: Mapping[str, str], language: str) -> str:
    return title.get(language) or title[FALLBACK]
