"""Whatever people do in whatever order: no rule of section 2 is broken, and there is always a way on.

A machine does one act after another over the API, as the person in some role: the next act of a case that goes well,
or any other. What is refused is refused with a problem and changes nothing. A twin, whose support is never used, has
the same done by the employer's side; whatever that side opens, it finds the two alike. Every text that is confided
holds a word of its own, which turns up for nobody who may not read it. At its end each case is brought to its end.
"""

import re
from typing import Any, ClassVar, Final
from unittest.mock import patch

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, text
from tests.process import ladder, plan_acts
from tests.process.acts import ACTS, Act
from tests.process.playing import STEP, WORD, Play, Reply
from tests.process.watching import Watch

from handrail.entrypoints.worker import load_tasks
from handrail.kit import draft, jobs
from handrail.kit.codes import Role
from handrail.kit.outbox import Outbox
from handrail.kit.settings import Settings, configure, with_connections
from handrail.notifications import tasks
from handrail.notifications.codes import Outcome
from handrail.notifications.smtp import Answer

NAMES: Final = sorted(plan_acts.ACTS)
ROLES: Final = (
    Role.WORKER, Role.COORDINATOR, Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN, Role.EMPLOYER_ADMIN,
    Role.SENIOR_MANAGEMENT,
)  # fmt: skip
REFUSED: Final = frozenset({400, 404, 409, 412, 422, 428})
UNTOLD: Final = frozenset({"api_token", "read_log", "sign_in"})
"""What is noted of somebody who asks, whether they are refused or not."""
RUNS, STEPS = 10, 25
"""Always the same ones; nothing is made smaller, since what was done is told from the first act on."""
SHARE: Final = 20
"""One door in so many is opened after an act, the others after the next ones; all of them when nothing more happens."""


class Process(RuleBasedStateMachine):
    """One worker, one twin, and everybody around them."""

    app: ClassVar[Flask]

    @initialize(steps=st.integers(0, 22), data=st.data())
    def a_case_is_on_its_way(self, steps: int, data: st.DataObject) -> None:
        self.play = Play(self.app)
        self.watch = Watch(self.play, self.app)
        self.log: list[str] = []
        self.changed = True
        """Whether anything was done since the rules were asked; what was refused changed nothing."""
        self.does(ACTS["record_an_absence"], Role.HR, ladder.first)
        self.does(ACTS["forward_the_file"], Role.HR, ladder.first)
        for _step in range(steps):
            self.goes_on()
        del data

    # --- What people do -----------------------------------------------------------------------------------

    @rule(times=st.integers(1, 3))
    def everything_goes_well(self, times: int) -> None:
        for _time in range(times):
            self.goes_on()

    @rule(name=st.sampled_from(NAMES), who=st.integers(0, 11), data=st.data())
    def somebody_does_something(self, name: str, who: int, data: st.DataObject) -> None:
        act = ACTS[name]
        able = sorted(act.roles)
        role = ROLES[who] if who < len(ROLES) and who % 4 == 0 else able[who % len(able)]
        self.does(act, role, lambda choices: data.draw(st.sampled_from(list(choices))))

    @rule(days=st.sampled_from([1, 3, 12]))
    def days_go_by(self, days: int) -> None:
        self.log.append(f"{days} days go by")
        self.play.passes(days)
        self.changed = True

    @rule()
    def the_supervisor_changes(self) -> None:
        self.log.append("the supervisor changes")
        self.play.change_supervisor()
        self.changed = True

    @rule()
    def the_worker_falls_ill_again(self) -> None:
        """End the absence, let time pass, and begin another (relapse)."""
        self.does(ACTS["end_the_absence"], Role.HR, ladder.first)
        self.days_go_by(12)
        self.does(ACTS["record_an_absence"], Role.HR, ladder.first)
        self.does(ACTS["forward_the_file"], Role.HR, ladder.first)

    def goes_on(self) -> None:
        """Do the next act of a case that goes well; there always is one, and it is never refused."""
        following = ladder.next_act(self.play)
        if following is None:
            return
        act, role = following
        reply = self.does(act, role, ladder.first)
        assert reply.done, f"no way on: {act.name} by {role} is refused: {reply.text}\n" + "\n".join(self.log)

    def does(self, act: Act, role: Role, pick: Any) -> Reply:
        """Have somebody do something, and the same to the twin where it is of the employer's side."""
        play, before = self.play, set(self.play.words)
        play.now += STEP
        asked = act.ask(play, pick)
        took_part = play.model.takes_part
        play.lets_in(role)
        stored = digests_of(play)
        reply = play.send(asked, role)
        self.log.append(f"{play.now:%d %H:%M:%S} {role} {act.name}: {reply.status} {problem_of(reply)}")
        self.is_known(reply)
        if reply.done:
            assert role in act.roles, f"{role} did {act.name}"
            assert took_part or not asked.beyond, f"S2-2: {act.name} without participation"
            asked.learn(reply.body)
            self.changed = True
        else:
            play.forget_unsaid(before)
            changed = {name for name, digest in digests_of(play).items() if digest != stored[name]}
            assert not changed, f"{act.name} was refused and changed {changed}\n" + "\n".join(self.log)
        if asked.twin is not None:
            self.does_to_the_twin(asked, reply, role)
        return reply

    def does_to_the_twin(self, asked: Any, reply: Reply, role: Role) -> None:
        other = self.play.send(asked.twin, role)
        self.is_known(other)
        assert (other.status, shape_of(other)) == (reply.status, shape_of(reply)), (
            "VOL-2: the twin is answered otherwise"
        )
        if other.done:
            asked.twin.learn(other.body)

    def is_known(self, reply: Reply) -> None:
        if reply.done:
            return
        assert reply.status in REFUSED, f"{reply.status}: {reply.text}\n" + "\n".join(self.log)
        assert {"type", "title", "status"} <= reply.body.keys(), reply.text

    # --- What holds ---------------------------------------------------------------------------------------

    @invariant()
    def the_rules_hold(self) -> None:
        if not hasattr(self, "watch") or not self.changed:
            return
        try:
            self.watch.rows_hold()
            self.watch.steps_hold()
            self.watch.contract_holds()
            self.watch.gates_hold()
            self.watch.the_worker_can_leave_and_the_case_can_be_closed()
            self.watch.looks(SHARE)
            self.changed = False
        except AssertionError as broken:
            raise AssertionError("\n".join([*self.log, str(broken)])) from broken

    def teardown(self) -> None:
        """Look at every door, bring the case to its end, and read what was mailed."""
        if not hasattr(self, "watch"):
            return
        self.watch.looks()
        self.watch.others_find_nothing(self.play.supervisors)
        for _step in range(ladder.MOST_STEPS):
            self.goes_on()
        assert not self.play.models or self.play.model.closed, "no way to the end:\n" + "\n".join(self.log)
        self.watch.looks(SHARE)
        self.watch.others_find_nothing(self.play.supervisors)
        for mail in mails_of(self.play):
            assert not WORD.search(mail), mail


