"""What a plugin's own texts say in the reader's language: the table `words` of its `locale/<language>.toml`.

    [words]
    "Data region" = "Gegevensregio"

A text that the plugin does not translate stays as it wrote it.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from handrail.extensions.registry import Plugin
from handrail.kit.i18n import current_locale
from handrail.sdk import read_texts


def told(plugin: Plugin, text: str) -> str:
    """Return a text of the plugin in the reader's language."""
    return _words(plugin.locale, current_locale()).get(text, text) if plugin.locale and text else text


@lru_cache(maxsize=256)
def _words(folder: Path, language: str) -> Mapping[str, str]:
    return read_texts(folder, language).get("words", {}) if folder.is_dir() else {}
