"""What the acts of the register are called; the values are msgids."""

from typing import Final

from handrail.kit.i18n import N_

ACTS: Final[dict[str, str]] = {
    "api_token": N_("Tokens for programs"),
    "authenticator": N_("Ways to sign in"),
    "calendar": N_("Calendar addresses"),
    "cover": N_("Cover"),
    "emergency": N_("Emergency access"),
    "person": N_("People"),
    "plugin": N_("Plugins"),
    "role": N_("Roles"),
    "sessions": N_("Sessions ended by an administrator"),
    "sign_in": N_("Signing in"),
    "support": N_("Support access"),
}
"""Families of verbs by which the register is looked through."""

VERBS: Final[dict[str, str]] = {
    "api_token.made": N_("Token made"),
    "calendar.made": N_("Calendar address made"),
    "calendar.revoked": N_("Calendar address revoked"),
    "cover.arranged": N_("Cover arranged"),
    "cover.ended": N_("Cover ended"),
    "emergency.approved": N_("Emergency access was given for half an hour"),
    "emergency.asked": N_("Somebody asked for emergency access"),
    "emergency.refused": N_("Emergency access was refused"),
    "emergency.reviewed": N_("Emergency access was reviewed"),
    "person.added": N_("Person added"),
    "person.let_in": N_("Person let in again"),
    "person.shut_out": N_("Person shut out"),
    "plugin.configured": N_("Settings of a plugin changed"),
    "plugin.quarantined": N_("Plugin stopped everywhere"),
    "plugin.resumed": N_("Plugin let go on"),
    "plugin.switched": N_("Plugin switched"),
    "role.ended": N_("Role ended"),
    "role.granted": N_("Role given"),
    "sessions.ended": N_("Signed out everywhere"),
    "sign_in.started": N_("Signed in"),
    "support.ended": N_("Support access ended"),
    "support.entered": N_("Support began to look"),
    "support.given": N_("Support access given"),
}
"""Acts in words; one that is missing here is shown by its code."""

RULES: Final[dict[str, str]] = {
    "NEU-1": N_("A coordinator has no say over the worker, administers no absence and is no physician there (NEU-1)."),
    "separation-of-health-and-personnel": N_("Occupational health and human resources are never one person."),
    "auditor-writes-nothing": N_("An auditor writes nothing, and so holds no role that does."),
}
"""Why two roles are not held by one person."""
