"""Which plugins are installed, and which of them this installation wants. Nothing is imported here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from handrail.extensions.errors import BootFailed, PluginFault
from handrail.sdk.capabilities import unknown_capabilities

GROUP = "handrail.plugins"
FIRST_PARTY = Path(__file__).with_name("plugins.toml")

Want = Literal["required", "optional"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One entry point of the group: the plugin's name, the module to import, and the version of its distribution."""

    name: str
    module: str
    version: str

    @property
    def folder(self) -> Path:
        """The folder of the plugin's package. Raises PluginFault where the module is not to be found."""
        try:
            spec = find_spec(self.module)
        except (ImportError, ValueError) as problem:
            raise PluginFault(f"module {self.module!r} can not be found: {problem}") from None
        if spec is None or not spec.submodule_search_locations:
            raise PluginFault(f"module {self.module!r} is not an installed package")
        return Path(next(iter(spec.submodule_search_locations)))


def installed_plugins() -> tuple[Installed, ...]:
    """Return the installed plugins by name. Raises BootFailed where two distributions claim one name."""
    found: dict[str, Installed] = {}
    for point in entry_points(group=GROUP):
        version = point.dist.version if point.dist else "0"
        if point.name in found:
            raise BootFailed(f"two installed distributions are the plugin {point.name!r}: remove one")
        found[point.name] = Installed(name=point.name, module=point.module, version=version)
    return tuple(found[name] for name in sorted(found))


def read_listing(file: Path = FIRST_PARTY) -> Mapping[str, Want]:
    """Return the operator's list of plugins. Raises BootFailed with what to change."""
    listed = _table(file, "plugins")
    for name, want in listed.items():
        if want not in {"required", "optional"}:
            raise BootFailed(f'{file}: {name} must be "required" or "optional", not {want!r}')
    return dict(listed)


def read_allowed(file: Path = FIRST_PARTY) -> Mapping[str, frozenset[str]]:
    """Return which capabilities the operator allows each plugin at most. Raises BootFailed with what to change."""
    allowed = _table(file, "capabilities")
    for name, capabilities in allowed.items():
        if not isinstance(capabilities, list) or not all(isinstance(each, str) for each in capabilities):
            raise BootFailed(f"{file}: the capabilities of {name} must be a list of names")
        if unknown := unknown_capabilities(capabilities):
            raise BootFailed(f"{file}: there is no capability {unknown[0]!r}, which {name} is allowed")
    return {name: frozenset(capabilities) for name, capabilities in allowed.items()}


def _table(file: Path, name: str) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.read_text("utf-8")).get(name, {})
    except (OSError, ValueError) as problem:
        raise BootFailed(f"the list of plugins {file} can not be read: {problem}") from None
    if not isinstance(found, dict):
        raise BootFailed(f"{file}: {name} must be a table")
    return found
