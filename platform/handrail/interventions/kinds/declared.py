"""The types of intervention of this process, and each as it was when an item was written."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from handrail.extensions.registry import registry
from handrail.interventions.kinds.models import PluginTypeVersion
from handrail.kit import clock
from handrail.kit.i18n import LOCALES
from handrail.kit.ids import new_id
from handrail.sdk import Catalogue, InterventionShape, InterventionType

_ENGLISH: Final = "en"
_SHAPE: Final = tuple(each.name for each in fields(InterventionShape))

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One type: what is declared, its words by language, and the running plugin's callbacks while it is there."""

    name: str
    """The plugin's name, a slash and the type's key."""
    shape: InterventionShape
    texts: Texts
    running: InterventionType | None = None

    @property
    def plugin(self) -> str:
        """The plugin's name."""
        return self.name.partition("/")[0]

    def words(self, path: str, otherwise: str, locale: str) -> str:
        """Return what a part of the type is called in a language; English, or what is declared, where it lacks that."""
        key = f"{self.shape.key}.{path}"
        return self.texts.get(locale, {}).get(key) or self.texts.get(_ENGLISH, {}).get(key) or otherwise


def installed(name: str) -> Kind | None:
    """Return a type of a plugin that is loaded in this process."""
    declared = registry().interventions.get(name)
    return Kind(name=name, shape=declared, texts=_texts_of(name), running=declared) if declared else None


def all_installed() -> tuple[Kind, ...]:
    """Return every type of every plugin that is loaded, by name."""
    return tuple(kind for name in sorted(registry().interventions) if (kind := installed(name)))


@lru_cache(maxsize=256)
def _texts_of(name: str) -> Texts:
    plugin, _slash, key = name.partition("/")
    folder = next((each.locale for each in registry().plugins if each.name == plugin), None)
    if folder is None:
        return {}
    catalogue = Catalogue((folder,))
    return {
        code: {
            each: text for each, text in catalogue.language(code).interventions.items() if each.startswith(f"{key}.")
        }
        for code in LOCALES
    }


def keep(session: Session, kind: Kind, tenant_id: UUID) -> None:
    """Keep a version of a type as it is declared, once in each consultancy, so that its items stay readable."""
    statement = insert(PluginTypeVersion).values(
        tenant_id=tenant_id,
        id=new_id(),
        type=kind.name,
        version=kind.shape.version,
        declaration=as_json(kind),
        first_used_at=clock.now(),
    )
    session.execute(statement.on_conflict_do_nothing(index_elements=["tenant_id", "type", "version"]))


def as_json(kind: Kind) -> dict[str, Any]:
    """Return the plain part of a declaration with its words."""
    shape = {name: msgspec.to_builtins(getattr(kind.shape, name), enc_hook=dict) for name in _SHAPE}
    return {"shape": shape, "texts": {code: dict(texts) for code, texts in kind.texts.items()}}


def from_json(name: str, declaration: Mapping[str, Any]) -> Kind:
    """Return a type as `as_json` kept it; it has no callbacks."""
    return Kind(
        name=name,
        shape=msgspec.convert(declaration["shape"], InterventionShape),
        texts=declaration["texts"],
    )


def kept(session: Session, tenant_id: UUID, name: str, version: int) -> Kind | None:
    """Return a version of a type as it was kept."""
    statement = select(PluginTypeVersion.declaration).where(
        PluginTypeVersion.tenant_id == tenant_id, PluginTypeVersion.type == name, PluginTypeVersion.version == version
    )
    declaration = session.scalar(statement)
    return from_json(name, declaration) if declaration is not None else None
