"""One sickness with its days, seen from the account of its series; and the rows that speak of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handrail.sdk import CaseFacts, ExplanationStep, Obligation, Reason, Rule, Spell, Value, step
from handrail_uk.account import NOT_ENTITLED, RATE_ZERO, Account
from handrail_uk.incapacity import Run
from handrail_uk.ledger import LedgerDay, Ledgers
from handrail_uk.rates import tax_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Sickness:
    """One spell with its days and those of them that are paid, and the period before it that it may be linked to."""

    spell: Spell
    runs: tuple[Run, ...]
    days: tuple[LedgerDay, ...]
    paid: tuple[LedgerDay, ...]
    before: Run | None
    account: Account | None
    used_before: int

    @property
    def began(self) -> ExplanationStep:
        """The step with which every explanation of this sickness begins."""
        return step("uk.day_one", date=self.runs[0].first_on if self.runs else self.spell.first_day)

    @property
    def period(self) -> Run | None:
        """The first run that is a period of incapacity for work."""
        return next((run for run in self.runs if run.is_a_period), None)


def sicknesses(facts: CaseFacts, kept: Ledgers) -> tuple[Sickness, ...]:
    """Return every sickness, in order of time."""
    return tuple(_each(facts, kept))


def _each(facts: CaseFacts, kept: Ledgers) -> Iterator[Sickness]:
    before: Run | None = None
    for spell in facts.spells:
        runs = tuple([run for run in kept.runs if run.spell is spell])
        account = next((each for each in kept.accounts if not set(runs).isdisjoint(each.series.runs)), None)
        paid_on = [] if account is None else account.paid_on
        days = tuple(kept.of(spell))
        yield Sickness(
            spell=spell, runs=runs, days=days, paid=tuple([day for day in days if day.paid]), before=before,
            account=account, used_before=sum(day < spell.first_day for day in paid_on),
        )  # fmt: skip
        before = next((run for run in reversed(runs) if run.is_a_period), before)


def why_nothing(sickness: Sickness) -> tuple[Reason, ExplanationStep]:
    """Return why no day of a sickness is paid, in the words of the contract and in ours."""
    if sickness.period is None:
        return "threshold_not_reached", step("uk.no_period")
    refused = next((day.why_not for day in sickness.days if day.why_not in NOT_ENTITLED | {RATE_ZERO}), None)
    if refused is not None:
        return "not_entitled", step(f"uk.why_{refused}")
    return "recovered", step("uk.only_waiting_days")


# Rows ---------------------------------------------------------------------------------------------------------------
def answered(rule: Rule, sickness: Sickness, value: Value, *told: ExplanationStep) -> Obligation:
    """Answer a rule for one sickness."""
    return Obligation(rule=rule, value=value, spell=sickness.spell, explanation=(sickness.began, *told))


def not_arising(rule: Rule, sickness: Sickness, reason: Reason, *told: ExplanationStep) -> Obligation:
    """Say why a rule does not arise for one sickness."""
    return Obligation(rule=rule, reason=reason, spell=sickness.spell, explanation=(sickness.began, *told))


def money_unknown(rule: Rule, sickness: Sickness, day: LedgerDay, *told: ExplanationStep) -> Obligation:
    """Say that money is not known: without a published rate, or without earnings where they decide."""
    if tax_year(day.on) is None:
        return not_arising(rule, sickness, "before_effective_date", *told)
    row = Obligation.parameter_missing(rule, "awe", (sickness.began, *told))
    return replace(row, spell=sickness.spell)
