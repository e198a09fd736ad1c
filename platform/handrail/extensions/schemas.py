"""Plugins over the API and in forms."""

from typing import Final

from marshmallow import Schema, fields

from handrail.extensions.standing import State
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart

_EMPLOYER: Final = {"description": "The key of a client organisation; null: in the whole consultancy."}


class CapabilityRead(Schema):
    """What a plugin asks to touch, and who said yes."""

    __compartment__ = Apart.NO_CASE

    name = fields.String(required=True)
    reason = fields.String(required=True)
    allowed = fields.Boolean(required=True, metadata={"description": "Whether the operator lets it."})
    agreed = fields.Boolean(required=True, metadata={"description": "Whether the consultancy agreed to it."})


class PluginRead(Schema):
    """A plugin as it stands in the consultancy, or at one client organisation."""

    __compartment__ = Apart.NO_CASE

    name = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.String(required=True)
    publisher = fields.String(required=True)
    scope = fields.String(required=True, metadata={"description": "The lowest level it can be switched at."})
    state = fields.Enum(State, by_value=True, required=True)
    employers_default = fields.Boolean(required=True)
    quarantined = fields.Boolean(required=True, metadata={"description": "Stopped by the operator, everywhere."})
    capabilities = fields.List(fields.Nested(CapabilityRead), required=True)
    settings = fields.Dict(keys=fields.String(), required=True, metadata={"description": "Secrets are not among them."})
    secrets = fields.List(fields.String(), required=True, metadata={"description": "The keys of those that are set."})


class PluginList(Schema):
    """The plugins of this installation."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(PluginRead), required=True)


class PluginQuery(Schema):
    """Where a plugin is looked at."""

    __compartment__ = Apart.NO_CASE

    employer = fields.String(load_default=None, allow_none=True, metadata=_EMPLOYER)


class PluginSwitch(Schema):
    """How the switch of a plugin is to stand."""

    __compartment__ = Apart.NO_CASE

    employer = fields.String(load_default=None, allow_none=True, metadata=_EMPLOYER)
    state = fields.Enum(State, by_value=True, required=True)
    employers_default = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "Whether it is on at client organisations that have not switched it themselves; null: as is."
        },
    )
    agreed = fields.List(
        fields.String(),
        load_default=list,
        metadata={"description": "To switch on: every capability that is allowed, as it was read."},
    )


class PluginSettings(Schema):
    """Settings to choose; those that are not named stay. null takes a value back, and a secret away."""

    __compartment__ = Apart.NO_CASE

    employer = fields.String(load_default=None, allow_none=True, metadata=_EMPLOYER)
    values = fields.Dict(keys=fields.String(), required=True)


class PluginConsent(Schema):
    """The form with which a plugin is switched on."""

    __compartment__ = Apart.NO_CASE

    agreed = fields.List(fields.String(), required=True, metadata={"label": lazy("You agree that it may")})
    employers_default = fields.Boolean(
        load_default=False,
        metadata={
            "label": lazy("On at every client organisation that does not switch it itself"),
            "hint": lazy("Without this it waits until it is switched on for a client organisation."),
        },
    )


class LastFaultRead(Schema):
    """Where in the code a plugin broke last; what was said there is not kept."""

    __compartment__ = Apart.NO_CASE

    at = fields.AwareDateTime(required=True)
    callback = fields.String(required=True)
    kind = fields.String(required=True)
    frames = fields.List(fields.String(), required=True)


class OperatedPlugin(Schema):
    """A plugin as the operator of the installation sees it."""

    __compartment__ = Apart.NO_CASE

    name = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.String(required=True)
    state = fields.String(required=True, metadata={"description": "loaded, unloadable or available (not listed)."})
    reason = fields.String(required=True)
    trace = fields.String(required=True)
    quarantine = fields.String(allow_none=True, required=True, metadata={"description": "breaker or operator."})
    quarantined_at = fields.AwareDateTime(allow_none=True, required=True)
    broke_in = fields.Integer(required=True, metadata={"description": "Consultancies where it broke in a day."})
    stopped_in = fields.Integer(required=True, metadata={"description": "Consultancies where it is not asked now."})
    withheld = fields.List(fields.String(), required=True, metadata={"description": "Asked for and not allowed."})
    fault = fields.Nested(LastFaultRead, allow_none=True, required=True)


class OperatedPluginList(Schema):
    """Every plugin that is installed or listed."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(OperatedPlugin), required=True)
