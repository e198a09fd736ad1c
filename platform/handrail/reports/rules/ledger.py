"""What was published to a group of readers: the only thing that must be remembered between two reports.

A `Release` holds no titles and no layout: cells by what they count, each with its number or hidden, and the sums that
a reader can form. Kept as JSON, oldest first, it is what the next release to the same readers is checked against.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from handrail.reports.tables import Member, Population

VERSION: Final = 1

Condition = tuple[str, str]
"""A dimension's key and a member's key."""


@dataclass(frozen=True, slots=True)
class Address:
    """What a cell counts. Equal addresses are one cell, whatever tables they stand in."""

    what: str
    scope: str
    first_on: date
    last_on: date
    where: tuple[Condition, ...] = ()  # in order of dimension

    @classmethod
    def of(cls, population: Population) -> "Address":
        """Return the address of everyone in a population."""
        return cls(population.what, population.scope, *population.days)

    def within(self, dimension: str, member: Member) -> "Address":
        """Return the address of this cell's part in one member of a dimension."""
        first, last = member.days or (self.first_on, self.last_on)
        where = self.where
        if member.days is None and member.what is None:
            where = _and(where, (dimension, member.key))
        return Address(member.what or self.what, self.scope, first, last, where)

    def also(self, condition: Condition) -> "Address":
        """Return the address with one condition more."""
        return Address(self.what, self.scope, self.first_on, self.last_on, _and(self.where, condition))

    @property
    def order(self) -> tuple[object, ...]:
        """Return the key by which cells are sorted, so that the same tables always lead to the same masks."""
        return (self.what, self.scope, self.first_on, self.last_on, len(self.where), self.where)

    @property
    def subject(self) -> tuple[str, str, tuple[Condition, ...]]:
        """Return what two cells must share for one to be a part of the other by its days."""
        return (self.what, self.scope, self.where)


def _and(where: tuple[Condition, ...], condition: Condition) -> tuple[Condition, ...]:
    return where if not condition[0] else tuple(sorted({*where, condition}))


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole that is the sum of its parts."""

    whole: Address
    parts: tuple[Address, ...]

    @property
    def all(self) -> tuple[Address, ...]:
        """Return whole and parts."""
        return (self.whole, *self.parts)


@dataclass(frozen=True, slots=True)
class Published:
    """A number as it was shown, or None where it was not.

    `least`: a hidden number is known to be no smaller. `is_secret`: it was hidden, and not only never printed.
    """

    value: int | None
    least: int = 0
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """The cells that one report showed or hid, and its sums."""

    cells: Mapping[Address, Published]
    sums: tuple[Sum, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the release as JSON: cells as lists, sums as places in the list of cells (the whole first)."""
        order = sorted(self.cells, key=lambda address: address.order)
        place = {address: number for number, address in enumerate(order)}
        return {
            "version": VERSION,
            "cells": [_cell_json(address, self.cells[address]) for address in order],
            "sums": [[place[address] for address in line.all] for line in self.sums],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Release":
        """Return the release that `to_json` wrote."""
        if stored["version"] != VERSION:
            raise ValueError(f"a release of version {stored['version']} can not be read")
        cells = [_cell_of(line) for line in stored["cells"]]
        order = [address for address, _published in cells]
        sums = tuple(Sum(order[line[0]], tuple(order[place] for place in line[1:])) for line in stored["sums"])
        return cls(dict(cells), sums)


def _cell_json(address: Address, published: Published) -> list[Any]:
    days = [address.first_on.isoformat(), address.last_on.isoformat()]
    where = [list(condition) for condition in address.where]
    return [address.what, address.scope, *days, where, published.value, published.least, published.is_secret]


def _cell_of(line: Sequence[Any]) -> tuple[Address, Published]:
    what, scope, first_on, last_on, where, value, least, is_secret = line
    days = date.fromisoformat(first_on), date.fromisoformat(last_on)
    address = Address(what, scope, *days, tuple((dimension, member) for dimension, member in where))
    return address, Published(value, least, is_secret)
