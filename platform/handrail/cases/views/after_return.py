"""The two talks after the return, each apart (S7-1)."""

from uuid import UUID

from flask import Response

from handrail.cases import commands, queries
from handrail.cases.guides import guide_form
from handrail.cases.rules.contacts import GUIDE_OF, ContactKind, Party
from handrail.cases.sent import held_of
from handrail.cases.views import pages
from handrail.cases.views.around import Act, Group, around
from handrail.cases.views.keeping import carry_out_kept
from handrail.cases.views.talking import (
    AFTER,
    WHEN,
    ContactForm,
    ground,
    guide_groups,
    intro,
    later_groups,
    talk_form,
)
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _
from handrail.web.render import render


@pages.get("/cases/<uuid:case_id>/after-return")
@permission("contact.record")
def after_return(case_id: UUID) -> Response:
    """Show the two talks after the return, each apart (S7-1)."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "contact.record", purpose="contacts.list")
        held = {each.kind: each.on for each in reversed(queries.contacts_of(session, found.case))}
    return render("cases/after_return.html", found=found, held=held, kinds=ContactKind)


@pages.route("/cases/<uuid:case_id>/after-return/<party>", methods=["GET", "POST"])
@permission("contact.record")
def after_return_talk(case_id: UUID, party: str) -> Response:
    """Record the talk after the return with one of the two."""
    if party not in set(Party):
        raise NotFound
    with_whom, on = Party(party), ground(case_id)
    found = on.found
    kind = ContactKind.AFTER_RETURN_WORKER if with_whom is Party.WORKER else ContactKind.AFTER_RETURN_SUPERVISOR
    left = on.left_for(GUIDE_OF[kind])
    guide = guide_form(found.framework, GUIDE_OF[kind], all_required=True, first=left)
    name = found.worker if with_whom is Party.WORKER else found.supervisor
    readers = found.you_and_worker()
    if with_whom is Party.SUPERVISOR:
        readers = _("Only you and %(name)s read this. %(worker)s does not.", name=name, worker=found.worker)
    form = talk_form(f"after-return-{party}", ContactForm, on, guide, left=left, readers=readers)
    act = Act(
        title=_("After the return: talk with %(name)s", name=name),
        submit=_("Record the talk"),
        intro=intro(found, guide),
        groups=(
            Group(_("When and how"), WHEN),
            *guide_groups(guide, left),
            *later_groups(guide, left),
            Group(_("What you take along"), AFTER),
        ),
    )
    return carry_out_kept(
        form,
        found,
        act,
        lambda session, actor, data: commands.record_follow_up_after_return(
            session, actor, case_id, party=with_whom, held=held_of(data)
        ),
        say=N_("The talk is recorded."),
        then=f"{found.path}/after-return",
    )
