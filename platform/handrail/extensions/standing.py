"""How a plugin stands, for a consultancy and at one of its client organisations: the rules, which are pure.

Active is what loaded, is not in quarantine and is switched on. A plugin whose manifest says `scope = "tenant"` is
switched in the consultancy alone; one of scope "employer" has to be on in the consultancy and at the client
organisation too, by its own row or by what the consultancy chose for those without one.

A plugin that declares a jurisdiction counts as on unless a row says otherwise. While absences stand under it, it can be
drained and not be switched off: a date that the law sets does not vanish because somebody pressed a switch.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from handrail.extensions.manifest import Manifest


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


class State(StrEnum):
    """How a switch stands. Draining: nothing new begins, what runs comes to its end."""

    OFF = "off"
    DRAINING = "draining"
    ON = "on"


_ORDER: Final = (State.OFF, State.DRAINING, State.ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A plugin that loaded, as far as switching it goes. `statutory`: dates that the law sets come from it."""

    manifest: Manifest
    statutory: bool = False
    allowed: frozenset[str] = frozenset()
    """The capabilities that the operator of the installation allows it at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one row of `plugin_activation` says."""

    state: State
    employers_default: bool = False
    settings: Mapping[str, Any] = field(default_factory=_nothing)
    grants: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one plugin stands for whoever asks."""

    state: State
    settings: Mapping[str, Any] = field(default_factory=_nothing)
    grants: frozenset[str] = frozenset()
    quarantined: bool = False

    @property
    def begins(self) -> bool:
        """Whether something new of it may begin."""
        return self.state is State.ON and not self.quarantined

    @property
    def runs(self) -> bool:
        """Whether it may be asked anything, for what runs already too."""
        return self.state is not State.OFF and not self.quarantined


OFF: Final = Standing(state=State.OFF)


@dataclass(frozen=True, slots=True)
class Active:
    """The plugins of one request or job. What did not load is not in it."""

    standings: Mapping[str, Standing] = field(default_factory=_nothing)

    def has(self, plugin: str) -> bool:
        """Say whether something new of the plugin may begin here."""
        return self.of(plugin).begins

    def runs(self, plugin: str) -> bool:
        """Say whether the plugin may be asked anything here: switched on, or draining."""
        return self.of(plugin).runs

    def of(self, plugin: str) -> Standing:
        """Return how a plugin stands here; off where nobody knows it."""
        return self.standings.get(plugin, OFF)


class Standings(Mapping[str, Standing]):
    """How each known plugin stands, found when it is asked for: most requests ask for one or two of them."""

    def __init__(
        self,
        known: Mapping[str, Known],
        tenant: Mapping[str, Row],
        employer: Mapping[str, Row],
        *,
        at_employer: bool,
        held: frozenset[str],
    ) -> None:
        self._known, self._tenant, self._employer = known, tenant, employer
        self._at_employer, self._held = at_employer, held
        self._found: dict[str, Standing] = {}

    def __getitem__(self, name: str) -> Standing:
        found = self._found.get(name)
        if found is None:
            tenant, employer = self._tenant.get(name), self._employer.get(name)
            found = self._found[name] = standing_of(
                self._known[name], tenant, employer, at_employer=self._at_employer, held=name in self._held
            )
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def effective_state(known: Known, tenant: Row | None, employer: Row | None, *, at_employer: bool) -> State:
    """Return how a plugin stands. `at_employer` false: asked for the consultancy, so its own row alone counts."""
    own = tenant.state if tenant else (State.ON if known.statutory else State.OFF)
    if known.manifest.scope == "tenant" or not at_employer:
        return own
    by_default = State.ON if tenant is not None and tenant.employers_default else State.OFF
    return min(own, employer.state if employer else by_default, key=_ORDER.index)


def effective_settings(manifest: Manifest, tenant: Row | None, employer: Row | None) -> Mapping[str, Any]:
    """Return the settings: their defaults, then the consultancy's, then the employer's for keys that it may set.

    What is not among the manifest's keys (any more) is left out. A key that was renamed is found under its old name.
    """
    chosen: dict[str, Any] = {}
    for setting in manifest.settings:
        rows = (tenant, employer) if setting.per_employer else (tenant,)
        value = setting.default
        for row in rows:
            if row is not None:
                value = _said(row.settings, setting.key, setting.was, value)
        if value is not None and not setting.is_secret:
            chosen[setting.key] = value
    return MappingProxyType(chosen)


def _said(values: Mapping[str, Any], key: str, was: str | None, otherwise: Any) -> Any:
    if key in values:
        return values[key]
    return values.get(was, otherwise) if was is not None else otherwise


def effective_grants(known: Known, tenant: Row | None) -> frozenset[str]:
    """Return what a plugin may touch: declared, allowed by the operator, and agreed to by the consultancy.

    A release that asks for more runs on what was agreed to before, until somebody agrees to the rest.
    """
    agreed = set(tenant.grants) if tenant else set()
    return frozenset(known.manifest.capabilities) & known.allowed & agreed


def standing_of(known: Known, tenant: Row | None, employer: Row | None, *, at_employer: bool, held: bool) -> Standing:
    """Return how a plugin stands: state, settings and grants. `held`: it is in quarantine."""
    return Standing(
        state=effective_state(known, tenant, employer, at_employer=at_employer),
        settings=effective_settings(known.manifest, tenant, employer),
        grants=effective_grants(known, tenant),
        quarantined=held,
    )


def may_switch_off(known: Known, *, open_under_it: int) -> bool:
    """Say whether a plugin can be switched off at once; one whose dates somebody counts on is drained."""
    return not (known.statutory and open_under_it)
