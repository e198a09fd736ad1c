"""Every rule of Belgium: who owes it, where it is written, and how sure we are.

How a date is counted stands in `milestones`, `guaranteed_pay`, `partial_return`, `trajectory` and `force_majeure`.
Where the reform of 2026 changed a rule, both versions stand here. A rule of kind "standing" has no date.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_be import sources

REVIEWED_ON = dt.date(2026, 11, 1)
TRAJECTORY_2_FROM = dt.date(2022, 10, 1)
"""The reform of 2022; what it says of guaranteed pay and of dismissal is in force since 28 November."""
NEUTRAL_20_WEEKS_FROM = dt.date(2022, 11, 28)
REFORM_2026 = dt.date(2026, 1, 1)
BEFORE_THE_REFORM = dt.date(2025, 12, 31)


_rule = RuleBook("be", REVIEWED_ON)


# Guaranteed pay -----------------------------------------------------------------------------------------------------
GUARANTEED_PAY_START = _rule(
    "guaranteed_pay_start", "First day of guaranteed pay", "hr", sources.GUARANTEED_PAY, "high", kind="threshold"
)
GUARANTEED_PAY_END = _rule(
    "guaranteed_pay_end", "Last day of guaranteed pay", "hr", sources.GUARANTEED_PAY, "high", kind="end"
)
RELAPSE = _rule(
    "guaranteed_pay_relapse", "Whether this incapacity is a relapse", "hr", sources.RELAPSE, "medium", kind="value",
    lapses=False, effective_from=REFORM_2026,
)  # fmt: skip
RELAPSE_BEFORE_2026 = _rule(
    "guaranteed_pay_relapse", "Whether this incapacity is a relapse", "hr", sources.RELAPSE_BEFORE_2026, "medium",
    kind="value", lapses=False, effective_to=BEFORE_THE_REFORM,
)  # fmt: skip
NEUTRAL_END = _rule(
    "partial_return_neutral_end", "Last day without guaranteed pay in a partial return", "insurer",
    sources.NEUTRAL_PERIOD, "medium", kind="end", effective_from=NEUTRAL_20_WEEKS_FROM, effective_to=BEFORE_THE_REFORM,
)  # fmt: skip
# The whole return from 2026 on, which has no last day of its own: what it replaces says so in its row.
NEUTRAL_WHOLE_RETURN = _rule(
    "partial_return_neutral_end", "Last day without guaranteed pay in a partial return", "insurer",
    sources.NEUTRAL_PERIOD_2026, "medium", kind="standing", effective_from=REFORM_2026,
)  # fmt: skip

# While the absence goes on ------------------------------------------------------------------------------------------
CONTACT_PROCEDURE = _rule(
    "contact_procedure", "Work rules say who keeps in touch with somebody absent, and how often", "hr",
    sources.CONTACT_PROCEDURE, "high", kind="standing", effective_from=REFORM_2026,
)  # fmt: skip
INFORMATION = _rule(
    "information_4w", "Absence of four weeks: told to the occupational physician", "hr", sources.INFORMATION, "high",
    kind="threshold", effective_from=TRAJECTORY_2_FROM,
)  # fmt: skip
WORK_POTENTIAL = _rule(
    "work_potential_8w", "Absence of eight weeks: estimate of work potential", "hr", sources.WORK_POTENTIAL, "high",
    kind="threshold", effective_from=REFORM_2026,
)  # fmt: skip
FUND_QUESTIONNAIRE = _rule(
    "fund_questionnaire_10w", "Questionnaire of the mutual fund", "insurer", sources.FUND_QUESTIONNAIRE, "medium"
)
PRE_RETURN_VISIT = _rule(
    "pre_return_visit", "Visit before the return to work", "occupational_health", sources.PRE_RETURN_VISIT, "medium",
    kind="standing",
)  # fmt: skip
SOLIDARITY = _rule(
    "solidarity_contribution", "Solidarity contribution in the second and third month", "hr", sources.SOLIDARITY, "low",
    kind="standing", effective_from=REFORM_2026,
)  # fmt: skip

# The reintegration trajectory ---------------------------------------------------------------------------------------
TRAJECTORY_START = _rule(
    "trajectory_start_6m", "Start of a reintegration trajectory where there is work potential", "hr",
    sources.TRAJECTORY_START, "high", effective_from=REFORM_2026,
)  # fmt: skip
TRAJECTORY_EMPLOYER = _rule(
    "trajectory_employer_earliest", "First day on which the employer can ask for a trajectory", "hr",
    sources.TRAJECTORY_EMPLOYER, "high", kind="threshold", effective_from=REFORM_2026,
)  # fmt: skip
TRAJECTORY_EMPLOYER_BEFORE_2026 = _rule(
    "trajectory_employer_earliest", "First day on which the employer can ask for a trajectory", "hr",
    sources.TRAJECTORY_EMPLOYER, "high", kind="threshold", effective_to=BEFORE_THE_REFORM,
)  # fmt: skip
TRAJECTORY_WORKER = _rule(
    "trajectory_worker", "First day on which the worker can ask for a trajectory", "worker", sources.TRAJECTORY_WORKER,
    "high", kind="threshold",
)  # fmt: skip
ASSESSMENT = _rule(
    "assessment_49d", "Reintegration assessment of the occupational physician", "occupational_health",
    sources.ASSESSMENT, "medium", compartment="medical", done_compartment="administrative",
)  # fmt: skip
APPEAL = _rule("appeal_21d", "Appeal against decision B", "worker", sources.APPEAL, "medium", lapses=False)
PLAN_DECISION_A = _rule("plan_decision_a", "Plan or reasoned report after decision A", "hr", sources.PLAN, "medium")
PLAN_DECISION_B = _rule("plan_decision_b", "Plan or reasoned report after decision B", "hr", sources.PLAN, "medium")
PLAN_RESPONSE = _rule("plan_response", "Answer to the reintegration plan", "worker", sources.PLAN_RESPONSE, "high")

# Medical force majeure ----------------------------------------------------------------------------------------------
FORCE_MAJEURE = _rule(
    "medical_force_majeure_earliest", "First day of the procedure of medical force majeure", "hr",
    sources.FORCE_MAJEURE, "high", kind="threshold", effective_from=REFORM_2026,
)  # fmt: skip
FORCE_MAJEURE_BEFORE_2026 = _rule(
    "medical_force_majeure_earliest", "First day of the procedure of medical force majeure", "hr",
    sources.FORCE_MAJEURE_BEFORE_2026, "high", kind="threshold", effective_to=BEFORE_THE_REFORM,
)  # fmt: skip

RULES = (
    GUARANTEED_PAY_START, GUARANTEED_PAY_END, RELAPSE_BEFORE_2026, RELAPSE, NEUTRAL_END, NEUTRAL_WHOLE_RETURN,
    CONTACT_PROCEDURE, INFORMATION, WORK_POTENTIAL, TRAJECTORY_START, TRAJECTORY_EMPLOYER_BEFORE_2026,
    TRAJECTORY_EMPLOYER, TRAJECTORY_WORKER, PRE_RETURN_VISIT, ASSESSMENT, APPEAL, PLAN_DECISION_A, PLAN_DECISION_B,
    PLAN_RESPONSE, FORCE_MAJEURE_BEFORE_2026, FORCE_MAJEURE, FUND_QUESTIONNAIRE, SOLIDARITY,
)  # fmt: skip
