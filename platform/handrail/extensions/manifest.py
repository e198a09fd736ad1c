"""`handrail.toml`: what a plugin says about itself, read without importing it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from handrail.extensions.declared_settings import Setting, read_settings
from handrail.extensions.errors import PluginFault
from handrail.extensions.reading import choice, names, only, table, text
from handrail.sdk import API
from handrail.sdk.capabilities import unknown_capabilities

FILE = "handrail.toml"
SUPPORTED_APIS = (API,)
"""The SDK majors that this host runs: the current one, and the one before it once there is one."""
LOCALES: Final = ("en",)

Scope = Literal["tenant", "employer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who answers for the plugin; `security` is where a weakness is reported."""

    name: str = ""
    security: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the file says. `api` is the SDK major, `requires` the names of plugins that must be loaded before.

    `scope` is the lowest level it can be switched at; `capabilities` are what it may touch, each with the reason that
    is shown to whoever agrees to it.
    """

    name: str
    api: int
    title: str
    locales: tuple[str, ...] = LOCALES
    requires: tuple[str, ...] = ()
    scope: Scope = "tenant"
    publisher: Publisher = Publisher()
    settings: tuple[Setting, ...] = ()
    capabilities: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def setting(self, key: str) -> Setting | None:
        """Return a setting by its key; None where there is none of this name."""
        return next((each for each in self.settings if each.key == key), None)


def read_manifest(folder: Path, name: str) -> Manifest:
    """Return the manifest in a plugin's package folder. Raises PluginFault with what to change."""
    try:
        with (folder / FILE).open("rb") as file:
            found = tomllib.load(file)
    except FileNotFoundError:
        raise PluginFault(f"its package has no {FILE}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise PluginFault(f"{FILE} can not be read: {problem}") from None
    if not isinstance(found.get("plugin"), dict):
        raise PluginFault(f"{FILE} has no [plugin] table")
    try:
        manifest = _manifest(found)
    except ValueError as problem:
        raise PluginFault(f"{FILE}: {problem}") from None
    if manifest.name != name:
        raise PluginFault(f"{FILE} says the plugin is named {manifest.name!r}, its entry point says {name!r}")
    return manifest


def _manifest(found: dict[str, Any]) -> Manifest:
    only(found, {"plugin", "settings", "capabilities"}, "the file")
    plugin = found["plugin"]
    only(plugin, {"name", "api", "title", "locales", "requires", "scope", "publisher"}, "[plugin]")
    manifest = Manifest(
        name=text(plugin, "name"), api=_api(plugin), title=text(plugin, "title"),
        locales=names(plugin, "locales") or LOCALES, requires=names(plugin, "requires"),
        scope=choice(plugin, "scope", ("tenant", "employer")), publisher=_publisher(plugin),
        settings=read_settings(found.get("settings", [])), capabilities=_capabilities(found),
    )  # fmt: skip
    if manifest.scope == "tenant" and (keys := [each.key for each in manifest.settings if each.per_employer]):
        raise ValueError(f'setting {keys[0]!r} is per_employer, which asks for scope = "employer"')
    return manifest


def _publisher(plugin: dict[str, Any]) -> Publisher:
    found = table(plugin, "publisher")
    only(found, {"name", "security"}, "publisher")
    return Publisher(name=text(found, "name"), security=text(found, "security")) if found else Publisher()


def _capabilities(found: dict[str, Any]) -> Mapping[str, str]:
    declared = table(found, "capabilities")
    if unknown := unknown_capabilities(declared):
        raise ValueError(f"there is no capability {unknown[0]!r}")
    for name, reason in declared.items():
        if not isinstance(reason, str) or not reason.strip():
            raise ValueError(f"capability {name!r} needs a reason, which is shown to whoever agrees to it")
    return MappingProxyType(dict(declared))


def _api(table_: dict[str, Any]) -> int:
    api = table_.get("api")
    if isinstance(api, int) and not isinstance(api, bool):
        if api in SUPPORTED_APIS:
            return api
        supported = ", ".join(str(each) for each in SUPPORTED_APIS)
        raise PluginFault(f"written for SDK major {api}; this host runs {supported}")
    raise ValueError("api must be the SDK major, a whole number")
