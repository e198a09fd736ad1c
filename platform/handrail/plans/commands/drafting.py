"""Working on the next version, and proposing it (S5-1 to S5-4)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.consents.queries import live
from handrail.consents.rules import ConsentPurpose
from handrail.identity.actor import Actor
from handrail.identity.queries import current_assignment
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid, RuleBroken
from handrail.kit.i18n import _
from handrail.plans.commands.acting import COORDINATION, PLAN, Act, begin_step
from handrail.plans.commands.promises import ask_questions
from handrail.plans.errors import DraftMoved
from handrail.plans.models import PlanAction, PlanConcern, PlanDraft, PlanVersion
from handrail.plans.queries.concerns import plan_concerns_of
from handrail.plans.queries.preparation import meeting_has_begun, meeting_was_held
from handrail.plans.queries.versions import Version, draft_of, versions_of
from handrail.plans.rules.agreement import digest_of
from handrail.plans.rules.completeness import what_is_missing, what_is_wrong
from handrail.plans.rules.content import ConcernEntry, Content, as_json, from_json, with_keys
from handrail.plans.rules.gates import require_meeting_begun, require_meeting_held


def save_draft(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    content: Content,
    revision: int,
    form_key: UUID | None = None,
    in_passing: bool = False,
) -> PlanDraft:
    """Save the draft of the next version; `revision` is the one the writer had before them (0: none).

    The words and topics of concerns are those that were shared, whatever `content` says of them; actions and questions
    get the keys that name them from then on. The same content again changes nothing. `form_key` names the filled-in
    form: one that saved last may save again. `in_passing`: saved while somebody types; the timeline notes once that
    they do. Raises NotFound, RuleBroken (S2-2; S5-1 before the meeting has begun), DraftMoved, Invalid where it
    contradicts itself.
    """
    act = begin_step(session, actor, case_id, "plan.draft")
    require_meeting_begun(begun=meeting_has_begun(session, act.case))
    draft = draft_of(session, act.case)
    before, current = (from_json(draft.content), draft.revision) if draft else (None, 0)
    wanted = complete(act, content, before)
    if draft is not None and before == wanted:
        return draft
    follows_itself = draft is not None and form_key is not None and draft.form_key == form_key
    if revision != current and not follows_itself:
        raise DraftMoved(meant=revision, current=current)
    if problems := what_is_wrong(wanted):
        raise Invalid(problems=problems)
    return store(act, draft, wanted, form_key=form_key, quiet=in_passing)


def store(act: Act, draft: PlanDraft | None, wanted: Content, *, form_key: UUID | None, quiet: bool) -> PlanDraft:
    """Keep another content of the draft; `quiet`: the timeline notes once for each `form_key` that it is written."""
    follows_itself = draft is not None and form_key is not None and draft.form_key == form_key
    before = draft.content if draft else None
    if draft is None:
        draft = PlanDraft(**act.place(COORDINATION), revision=0, changed_at=clock.now(), changed_by=act.actor.person_id)
        act.session.add(draft)
    draft.content, draft.revision, draft.form_key = as_json(wanted), draft.revision + 1, form_key
    draft.changed_at, draft.changed_by = clock.now(), act.actor.person_id
    act.session.flush()
    if not quiet:
        act.note("plan.drafted", draft, {"content": (before, as_json(wanted))}, compartment=COORDINATION)
    elif not follows_itself:
        act.note("plan.being_drafted", draft, compartment=COORDINATION)
    return draft


def complete(act: Act, content: Content, before: Content | None) -> Content:
    """Return the content with the words of what was shared, and with the keys that name its actions and questions.

    An action answers concerns of this case alone: an id of anything else is not kept.
    """
    known = versions_of(act.session, act.case).keys()
    if before is not None:
        known |= {action.key for action in before.actions} | {question.key for question in before.questions}
    shared = plan_concerns_of(act.session, act.case)
    ids = {row.id for row in shared}
    actions = tuple(
        replace(action, concerns=tuple(each for each in action.concerns if each in ids)) for action in content.actions
    )
    return with_keys(replace(content, concerns=entries(shared, content), actions=actions), known, before)


def entries(shared: list[PlanConcern], content: Content) -> tuple[ConcernEntry, ...]:
    """Return an entry for each shared concern, in the worker's words, with what `content` says of it."""
    whys = {entry.id: entry.why_no_action for entry in content.concerns}
    return tuple(
        ConcernEntry(id=row.id, topic=row.topic, words=row.words, why_no_action=whys.get(row.id, "")) for row in shared
    )


