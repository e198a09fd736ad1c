"""What was declared at start, frozen: asked by every request, changed by none."""

import traceback
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from handrail.extensions.collecting import Declared, collect
from handrail.extensions.discovery import FIRST_PARTY, Installed, Want, installed_plugins, read_allowed, read_listing
from handrail.extensions.errors import BootFailed, PluginFault
from handrail.extensions.manifest import Manifest, read_manifest
from handrail.extensions.order import load_order
from handrail.extensions.standing import Known
from handrail.kit.settings import settings
from handrail.sdk import Guide, InterventionType, Jurisdiction, StatutoryDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """One plugin as the operator sees it. `reason` and `trace` say why an unloadable one did not load."""

    name: str
    state: Literal["loaded", "unloadable", "available"]
    version: str = ""
    title: str = ""
    locale: Path | None = None
    manifest: Manifest | None = None
    jurisdictions: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    """The capabilities that the operator allows it at most."""
    reason: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The plugins of this process and what the loaded ones declare."""

    plugins: tuple[Plugin, ...]
    jurisdictions: Mapping[str, Jurisdiction]
    guides: Mapping[str, Guide]
    """By a key that begins with the plugin's name, so that none replaces another's or the platform's."""
    documents: Mapping[str, StatutoryDocument] = field(default_factory=lambda: MappingProxyType({}))
    """The documents that the law asks for, by their codes, which begin with those of their jurisdictions."""
    interventions: Mapping[str, InterventionType] = field(default_factory=lambda: MappingProxyType({}))
    """By the plugin's name, a slash and the type's own key."""
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By the code of a jurisdiction, the version of the plugin that declares it."""
    owners: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By the code of a jurisdiction, the name of the plugin that declares it."""
    known: Mapping[str, Known] = field(default_factory=lambda: MappingProxyType({}))
    """The loaded plugins, as far as switching them on and off goes."""

    def plugin(self, name: str) -> Plugin | None:
        """Return one plugin by its name, whatever its state; None where it is neither installed nor listed."""
        return next((each for each in self.plugins if each.name == name), None)

    @property
    def degraded(self) -> tuple[Plugin, ...]:
        """The optional plugins that did not load: the host serves on without them, and says so."""
        return tuple(plugin for plugin in self.plugins if plugin.state == "unloadable")

    @property
    def locale_folders(self) -> tuple[Path, ...]:
        """Where the texts of the loaded plugins lie."""
        return tuple(plugin.locale for plugin in self.plugins if plugin.state == "loaded" and plugin.locale)


_names: Final[set[str]] = set()


@cache
def registry() -> Registry:
    """Return the registry of this process, made at the first call. Raises BootFailed."""
    file = settings().plugins_file or FIRST_PARTY
    return boot(installed_plugins(), read_listing(file), read_allowed(file))


