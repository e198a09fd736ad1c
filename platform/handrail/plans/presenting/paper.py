"""A version of the plan as it is printed: the model that documents turn into an accessible PDF (S5-6)."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from handrail.documents.typst.plan import (
    PlanAcceptance,
    PlanAction,
    PlanConcern,
    PlanModel,
    PlanQuestion,
    PlanSection,
    PlanWeek,
)
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.i18n import _, current_locale, format_list, format_number
from handrail.plans.presenting import collective, head
from handrail.plans.presenting.clauses import action_status, when
from handrail.plans.presenting.people import READERS, responsible
from handrail.plans.queries.versions import Version
from handrail.plans.queries.view import PlanView
from handrail.plans.rules.codes import Party
from handrail.plans.rules.content import Action
from handrail.plans.wording import KINDS, PARTIES, TOPICS


def plan_model(view: PlanView, shown: Version, actor: Actor) -> PlanModel:
    """Return the model of one version in the language of this act, for `documents.typst.plan.render_plan`."""
    content = shown.content
    zone = view.head.site.time_zone
    people = [name for role, name in _people(view) if role in READERS]
    return PlanModel(
        locale=current_locale(),
        zone=zone,
        version=shown.number,
        worker=view.name_of(shown.worker_id),
        supervisor=view.name_of(shown.supervisor_id),
        coordinator=next((name for role, name in _people(view) if role is Role.COORDINATOR), ""),
        employer=view.head.employer.name,
        consultancy=actor.tenant_name,
        made_on=shown.proposed_at.astimezone(ZoneInfo(zone)).date(),
        may_see=_("%(names)s can read everything in this plan.", names=format_list(people)),
        created_at=clock.now().replace(microsecond=0),
        aim=content.aim,
        first_day_back_on=content.first_day_on,
        evaluations_on=content.evaluations_on,
        acceptances=tuple(_acceptance(view, shown, party) for party in (Party.SUPERVISOR, Party.WORKER)),
        concerns=_concerns(view, shown),
        questions=tuple(
            PlanQuestion(
                question.text,
                responsible(view, question.responsible),
                question.due_on,
                view.answers[question.key].text if question.key in view.answers else question.answer,
            )
            for question in content.questions
        ),
        weeks=tuple(PlanWeek(week.monday, week.hours, week.tasks, week.cover) for week in content.weeks),
        full_week=content.full_week_hours,
        sections=tuple(PlanSection(title, text) for title, text in _sections(view, shown)),
        demo=actor.demo,
    )


def _sections(view: PlanView, shown: Version) -> list[tuple[str, str]]:
    """Return the parts in free words: what else was agreed, the collective agreement, the version's fingerprint."""
    rows = collective.findings_rows(view.findings, view.clauses, view.person_of)
    lines = [" ".join([f"{row['title']}: {row['status']}.", *row["breaches"], row["who"]]).strip() for row in rows]
    beside = [(_("Beside the collective agreement"), "\n\n".join(lines))] if lines else []
    mark = (_("Fingerprint of this version"), shown.digest.hex())
    return [*_rest(view, shown), *head.terms(view), *beside, mark]


def _people(view: PlanView) -> list[tuple[Role, str]]:
    return [(role, person.name) for role, person in view.team]


def _acceptance(view: PlanView, shown: Version, party: Party) -> PlanAcceptance:
    person_id = shown.worker_id if party is Party.WORKER else shown.supervisor_id
    signed = [(each.number, s) for each in view.versions.all if (s := each.signed_by(party))]
    name, role = view.name_of(person_id), _(PARTIES[party])
    at_or_before = [(number, s) for number, s in signed if number <= shown.number]
    if not at_or_before:
        return PlanAcceptance(name, role)
    number, last = at_or_before[-1]
    return PlanAcceptance(name, role, number, last.at)


def _concerns(view: PlanView, shown: Version) -> tuple[PlanConcern, ...]:
    """Return the concerns; an action that answers several stands under the first, and the others name it."""
    numbers = {action.key: place for place, action in enumerate(shown.content.actions, start=1)}
    told: set[str] = set()
    found = []
    for entry in shown.content.concerns:
        actions = [action for action in shown.content.actions if entry.id in action.concerns]
        rows = tuple(_action(view, action, numbers, again=action.key in told) for action in actions)
        told |= {action.key for action in actions}
        found.append(PlanConcern(entry.words, rows, _(TOPICS[entry.topic]), entry.why_no_action))
    return tuple(found)


def _action(view: PlanView, action: Action, numbers: Mapping[str, int], *, again: bool) -> PlanAction:
    number = format_number(numbers[action.key])
    who = responsible(view, action.responsible, action.responsible_name)
    if again:
        return PlanAction(_("Action %(number)s above helps here too.", number=number), _(KINDS[action.kind]), who)
    status = action_status(view, action)
    return PlanAction(
        f"{number}. {action.description}",
        _(KINDS[action.kind]),
        who,
        action.starts_on,
        action.due_on,
        action.judged_by,
        before_return=action.before_return,
        status=status[1],
        in_place=status[0] == "done",
    )


def _rest(view: PlanView, shown: Version) -> list[tuple[str, str]]:
    """Return the actions that answer no single concern as a section of their own."""
    known = {entry.id for entry in shown.content.concerns}
    lines = [
        _(
            "%(number)s. %(what)s (%(who)s, %(when)s). How we judge it: %(judged)s",
            number=format_number(place),
            what=action.description,
            who=responsible(view, action.responsible, action.responsible_name),
            when=when(action.starts_on, action.due_on),
            judged=action.judged_by,
        )
        for place, action in enumerate(shown.content.actions, start=1)
        if not known & set(action.concerns)
    ]
    return [(_("For the return as a whole"), "\n\n".join(lines))] if lines else []
