"""The form of a plugin's settings, made from its manifest: one vocabulary for page, check and storage."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.extensions.declared_settings import MOST_SIGNS, MOST_SIGNS_LONG, Setting
from handrail.extensions.registry import Plugin
from handrail.extensions.words import told
from handrail.kit.i18n import _
from handrail.kit.labels import Apart
from handrail.web.fields import Text


def form_of(plugin: Plugin, settings: Iterable[Setting], written: frozenset[str]) -> type[Schema]:
    """Return the form of some settings in the reader's language. `written`: the secrets that are there already."""
    made = {setting.key: _field(plugin, setting, is_written=setting.key in written) for setting in settings}
    schema: type[Schema] = Schema.from_dict({**made}, name="PluginSettingsForm")
    schema.__compartment__ = Apart.NO_CASE  # type: ignore[attr-defined]
    return schema


def answers(settings: Iterable[Setting], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what to store of a form: what was left empty is taken back, a secret that was left empty stays."""
    found: dict[str, Any] = {}
    for setting in settings:
        value = data.get(setting.key)
        if value in (None, "", []):
            value = None
        if value is None and setting.is_secret:
            continue
        found[setting.key] = value
    return found


def _field(plugin: Plugin, setting: Setting, *, is_written: bool) -> fields.Field[Any]:
    choices = [(each, told(plugin, each)) for each in setting.choices]
    metadata = {
        "label": told(plugin, setting.label),
        "hint": " ".join(each for each in (told(plugin, setting.hint), _said(setting, is_written=is_written)) if each),
        **_WIDGETS.get(setting.kind, {}),
        **({"choices": choices} if choices else {}),
    }
    if setting.kind == "bool":
        return fields.Boolean(load_default=False, metadata=metadata)
    needed = setting.required and setting.default is None and not setting.per_employer and not is_written
    common: dict[str, Any] = {"required": needed, "metadata": metadata}
    if not needed:
        common |= {"load_default": None, "allow_none": True}
    return _MAKERS[setting.kind](setting, common)


def _said(setting: Setting, *, is_written: bool) -> str:
    if not setting.is_secret:
        return ""
    if is_written:
        return _("It is kept and shown to nobody. Leave it empty to keep the one that is there.")
    return _("It is kept and shown to nobody.")


_WIDGETS: Final[Mapping[str, dict[str, Any]]] = {
    "secret": {"widget": "password", "attributes": {"autocomplete": "off"}},
    "text": {"widget": "text"},
    "longtext": {"widget": "textarea", "attributes": {"rows": 6}},
}


def _in_range(setting: Setting) -> validate.Range:
    return validate.Range(setting.minimum, setting.maximum)


_MAKERS: Final[Mapping[str, Callable[[Setting, dict[str, Any]], fields.Field[Any]]]] = {
    "text": lambda _setting, common: Text(validate=validate.Length(max=MOST_SIGNS), **common),
    "longtext": lambda _setting, common: Text(validate=validate.Length(max=MOST_SIGNS_LONG), **common),
    "secret": lambda _setting, common: fields.String(validate=validate.Length(max=MOST_SIGNS_LONG), **common),
    "int": lambda setting, common: fields.Integer(validate=_in_range(setting), **common),
    "decimal": lambda setting, common: fields.Float(validate=_in_range(setting), **common),
    "date": lambda _setting, common: fields.Date(**common),
    "choice": lambda setting, common: fields.String(validate=validate.OneOf(setting.choices), **common),
    "multichoice": lambda setting, common: fields.List(
        fields.String(validate=validate.OneOf(setting.choices)), **common
    ),
}
