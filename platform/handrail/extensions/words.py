"""What a plugin's own texts say in the reader's language: the table `words` of its `locale/<language>.toml`.

    [words]
    "Data region" = "Gegevensregio"

A text that the plugin does not translate stays as it wrote it.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel import Locale

from handrail.extensions import registry as plugins
from handrail.extensions.registry import Plugin
from handrail.kit.i18n import current_locale
from handrail.sdk import Jurisdiction, read_texts


def told(plugin: Plugin, text: str) -> str:
    """Return a text of the plugin in the reader's language."""
    return _words(plugin.locale, current_locale()).get(text, text) if plugin.locale and text else text


def titled(plugin: Plugin) -> str:
    """Return the name of a plugin in the reader's language; one that holds the law of a country is named after it."""
    country = next(
        (each.country for code in plugin.jurisdictions if (each := _jurisdiction(code)) and each.country), ""
    )
    own = told(plugin, plugin.title)
    return str(Locale(current_locale()).territories.get(country, own)) if country and own == plugin.title else own


def _jurisdiction(code: str) -> Jurisdiction | None:
    return plugins.registry().jurisdictions.get(code)


@lru_cache(maxsize=256)
def _words(folder: Path, language: str) -> Mapping[str, str]:
    return read_texts(folder, language).get("words", {}) if folder.is_dir() else {}
