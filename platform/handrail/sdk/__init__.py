"""All that a plugin may import: facts, rules, derivations, jurisdictions, hooks. Needs nothing but pluggy."""

from handrail.sdk.calendars import Calendar, add_months, weekdays
from handrail.sdk.derivations import Derivation, Pause
from handrail.sdk.documents import DocumentPart, DocumentSection, StatutoryDocument
from handrail.sdk.events import EVENT_TYPES, PARAMETERS, EventType
from handrail.sdk.facts import CaseFacts, Event, FactsError, Leave, Spell
from handrail.sdk.fields import Field, FieldKind, Value, read_date
from handrail.sdk.guides import Guide, GuideQuestion, GuideSection
from handrail.sdk.hooks import API, PROJECT, Hooks, hookimpl, hookspec
from handrail.sdk.jurisdictions import (
    AbsenceCase,
    Exemption,
    Jurisdiction,
    Milestone,
    NotOwed,
    Obligation,
    each_spell_its_own_case,
    exempted,
)
from handrail.sdk.rules import Citation, ExplanationStep, Rule, step
from handrail.sdk.texts import Catalogue, Language, read_texts
from handrail.sdk.words import Basis, CompartmentCode, Confidence, Kind, Party, Reason, Roll, Status

__all__ = [
    "API",
    "EVENT_TYPES",
    "PARAMETERS",
    "PROJECT",
    "AbsenceCase",
    "Basis",
    "Calendar",
    "CaseFacts",
    "Catalogue",
    "Citation",
    "CompartmentCode",
    "Confidence",
    "Derivation",
    "DocumentPart",
    "DocumentSection",
    "Event",
    "EventType",
    "Exemption",
    "ExplanationStep",
    "FactsError",
    "Field",
    "FieldKind",
    "Guide",
    "GuideQuestion",
    "GuideSection",
    "Hooks",
    "Jurisdiction",
    "Kind",
    "Language",
    "Leave",
    "Milestone",
    "NotOwed",
    "Obligation",
    "Party",
    "Pause",
    "Reason",
    "Roll",
    "Rule",
    "Spell",
    "Status",
    "StatutoryDocument",
    "Value",
    "add_months",
    "each_spell_its_own_case",
    "exempted",
    "hookimpl",
    "hookspec",
    "read_date",
    "read_texts",
    "step",
    "weekdays",
]
