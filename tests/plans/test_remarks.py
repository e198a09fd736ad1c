"""Before a version is accepted: remarks and refusals, what is accepted, and two versions side by side (S5-6)."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text, update
from tests.builders import World, case_row
from tests.plans.conftest import Browser
from tests.plans.steps import Journey, a_plan, accepted, at_the_table, proposed

from handrail.audit.models import TimelineEntry
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict, Invalid, NotFound
from handrail.plans import commands
from handrail.plans.errors import VersionMoved
from handrail.plans.models import PlanObjection, PlanRemark, PlanVersion
from handrail.plans.queries.remarks import remarks_of
from handrail.plans.queries.versions import standing_of_plan, versions_of
from handrail.plans.rules.agreement import digest_of
from handrail.plans.rules.codes import RemarkKind
from handrail.tenancy.models import Person

pytestmark = pytest.mark.usefixtures("database")
BrowserOf = Callable[[World, Role], Browser]


def remark(journey: Journey, words: str = "Thursdays are hard.", kind: RemarkKind = RemarkKind.NOT_AS_IT_READS) -> None:
    with journey.world.session(Role.WORKER) as (session, actor):
        commands.remark_on_version(session, actor, journey.case_id, number=1, kind=kind, words=words)


@pytest.mark.rule("S5-6")
def test_what_somebody_accepts_is_known_by_its_digest_in_the_log() -> None:
    journey = at_the_table()
    number = proposed(journey)
    accepted(journey, number)
    with journey.world.engine() as session:
        row = session.scalars(select(PlanVersion).where(PlanVersion.subject_id == journey.case_id)).one()
        reckoned = digest_of(journey.case_id, 1, row.worker_id, row.supervisor_id, row.content or "")
        assert row.digest == reckoned
        assert digest_of(journey.case_id, 1, row.worker_id, row.supervisor_id, f"{row.content} ") != reckoned
        entries = session.scalars(
            select(TimelineEntry).where(
                TimelineEntry.subject_id == journey.case_id, TimelineEntry.verb == "plan.accepted"
            )
        ).all()
        newest = versions_of(session, case_row(session, journey.case_id)).newest
        assert newest is not None
        assert newest.digest == reckoned
        assert len(entries) == 2
        signed = session.execute(
            text("select digest from plan_acceptance where subject_id = :c"), {"c": journey.case_id}
        )
        assert {bytes(digest) for (digest,) in signed} == {reckoned}


@pytest.mark.rule("S5-6")
@pytest.mark.rule("CON-2")
def test_a_refusal_is_for_the_coordinator_alone_and_the_supervisor_sees_not_answered_yet(
    browser_of: BrowserOf,
) -> None:
    journey = at_the_table()
    proposed(journey)
    ruben = browser_of(journey.world, Role.SUPERVISOR)
    path = f"/cases/{journey.case_id}/plan"
    before = ruben.page(path).count("Not answered yet")
    remark(journey)
    remark(journey)
    page = ruben.page(path)
    assert (page.count("Not answered yet"), "Thursdays" in page) == (before, False)
    assert ruben.get(f"{path}/remarks").status_code in {403, 404}
    for role in (Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN):
        with journey.world.session(role) as (session, _actor):
            assert session.scalars(select(PlanRemark)).all() == []
    noor = browser_of(journey.world, Role.COORDINATOR)
    assert "Thursdays are hard." in noor.page(f"{path}/remarks")
    assert "Thursdays are hard." in noor.page(f"{path}/edit")
    with journey.world.engine() as session:
        assert len(remarks_of(session, case_row(session, journey.case_id))) == 1
    accepted(journey, 1)  # to hesitate takes nothing away
    with journey.world.engine() as session:
        assert standing_of_plan(session, case_row(session, journey.case_id)).contract == 1


@pytest.mark.rule("S5-6")
def test_a_refusal_needs_no_reason_a_remark_needs_words_and_both_are_of_the_newest_version() -> None:
    journey = at_the_table()
    proposed(journey)
    remark(journey, "")
    with pytest.raises(Invalid):
        remark(journey, "", RemarkKind.REMARK)
    accepted(journey, 1, Role.WORKER)
    with pytest.raises(Conflict):
        remark(journey, "After all not")
    remark(journey, "A question about Thursdays", RemarkKind.REMARK)
    proposed(journey, a_plan(journey, aim="Another aim"))
    with pytest.raises(VersionMoved):
        remark(journey)
    for role in (Role.COORDINATOR, Role.SUPERVISOR):
        with journey.world.session(role) as (session, actor), pytest.raises(NotFound):
            commands.remark_on_version(
                session, actor, journey.case_id, number=2, kind=RemarkKind.REMARK, words="Not mine"
            )


@pytest.mark.rule("S5-6")
def test_what_the_supervisor_can_not_promise_is_read_by_all_who_read_the_plan(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    proposed(journey)
    ruben, path = browser_of(journey.world, Role.SUPERVISOR), f"/cases/{journey.case_id}/plan"
    answer = ruben.send(f"{path}/objection", {"words": "The second desk is not free on Thursdays."})
    assert answer.status_code == 303
    for role in (Role.WORKER, Role.COORDINATOR, Role.SUPERVISOR):
        assert "The second desk is not free on Thursdays." in browser_of(journey.world, role).page(path)
    accepted(journey, 1, Role.SUPERVISOR)
    with journey.world.session(Role.SUPERVISOR) as (session, actor), pytest.raises(Conflict):
        commands.object_to_version(session, actor, journey.case_id, number=1, words="Too late")
    for role in (Role.WORKER, Role.COORDINATOR, Role.HR):
        with journey.world.session(role) as (session, actor), pytest.raises(NotFound):
            commands.object_to_version(session, actor, journey.case_id, number=1, words="Not mine")
    with journey.world.session(Role.HR) as (session, _actor):
        assert session.scalars(select(PlanObjection)).all() == []


@pytest.mark.rule("S5-6")
def test_any_two_versions_stand_side_by_side_and_words_say_what_changed(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    plan = a_plan(journey)
    for aim in ("Own job, 32 hours", "Own job, 28 hours", "Another job, 28 hours"):
        proposed(journey, replace(plan, aim=aim))
    path = f"/cases/{journey.case_id}/plan/compare"
    for role in (Role.WORKER, Role.SUPERVISOR, Role.COORDINATOR):
        page = browser_of(journey.world, role).page(f"{path}?before=1&version=3")
        assert "Version 1 beside Version 3" in page
        assert "<del>Own job, 32 hours</del>" in page
        assert "<ins>Another job, 28 hours</ins>" in page
        assert "taken out" in page
        assert "put in" in page
        assert "No shifts before nine." not in page
    assert "No shifts before nine." in browser_of(journey.world, Role.WORKER).page(f"{path}?before=1&version=3&whole=1")
    assert "They say the same." in browser_of(journey.world, Role.WORKER).page(f"{path}?before=2&version=2")
    assert browser_of(journey.world, Role.HR).get(path).status_code in {403, 404}


@pytest.mark.rule("S5-6")
def test_the_plan_prints_in_the_language_of_either_reader(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    proposed(journey)
    with journey.world.engine() as session:
        worker = journey.world.people[Role.WORKER]
        session.execute(update(Person).where(Person.id == worker).values(locale="fr"))
    ruben, path = browser_of(journey.world, Role.SUPERVISOR), f"/cases/{journey.case_id}/plan"
    assert "plan.pdf?version=1&amp;language=fr" in ruben.page(path)
    for asked, language, word in (("?language=fr", "fr", "Empreinte"), ("?language=en", "en", "Fingerprint")):
        paper = PdfReader(BytesIO(ruben.get(f"{path}.pdf{asked}").get_data()))
        assert str(paper.trailer["/Root"]["/Lang"]).startswith(language)  # type: ignore[index]
        assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
        assert word in "".join(page.extract_text() for page in paper.pages)
