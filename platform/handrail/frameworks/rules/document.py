"""The reference framework as a typed value; every table of a layer's file has its class here.

Texts are tables from language to text. `order` sorts what a person sees, ties by key: the stored form keeps no order
of its own.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

from handrail.frameworks.rules.layers import Layer
from handrail.kit.codes import Compartment, Role

Texts = Mapping[str, str]
Step = Literal["S1", "S2", "S3", "S4", "S5", "S6", "S7"]
Duty = Literal["support", "absence_administration", "medico_legal", "disciplinary", "line"]
Answer = Literal["tick", "yes_no", "text", "choice", "date", "number", "scale", "action"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ActionKind = Literal[
    "graded_return",
    "conflict_resolution",
    "work_organisation",
    "specific_assistance",
    "reassignment",
    "accommodation",
    "other",
]
Demand = Literal[
    "contact_worker",
    "participation",
    "diagnosis",
    "return_date",
    "process_report",
    "choose_coordinator",
    "information",
]
ContactKind = Literal[
    "first_call",
    "first_meeting",
    "follow_up_leave",
    "preparation",
    "supervisor_briefing",
    "planning_meeting",
    "follow_up_return_worker",
    "follow_up_return_supervisor",
    "return_to_work_interview",
    "reintegration_interview",
    "other",
]


class Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A table of the framework."""


