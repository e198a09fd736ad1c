"""Plugins that tests write into a folder of their own and load as installed ones."""

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import pytest

from handrail.extensions import registry as plugins
from handrail.extensions.discovery import Installed, installed_plugins, read_listing
from handrail.extensions.registry import Registry, boot

MANIFEST = """
settings = [
  { key = "region", kind = "choice", choices = ["eu", "uk"], label = "Data region", default = "eu" },
  { key = "sender", kind = "text", label = "Sender", per_employer = true },
  { key = "most", kind = "int", label = "Most a day", min = 1, max = 9 },
  { key = "signed", kind = "bool", label = "Signed" },
  { key = "api_key", kind = "secret", label = "API key", per_employer = true },
]
[plugin]
name = "made"
api = 1
title = "Made for a test"
publisher = { name = "Acme", security = "security@acme.example" }
scope = "employer"
locales = ["en", "nl"]
[capabilities]
"document.read" = "Send the agreement for signature"
"http:api.acme.example" = "Ask Acme's service"
"notify.send" = "Write to people"
"""
WORDS = """
[words]
"Made for a test" = "Gemaakt voor een test"
"Data region" = "Gegevensregio"
"""
ALLOWED = frozenset({"document.read", "http:api.acme.example"})


def write(folder: Path, module: str, *, manifest: str = MANIFEST, code: str = "") -> Installed:
    """Write the package of a plugin named `made`, and return its entry point."""
    package = folder / module
    (package / "locale").mkdir(parents=True)
    (package / "__init__.py").write_text(dedent(code), "utf-8")
    (package / "handrail.toml").write_text(manifest, "utf-8")
    (package / "locale" / "nl.toml").write_text(WORDS, "utf-8")
    importlib.invalidate_caches()
    return Installed(name="made", module=module, version="1.2.0")


def booted(installed: Installed, allowed: Mapping[str, frozenset[str]] | None = None) -> Registry:
    """Load a made plugin beside those that are installed."""
    listing = {**read_listing(), installed.name: "optional"}
    return boot((*installed_plugins(), installed), listing, allowed or {installed.name: ALLOWED})


@contextmanager
def loaded(folder: Path, module: str, *, manifest: str = MANIFEST, code: str = "") -> Iterator[Registry]:
    """Let this process have the made plugin, and give its registry."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        made = booted(write(folder, module, manifest=manifest, code=code))
        patch.setattr(plugins, "registry", lambda: made)
        yield made
    sys.modules.pop(module, None)
