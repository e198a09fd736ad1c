"""`handrail.toml`: what a plugin says about itself, read without importing it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handrail.extensions.errors import PluginFault
from handrail.sdk import API

FILE = "handrail.toml"
SUPPORTED_APIS = (API,)
"""The SDK majors that this host runs: the current one, and the one before it once there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The `[plugin]` table. `api` is the SDK major, `requires` the names of plugins that must be loaded before."""

    name: str
    api: int
    title: str
    locales: tuple[str, ...]
    requires: tuple[str, ...]


def read_manifest(folder: Path, name: str) -> Manifest:
    """Return the manifest in a plugin's package folder. Raises PluginFault with what to change."""
    try:
        with (folder / FILE).open("rb") as file:
            table = tomllib.load(file).get("plugin")
    except FileNotFoundError:
        raise PluginFault(f"its package has no {FILE}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise PluginFault(f"{FILE} can not be read: {problem}") from None
    if not isinstance(table, dict):
        raise PluginFault(f"{FILE} has no [plugin] table")
    manifest = Manifest(
        name=_text(table, "name"), api=_api(table), title=_text(table, "title"),
        locales=_names(table, "locales"), requires=_names(table, "requires"),
    )  # fmt: skip
    if manifest.name != name:
        raise PluginFault(f"{FILE} says the plugin is named {manifest.name!r}, its entry point says {name!r}")
    return manifest


def _api(table: dict[str, Any]) -> int:
    api = table.get("api")
    if not isinstance(api, int) or isinstance(api, bool):
        raise PluginFault(f"{FILE}: api must be the SDK major, a whole number")
    if api not in SUPPORTED_APIS:
        supported = ", ".join(str(each) for each in SUPPORTED_APIS)
        raise PluginFault(f"written for SDK major {api}; this host runs {supported}")
    return api


def _text(table: dict[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise PluginFault(f"{FILE}: {key} must be a text")
    return value


def _names(table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise PluginFault(f"{FILE}: {key} must be a list of names")
    return tuple(value)
