"""All that a plugin may import: facts, rules, derivations, jurisdictions, hooks. Needs nothing but pluggy."""

from handrail.sdk.calendars import Calendar, add_months, weekdays
from handrail.sdk.counting import AfterEvent, not_yet_in_force
from handrail.sdk.derivations import Derivation, Pause
from handrail.sdk.documents import DocumentPart, DocumentSection, StatutoryDocument
from handrail.sdk.events import EVENT_TYPES, PARAMETERS, EventType
from handrail.sdk.facts import CaseFacts, Event, FactsError, Leave, Spell
from handrail.sdk.fields import Field, FieldKind, Value, read_date
from handrail.sdk.guides import Guide, GuideQuestion, GuideSection
from handrail.sdk.hooks import API, PROJECT, Hooks, hookimpl, hookspec
from handrail.sdk.injuries import Incapacity, fit_after, incapacities, injuries_at_work, is_work_injury
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
from handrail.sdk.rules import Citation, ExplanationStep, Rule, RuleBook, step
from handrail.sdk.texts import Catalogue, Language, read_texts
from handrail.sdk.words import Basis, CompartmentCode, Confidence, Kind, Party, Reason, Roll, Status, missing

__all__ = [
    "API",
    "EVENT_TYPES",
    "PARAMETERS",
    "PROJECT",
    "AbsenceCase",
    "AfterEvent",
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
    "Incapacity",
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
    "RuleBook",
    "Spell",
    "Status",
    "StatutoryDocument",
    "Value",
    "add_months",
    "each_spell_its_own_case",
    "exempted",
    "fit_after",
    "hookimpl",
    "hookspec",
    "incapacities",
    "injuries_at_work",
    "is_work_injury",
    "missing",
    "not_yet_in_force",
    "read_date",
    "read_texts",
    "step",
    "weekdays",
]
