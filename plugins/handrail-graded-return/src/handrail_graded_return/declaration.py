"""The type: from a proposal that the worker agrees to, by reviews, to hours that last (IVN-2)."""

from handrail.sdk import (
    Form,
    Group,
    InterventionType,
    Machine,
    Measure,
    Permission,
    Promise,
    Transition,
)
from handrail_graded_return.fields import FIELDS
from handrail_graded_return.looking import check, warn

PROPOSE, AGREE, REVIEW = "graded_return.propose", "graded_return.agree", "graded_return.review"
_NEXT = (Promise(name="review", field="next_review_on", owed_by="coordinator"),)
_REVIEWED = ("reviews", "next_review_on")


def _review(name: str, label: str, target: str = "under_way", *, source: str = "under_way") -> Transition:
    return Transition(
        name=name, label=label, source=(source,), target=target, permission=REVIEW, requires=_REVIEWED, promises=_NEXT
    )


def _end(name: str, label: str, target: str, *requires: str) -> Transition:
    return Transition(
        name=name, label=label, source=("under_way", "paused"), target=target, permission=REVIEW, requires=requires
    )


MACHINE = Machine(
    initial="proposed",
    states=("proposed", "agreed", "under_way", "paused", "completed", "made_lasting", "stopped"),
    final=("completed", "made_lasting", "stopped"),
    transitions=(
        Transition(
            name="agree", label="Agree to this build-up", source=("proposed",), target="agreed", permission=AGREE,
            requires=("weeks",),
        ),
        Transition(
            name="start", label="The first week has begun", source=("agreed",), target="under_way", permission=REVIEW,
            requires=("next_review_on",), promises=_NEXT,
        ),
        _review("progress", "Review: the next step"),
        _review("hold", "Review: stay at this step"),
        _review("step_back", "Review: a step back"),
        Transition(
            name="pause", label="Review: pause", source=("under_way",), target="paused", permission=REVIEW,
            requires=("reviews",),
        ),
        Transition(
            name="resume", label="Go on", source=("paused",), target="under_way", permission=REVIEW,
            requires=("next_review_on",), promises=_NEXT,
        ),
        Transition(
            name="change", label="Propose another build-up", source=("agreed", "under_way", "paused"),
            target="proposed", permission=PROPOSE,
        ),
        _end("complete", "The build-up is completed", "completed", "outcome", "hours_reached"),
        _end("convert", "Make the adjustment lasting", "made_lasting", "outcome", "hours_reached", "lasting"),
        _end("stop", "Stop the build-up", "stopped", "outcome"),
        Transition(
            name="withdraw", label="Take the proposal back", source=("proposed", "agreed"), target="stopped",
            permission=PROPOSE,
        ),
    ),
)  # fmt: skip

_BUILD_UP = (
    Group(title="The build-up", fields=("aim", "contract_hours", "weeks")),
    Group(title="Limits and pay", fields=("limits", "basis")),
)
_AT_A_REVIEW = (Group(fields=("reviews", "next_review_on", "weeks")),)

GRADED_RETURN = InterventionType(
    key="graded_return",
    version=1,
    label="Graded return",
    sentence="Back to work step by step: hours and tasks by week, with reviews.",
    compartment="plan",
    data=FIELDS,
    machine=MACHINE,
    permissions=(
        Permission(name=PROPOSE, label="Propose a build-up", roles=("coordinator", "worker", "supervisor")),
        Permission(name=AGREE, label="Agree to a build-up", roles=("worker",)),
        Permission(name=REVIEW, label="Review a build-up", roles=("coordinator", "supervisor")),
    ),
    begins=PROPOSE,
    many=False,
    title="aim",
    measures=(
        Measure(key="outcome", label="How graded returns ended", field="outcome", aggregate="count"),
        Measure(
            key="full", label="Came to all hours", field="outcome", aggregate="share",
            of=("full_hours_own_work", "full_hours_other_work"),
        ),
        Measure(key="hours", label="Hours in a week at the end", field="hours_reached", aggregate="mean"),
    ),
    forms=(
        Form(act="begin", groups=_BUILD_UP, intro="Where the plan has a build-up already, that one counts."),
        Form(act="correct", groups=(*_BUILD_UP, Group(title="Reviews", fields=("reviews", "next_review_on")))),
        Form(act="change", groups=_BUILD_UP, intro="The worker agrees to the new build-up before it holds."),
        Form(act="start", groups=(Group(fields=("next_review_on",)),)),
        Form(act="progress", groups=_AT_A_REVIEW),
        Form(act="hold", groups=_AT_A_REVIEW),
        Form(act="step_back", groups=_AT_A_REVIEW, intro="A step back is part of a build-up; nothing is lost."),
        Form(act="pause", groups=(Group(fields=("reviews",)),)),
        Form(act="resume", groups=(Group(fields=("weeks", "next_review_on")),)),
        Form(act="complete", groups=(Group(fields=("outcome", "hours_reached", "reviews")),)),
        Form(act="convert", groups=(Group(fields=("outcome", "hours_reached", "lasting")),)),
        Form(act="stop", groups=(Group(fields=("outcome", "hours_reached")),)),
    ),
    check=check,
    warn=warn,
)  # fmt: skip