class Titled(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A table that people read; `active` false takes it out of use without losing what it says."""

    title: Texts = {}
    text: Texts = {}
    order: int = 1000
    active: bool = True


class Intervals(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Whole calendar days; the bounds of each stand in `bounds` under the same name."""

    case_threshold_days: int
    """An absence becomes a case when it has lasted, or is expected to last, this long (S1-1)."""
    invitation_within_days: int
    """From forwarding the file to sending the invitation (S1-4)."""
    call_within_days: int
    """From the invitation to the first call (S1-4, S2-1)."""
    follow_up_in_leave_days: int
    """What the coordinator proposes; the interval that counts is agreed with the worker (VOL-3)."""
    supervisor_call_within_days: int
    """From the worker's consent to the supervisor's call (S2-3)."""
    supervisor_questions_within_days: int
    """From the planning meeting to the supervisor's answers to open questions (S5-3)."""
    measures_confirmed_before_return_days: int
    """How long before the first day back the supervisor has confirmed each measure (S6-1)."""
    follow_up_after_return_days: int
    """From the first day back to the talks with worker and supervisor, apart (S7-1)."""
    plan_evaluation_every_days: int
    """From one evaluation of the plan to the next (S5-4)."""
    supervisor_talk_every_days: int
    """From one of the supervisor's own follow-up talks to the next (S7-6)."""
    call_acknowledged_within_days: int
    """From a request for the coordinator to its acknowledgement (S7-4)."""
    sustained_return_days: int
    """Days back at work without sickness absence after which a return counts as sustained (S7-5)."""


class Thresholds(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Counts of people; bounded as intervals are."""

    theme_minimum_workers: int
    """Distinct workers behind a theme before the committee sees it (OAP-2)."""


class Limit(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One side of a bound, inclusive, with the rule or article that sets it."""

    value: int
    rule: str
    article: str = ""


class Bound(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Between what a value must lie; a layer may narrow it and never widen it."""

    at_least: Limit | None = None
    at_most: Limit | None = None


class Vision(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What the employer signs."""

    title: Texts
    text: Texts


class RoleText(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What a party does here; `also_holds` names roles that the same person may hold beside it."""

    also_holds: tuple[Role, ...] = ()


class Task(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A piece of work in a step. `required` ones can not be taken out by a higher layer."""

    responsible: Role | None = None
    duty: Duty = "support"
    rule: str = ""
    interval: str = ""
    template: str = ""
    guide: str = ""
    required: bool = False


class StepOfProcess(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One of the seven steps."""

    responsible: Role | None = None
    tasks: Mapping[str, Task] = {}


class Gate(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What holds back acts of the process until it is met; never the recording of a fact.

    `needs` is what must be on record; a required gate is one of the domain's own and no layer can take it out.
    """

    step: Step
    needs: str
    rule: str = ""
    required: bool = False


class Template(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A letter, notice or pamphlet. `text` holds Markdown with ``{placeholders}``, `title` the subject line."""

    kind: Literal["letter", "notice", "pamphlet"]
    to: Role
    step: Step
    rule: str = ""
    placeholders: tuple[str, ...] = ()
    """Those that the text must hold in every language."""
    optional: tuple[str, ...] = ()
    """Those that it may hold."""
    attach: tuple[str, ...] = ()
    review: bool = False
    """Whether somebody else reads it before it goes out; who wrote it is never the one who lets it go."""


class Question(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One thing to ask, tick off or agree; `topics` lets a jurisdiction switch it off."""

    answer: Answer
    compartment: Compartment
    text: Texts = {}
    hint: Texts = {}
    choices: Mapping[str, Texts] = {}
    topics: tuple[str, ...] = ()
    field: str = ""
    rule: str = ""
    order: int = 1000
    required: bool = False
    active: bool = True


class Section(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A part of a guide."""

    questions: Mapping[str, Question] = {}


class Guide(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """An interview guide (INT-4): who holds the talk, with whom, and what it goes through."""

    contact: ContactKind
    held_by: Role
    held_with: Role
    step: Step | None = None
    rule: str = ""
    sections: Mapping[str, Section] = {}


class Consent(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The text shown when the worker is asked for one agreement (CON-7)."""

    rule: str = ""


class ActionKindText(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A kind of action in the plan, with examples (S5-2)."""


class SupportResource(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Where help is to be had; `always` ones stand on every page for workers."""

    kind: Literal[
        "emergency",
        "crisis_line",
        "assistance_programme",
        "union_network",
        "physician",
        "psychologist",
        "occupational_therapist",
        "peer_support",
        "other",
    ]
    phone: str = ""
    address: str = ""
    always: bool = False


class InsurerTerm(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A condition of the insurer's contract, by what it demands (S1-3)."""

    demand: Demand
    within_days: int | None = None


class AgreementClause(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A clause of the collective agreement that a plan is checked against (S5-5); `text` is its wording, to be read.

    `applies_to`: the kinds of action that it speaks of, none for every plan. What a machine can check is a number:
    `notice_days` are calendar days between proposing the plan and its first day back. A clause without any is read by
    people and not checked. `needs_agreement_of` is the role that has to agree to what the clause speaks of.
    """

    applies_to: tuple[ActionKind, ...] = ()
    reference: str = ""
    needs_agreement_of: Role | None = None
    at_least_weeks: int | None = None
    at_most_weeks: int | None = None
    at_most_hours_per_day: int | None = None
    at_most_hours_per_week: int | None = None
    notice_days: int | None = None
    not_on: tuple[Weekday, ...] = ()


class Practice(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Something else the employer does about absence; a sanction beside support is a contradiction (FRW-5)."""

    kind: Literal["support", "administration", "sanction"]


class Committee(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The implementation committee: how many people from each group, and to whom it reports."""

    seats: Mapping[str, int] = {}
    reports_to: Role = Role.SENIOR_MANAGEMENT


class Activity(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """An item of the communication and training plan (FRW-7)."""

    kind: Literal["pamphlet", "session", "training"]
    audience: tuple[Role, ...] = ()
    before_first_case: bool = False
    repeat_every_months: int | None = None


class PreventionItem(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A standing part of the prevention plan, or a category of observations."""

    kind: Literal["category", "measure"]


class SwitchedOff(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What may not be asked or kept here; `unless` names a fact of the employer that lifts it."""

    rule: str
    article: str = ""
    compartments: tuple[Compartment, ...] = ()
    """In which compartments; none named means in all."""
    unless: str = ""


class SwitchOffs(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """By topic, by field, by consent."""

    topics: Mapping[str, SwitchedOff] = {}
    fields: Mapping[str, SwitchedOff] = {}
    consents: Mapping[str, SwitchedOff] = {}


class EmployerFacts(Part, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Facts on which a jurisdiction's floor depends."""

    coordinator_under_occupational_physician: bool = False


class Prerequisite(Titled, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What is in place before the employer starts; `done_on` when it was."""

    done_on: date | None = None


class Framework(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The resolved framework of one employer in one jurisdiction; `origin` says who set a value (FRW-4)."""

    languages: tuple[str, ...]
    """Those its texts must exist in."""
    intervals: Intervals
    thresholds: Thresholds
    vision: Vision
    bounds: Mapping[str, Bound] = {}
    roles: Mapping[str, RoleText] = {}
    steps: Mapping[str, StepOfProcess] = {}
    gates: Mapping[str, Gate] = {}
    templates: Mapping[str, Template] = {}
    guides: Mapping[str, Guide] = {}
    consents: Mapping[str, Consent] = {}
    action_kinds: Mapping[str, ActionKindText] = {}
    concern_topics: Mapping[str, Titled] = {}
    welcome_choices: Mapping[str, Titled] = {}
    resources: Mapping[str, SupportResource] = {}
    insurer_terms: Mapping[str, InsurerTerm] = {}
    agreement_clauses: Mapping[str, AgreementClause] = {}
    practices: Mapping[str, Practice] = {}
    committee: Committee = field(default_factory=Committee)
    activities: Mapping[str, Activity] = {}
    prevention: Mapping[str, PreventionItem] = {}
    prerequisites: Mapping[str, Prerequisite] = {}
    switched_off: SwitchOffs = field(default_factory=SwitchOffs)
    facts: EmployerFacts = field(default_factory=EmployerFacts)
    origins: Mapping[str, Layer] = {}
    """For each leaf, by dotted path, the layer whose value is in force."""
    withheld: Mapping[str, str] = {}
    """Paths of what a jurisdiction switched off, each with the dotted path of the switch."""

    def origin(self, path: str) -> Layer:
        """Return the layer that set the leaf at a dotted path; KeyError where no layer sets it."""
        return self.origins[path]


LAYERED = tuple(name for name in Framework.__struct_fields__ if name not in {"origins", "withheld"})
"""The tables that a layer's document may hold."""
