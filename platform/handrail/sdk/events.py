"""The event types that facts are made of, and the parameters of a case or an employer.

Any known event is accepted in every jurisdiction; each reads what it needs. `act` names the rule whose act the
event says was done, so that `problem_analysis_received` and `act_done` of `nl.problem_analysis` say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handrail.sdk.fields import Field, FieldKind
from handrail.sdk.words import CompartmentCode


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A kind of dated fact, with its extra fields and the compartment in which such a fact lies."""

    name: str
    fields: tuple[Field, ...] = ()
    compartment: CompartmentCode = "administrative"
    act: str | None = None


def _whole(key: str, *, minimum: float = 0, required: bool = False) -> Field:
    return Field(key=key, kind="int", compartment="administrative", minimum=minimum, required=required)


def _administrative(key: str, kind: FieldKind, *, required: bool = False, choices: tuple[str, ...] = ()) -> Field:
    return Field(key=key, kind=kind, compartment="administrative", required=required, choices=choices)


_PERCENT = Field(key="percent", kind="decimal", compartment="administrative", minimum=0, maximum=100)
_SPELL = _whole("spell", minimum=1)
_INJURY = _administrative("injury", "choice", choices=("physical", "disease", "mental"))

_TYPES = (
    # The absence itself.
    EventType(
        name="absence_started",
        fields=(
            Field(key="cause", kind="text", compartment="medical"),
            _administrative("before_work", "bool"),
            _PERCENT,
        ),
    ),
    EventType(name="recovered"),
    EventType(name="returned_to_work"),
    EventType(name="partial_return", fields=(_PERCENT,)),
    EventType(name="partial_return_started", fields=(_PERCENT,)),
    EventType(
        name="phased_return_started",
        fields=(
            _administrative("work_days", "list"), _administrative("sick_days", "list"),
            _administrative("until", "date"),
        ),
    ),
    EventType(name="prognosis", fields=(_whole("expected_days"), _whole("expected_weeks"))),
    EventType(
        name="act_done",
        fields=(
            _administrative("rule", "text", required=True), _whole("sequence", minimum=1), _SPELL,
            _administrative("decision", "text"), _administrative("by", "text"),
        ),
    ),
    # Maternity.
    EventType(name="maternity_leave_started"),
    EventType(name="maternity_leave_ended"),
    EventType(name="due_date_of_birth"),
    # Netherlands.
    EventType(name="problem_analysis_received", fields=(_SPELL,), act="nl.problem_analysis"),
    EventType(
        name="first_year_evaluation_done",
        fields=(_administrative("no_own_employer_prospect", "bool"), _SPELL),
        act="nl.first_year_evaluation",
    ),
    EventType(name="early_iva_applied", fields=(_SPELL,), act="nl.early_iva_latest_application", compartment="medical"),
    EventType(name="uwv_wage_sanction_decided", fields=(_SPELL,), act="nl.uwv_wage_sanction_decision"),
    EventType(name="shortening_requested", fields=(_SPELL,)),
    EventType(name="shortening_granted", fields=(_SPELL,)),
    EventType(name="employment_ended"),
    EventType(name="wait_extended", fields=(_administrative("until", "date", required=True), _SPELL)),
    EventType(name="no_work_capacity", fields=(_SPELL,)),
    EventType(name="quick_recovery_expected", fields=(_SPELL,)),
    EventType(name="safety_net_case", fields=(_SPELL,)),
    # Germany, Belgium, Austria, France, the Nordics.
    EventType(name="bem_closed", fields=(_SPELL,)),
    EventType(name="employer_size", fields=(_whole("workers"),)),
    EventType(name="work_potential_established"),
    EventType(name="trajectory_request_received"),
    EventType(
        name="assessment_received",
        fields=(_administrative("decision", "choice", choices=("A", "B", "C")), _SPELL),
        act="be.assessment_49d",
    ),
    EventType(name="plan_handed_over"),
    EventType(name="evaluate_as_of"),
    EventType(name="wietz_started"),
    EventType(name="supervised_trial_started"),
    EventType(name="dialogue_meeting_2_scheduled"),
    EventType(name="contract_clause", fields=(_administrative("clause", "text"),)),
    EventType(name="dismissal_notice"),
    EventType(name="rule_120_day_reached"),
    # United Kingdom, Ireland, Canada, Australia, New Zealand, United States.
    EventType(
        name="fit_note_issued",
        fields=(
            _administrative("from", "date"), _administrative("to", "date"), _administrative("type_box", "text"), _SPELL,
        ),
        act="uk.fit_note_due",
    ),
    EventType(name="sar_received"),
    EventType(name="injury_occurred", fields=(_administrative("at_work", "bool"),)),
    EventType(name="incapacity_started"),
    EventType(name="incapacity_ceased"),
    EventType(name="incapacity_resumed"),
    EventType(name="claim_received", fields=(_INJURY,)),
    EventType(name="claim_lodged", fields=(_INJURY,)),
    EventType(name="certificate_received", fields=(_administrative("from", "date"),)),
    EventType(name="cover_accepted", fields=(_SPELL,), act="nz.cover_decision_due"),
    EventType(name="agent_notice_received"),
    EventType(name="insurer_notified", fields=(_SPELL,), act="au_nsw.insurer_notification_due"),
    EventType(name="employer_aware", fields=(_administrative("at", "moment"),)),
    EventType(name="employer_learned"),
    EventType(name="significant_injury_apparent"),
    EventType(name="modified_work_started", fields=(_administrative("regular_pay", "bool"),)),
    EventType(name="noncooperation_notice"),
    EventType(name="fit_for_essential_duties"),
    EventType(name="pay_period_ended"),
    EventType(name="sufficient_info_received"),
    EventType(name="employment_started"),
    EventType(name="leave_requested"),
    EventType(name="leave_started"),
    EventType(name="certification_requested", fields=(_SPELL,), act="us.fmla_cert_request_due"),
    EventType(name="deficiency_notified"),
)  # fmt: skip

EVENT_TYPES: Mapping[str, EventType] = MappingProxyType({each.name: each for each in _TYPES})

PARAMETERS = frozenset((
    "holidays", "bank_holidays", "division", "work_pattern", "qualifying_days", "awe", "employer_notice_rule",
    "policy_working_days", "linked_series", "regular_workers", "establishment_workers", "tenure_months",
    "tenure_start", "date_of_birth", "employment_start", "employment_injury", "certified", "normal_daily_pay",
    "paid_leave_throughout", "balance_weeks", "employees_75_miles", "hours_12m", "hours_per_week", "months_employed",
    "window",
))  # fmt: skip