def propose_version(session: Session, actor: Actor, case_id: UUID, *, revision: int) -> PlanVersion:
    """Make the draft the newest version of the plan: from now on supervisor and worker read it, and can accept it.

    `revision` is the draft that is meant. Where the newest version says the same already, it is returned, and who
    accepted it stays; anything else has to be accepted by both again (S5-6). Raises NotFound, RuleBroken (S2-2, S5-1,
    S4-6 where no supervisor is on the case), DraftMoved, Invalid beside what is missing (S5-2 to S5-4), and beside what
    colleagues would be told or do without the worker's consent (CON-7).
    """
    act = begin_step(session, actor, case_id, "plan.draft")
    require_meeting_held(held=meeting_was_held(session, act.case))
    content = _drafted(act, revision)
    supervisor = current_assignment(session, act.case, Role.SUPERVISOR)
    if supervisor is None:
        raise RuleBroken("S4-6", _("No supervisor has been informed of this case yet."))
    newest = versions_of(session, act.case).newest
    if newest and newest.content == content and newest.supervisor_id == supervisor.person_id:
        return _row(act, newest)
    agreed = live(session, act.case, ConsentPurpose.WELCOME_COLLEAGUES) is not None
    problems = what_is_missing(content, tuple(entry.id for entry in content.concerns), welcome_agreed=agreed)
    if problems or content.first_day_on is None:
        raise Invalid(problems=problems)
    return _write(act, content, newest, content.first_day_on, supervisor.person_id)


def _drafted(act: Act, revision: int) -> Content:
    draft = draft_of(act.session, act.case)
    if draft is None or draft.revision != revision:
        raise DraftMoved(meant=revision, current=draft.revision if draft else 0)
    content = from_json(draft.content)
    return replace(content, concerns=entries(plan_concerns_of(act.session, act.case), content))


def _write(act: Act, content: Content, newest: Version | None, first_day_on: date, supervisor_id: UUID) -> PlanVersion:
    number, words = newest.number + 1 if newest else 1, as_json(content)
    version = PlanVersion(
        **act.place(PLAN),
        number=number,
        digest=digest_of(act.case.id, number, act.employment.person_id, supervisor_id, words),
        proposed_at=clock.now(),
        proposed_by=act.actor.person_id,
        worker_id=act.employment.person_id,
        supervisor_id=supervisor_id,
        first_day_on=first_day_on,
    )
    version.content = words
    act.session.add(version)
    act.session.flush()
    proposed = versions_of(act.session, act.case).all[-1]
    act.session.add_all(_actions(act, proposed))
    numbers = (newest.number if newest else None, version.number)
    changes = {"number": numbers, "content": (None, words), "digest": (None, version.digest.hex())}
    act.note("plan.proposed", version, changes)
    ask_questions(act, proposed)
    for person_id in (version.worker_id, version.supervisor_id):
        act.tell(person_id, "plan.proposed", str(version.id))
    act.settle()
    return version


def _actions(act: Act, version: Version) -> list[PlanAction]:
    return [
        PlanAction(
            **act.place(PLAN),
            version_id=version.id,
            key=action.key,
            since=version.since[action.key],
            kind=action.kind,
            responsible=action.responsible,
            starts_on=action.starts_on,
            due_on=action.due_on,
            before_return=action.before_return,
        )
        for action in version.content.actions
    ]


def _row(act: Act, version: Version) -> PlanVersion:
    statement = select(PlanVersion).where(PlanVersion.tenant_id == act.case.tenant_id, PlanVersion.id == version.id)
    return act.session.scalars(statement).one()
