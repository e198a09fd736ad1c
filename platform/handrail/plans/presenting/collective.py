"""How a plan stands to the collective agreement, in words, and who settles what goes against it (S5-5)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from handrail.frameworks.rules import in_language
from handrail.frameworks.rules.document import AgreementClause
from handrail.identity.views import ROLE_LABELS
from handrail.kit.codes import Role
from handrail.kit.i18n import N_, _, current_locale, format_date, format_number
from handrail.plans.presenting.hours import days
from handrail.plans.rules.collective import Breach, Finding, Limit, Verdict

_TAGS: Final = {Verdict.AGAINST: "late", Verdict.TO_AGREE: "now", Verdict.TO_READ: "open", Verdict.FITS: "done"}


def findings_rows(
    findings: Iterable[Finding], clauses: Mapping[str, AgreementClause], name_of: Callable[[Role], str | None]
) -> list[dict[str, Any]]:
    """Return what the page, the API and the paper say of each clause; what goes against one stands first.

    `name_of` gives the name of who has a part in the case, None where nobody has it.
    """
    order = list(Verdict)
    return [
        _row(finding, clauses[finding.clause.key], name_of)
        for finding in sorted(findings, key=lambda each: order.index(each.verdict))
    ]


def _row(finding: Finding, clause: AgreementClause, name_of: Callable[[Role], str | None]) -> dict[str, Any]:
    locale = current_locale()
    return {
        "key": finding.clause.key,
        "title": in_language(clause.title, locale),
        "text": in_language(clause.text, locale),
        "reference": clause.reference,
        "verdict": finding.verdict,
        "state": _TAGS[finding.verdict],
        "status": _status(finding.verdict),
        "breaches": [_breach_words(each) for each in finding.breaches],
        "who": _who(finding, name_of),
    }


def _status(verdict: Verdict) -> str:
    return {
        Verdict.AGAINST: _("Goes against it"),
        Verdict.TO_AGREE: _("Needs agreement"),
        Verdict.TO_READ: _("To be read"),
        Verdict.FITS: _("Fits"),
    }[verdict]


def _who(finding: Finding, name_of: Callable[[Role], str | None]) -> str:
    resolver = finding.resolver
    if resolver is None:
        return ""
    name = name_of(resolver)
    part = _(ROLE_LABELS[resolver])
    who = _("%(name)s (%(part)s)", name=name, part=part) if name else part
    if finding.verdict is Verdict.TO_AGREE or finding.clause.needs_agreement_of is not None:
        return _("To settle it: %(who)s has to agree.", who=who)
    return _("To settle it: %(who)s asks for an exception, or the plan is changed.", who=who)


def _breach_words(breach: Breach) -> str:
    values = {"found": format_number(breach.found), "allowed": format_number(breach.allowed)}
    if breach.week is not None:
        values["week"] = format_date(breach.week, "daymonth")
    if breach.day:
        values["day"] = next(full for code, _short, full in days() if code == breach.day)
    return _(_BREACHES[breach.limit], **values)


_BREACHES: Final = {
    Limit.AT_LEAST_WEEKS: N_("The build-up takes %(found)s weeks; at least %(allowed)s are asked."),
    Limit.AT_MOST_WEEKS: N_("The build-up takes %(found)s weeks; at most %(allowed)s are allowed."),
    Limit.NOTICE_DAYS: N_("The first day back is %(found)s days after the proposal; at least %(allowed)s are asked."),
    Limit.HOURS_PER_WEEK: N_("Week from %(week)s: %(found)s hours; at most %(allowed)s are allowed."),
    Limit.HOURS_PER_DAY: N_("Week from %(week)s, %(day)s: %(found)s hours; at most %(allowed)s are allowed."),
    Limit.NOT_ON: N_("Week from %(week)s, %(day)s: %(found)s hours, when nobody is to work."),
}