def boot(
    installed: tuple[Installed, ...],
    listing: Mapping[str, Want],
    allowed: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> Registry:
    """Load the listed plugins among the installed ones; `allowed` are the capabilities that each may have at most.

    Raises BootFailed where a required plugin is missing or broken, or two plugins have a jurisdiction of one code.
    """
    boot_ = _Boot(installed, listing, allowed)
    boot_.run()
    made = boot_.registry()
    _names.update(made.known)
    return made


def known_names() -> Collection[str]:
    """Return the names of all plugins that this process found so far; asks for none."""
    return frozenset(_names)


class _Boot:
    """One start: gathers the state of each plugin, then decides whether the host may run."""

    def __init__(
        self, installed: tuple[Installed, ...], listing: Mapping[str, Want], allowed: Mapping[str, frozenset[str]]
    ) -> None:
        self._listing, self._allowed = listing, allowed
        self._installed = {each.name: each for each in installed}
        self._plugins: dict[str, Plugin] = {}
        self._declared: dict[str, Declared] = {}

    def run(self) -> None:
        manifests = self._manifests()
        order, reasons = load_order(manifests)
        for name, reason in reasons.items():
            self._unloadable(name, PluginFault(reason))
        for name in order:
            self._load(manifests[name])
        self._require()

    def registry(self) -> Registry:
        return Registry(
            plugins=tuple(self._plugins[name] for name in sorted(self._plugins)),
            jurisdictions=MappingProxyType(self._by_code()),
            versions=MappingProxyType(self._versions()),
            guides=MappingProxyType(self._guides()),
            documents=MappingProxyType(
                {each.code: each for declared in self._declared.values() for each in declared.documents}
            ),
            interventions=MappingProxyType(
                {
                    f"{name}/{each.key}": each
                    for name, declared in self._declared.items()
                    for each in declared.interventions
                }
            ),
            known=MappingProxyType(self._known()),
            owners=MappingProxyType(
                {code: each.name for each in self._plugins.values() for code in each.jurisdictions}
            ),
        )

    def _manifests(self) -> dict[str, Manifest]:
        manifests: dict[str, Manifest] = {}
        for name, found in self._installed.items():
            if name not in self._listing:
                self._plugins[name] = Plugin(name=name, state="available", version=found.version)
                continue
            try:
                manifests[name] = read_manifest(found.folder, name)
            except PluginFault as fault:
                self._unloadable(name, fault)
                continue
            self._plugins[name] = Plugin(
                name=name, state="loaded", version=found.version, title=manifests[name].title,
                locale=found.folder / "locale", manifest=manifests[name],
                allowed=self._allowed.get(name, frozenset()) & frozenset(manifests[name].capabilities),
            )  # fmt: skip
        for name in sorted(set(self._listing) - set(self._installed)):
            self._unloadable(name, PluginFault("it is listed and not installed"))
        return manifests

    def _load(self, manifest: Manifest) -> None:
        lost = [name for name in manifest.requires if self._plugins[name].state != "loaded"]
        if lost:
            self._unloadable(manifest.name, PluginFault(f"requires {', '.join(lost)}, which did not load"))
            return
        try:
            declared = collect(manifest.name, self._installed[manifest.name].module)
        except PluginFault as fault:
            self._unloadable(manifest.name, fault)
            return
        self._declared[manifest.name] = declared
        codes = tuple(each.code for each in declared.jurisdictions)
        self._plugins[manifest.name] = replace(self._plugins[manifest.name], jurisdictions=codes)

    def _unloadable(self, name: str, fault: PluginFault) -> None:
        found = self._installed.get(name)
        self._plugins[name] = Plugin(
            name=name, state="unloadable", version=found.version if found else "", reason=str(fault),
            trace="".join(traceback.format_exception(fault.__cause__)) if fault.__cause__ else "",
        )  # fmt: skip

    def _require(self) -> None:
        broken = [
            plugin for plugin in self._plugins.values()
            if plugin.state == "unloadable" and self._listing.get(plugin.name) == "required"
        ]  # fmt: skip
        if broken:
            reasons = "; ".join(f"{plugin.name}: {plugin.reason}" for plugin in broken)
            raise BootFailed(f"required plugins did not load. {reasons}")

    def _known(self) -> dict[str, Known]:
        return {
            each.name: Known(manifest=each.manifest, statutory=bool(each.jurisdictions), allowed=each.allowed)
            for each in self._plugins.values()
            if each.state == "loaded" and each.manifest is not None
        }

    def _by_code(self) -> dict[str, Jurisdiction]:
        owners: dict[str, str] = {}
        by_code: dict[str, Jurisdiction] = {}
        for name, declared in self._declared.items():
            for jurisdiction in declared.jurisdictions:
                if jurisdiction.code in owners:
                    first = owners[jurisdiction.code]
                    raise BootFailed(f"jurisdiction {jurisdiction.code!r} is declared by both {first} and {name}")
                owners[jurisdiction.code] = name
                by_code[jurisdiction.code] = jurisdiction
        return by_code

    def _versions(self) -> dict[str, str]:
        return {
            jurisdiction.code: self._installed[name].version
            for name, declared in self._declared.items()
            for jurisdiction in declared.jurisdictions
        }

    def _guides(self) -> dict[str, Guide]:
        return {
            f"{name.replace('-', '_')}_{guide.key}": guide
            for name, declared in self._declared.items()
            for guide in declared.guides
        }