def digests_of(play: Play) -> dict[str, str]:
    """Return a digest of each table of this consultancy."""
    with play.world.engine() as session:
        return {name: str(digest) for name, digest in session.execute(text(DIGESTS))}


DIGESTS: Final = " union all ".join(
    f"select '{name}', md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {name} t"  # noqa: S608 - our names
    for name in sorted(model.__tablename__ for model in draft.models())
    if name not in UNTOLD
)


def problem_of(reply: Reply) -> str:
    return (
        ""
        if reply.done or not isinstance(reply.body, dict)
        else str(reply.body.get("detail") or reply.body.get("title"))
    )


def shape_of(reply: Reply) -> Any:
    """Return an answer without what is the worker's own."""
    neutral = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|worker-\d+|20\d\d-\d{5}", "", reply.text)
    return re.sub(r'"instance": ?"[^"]*"', "", neutral)


def mails_of(play: Play) -> list[str]:
    """Write and hand over every message that was asked for; returns what they say."""
    load_tasks()
    said: list[str] = []

    def keep(mail: Any, _url: Any, _mark: Any) -> Answer:
        said.append(str(mail))
        return Answer(Outcome.ACCEPTED, 250)

    with play.frozen(), patch.object(tasks, "hand_over", keep):
        for names in (("notifications.tell", "notifications.tell_dates_moved"), ("notifications.deliver_message",)):
            with play.world.engine() as session:
                waiting = select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.name.in_(names))
                rows = session.scalars(waiting.order_by(Outbox.id)).all()
            for row in rows:
                jobs.run_row(play.world.tenant_id, row)
    return said


@pytest.mark.search
@pytest.mark.rule("CON-1")
@pytest.mark.rule("CON-2")
@pytest.mark.rule("CON-3")
@pytest.mark.rule("VOL-1")
@pytest.mark.rule("VOL-2")
@pytest.mark.rule("VOL-4")
@pytest.mark.rule("NEU-2")
@pytest.mark.rule("ACC-1")
@pytest.mark.rule("ACC-2")
@pytest.mark.rule("S2-2")
@pytest.mark.rule("S4-4")
@pytest.mark.rule("S4-5")
@pytest.mark.rule("S5-6")
def test_no_order_of_acts_breaks_a_rule_or_ends_where_nobody_can_go_on(app: Flask, database: Settings) -> None:
    configure(with_connections(database, smtp="smtp://127.0.0.1:9"))
    Process.app = app
    chosen = settings(
        max_examples=RUNS, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    run_state_machine_as_test(Process, settings=chosen)
