"""One adjustment, from the proposal to its end. A refusal says why, and nothing here asks why it is needed (CON-4)."""

from handrail.sdk import (
    Field,
    FieldKind,
    Form,
    Group,
    InterventionType,
    Machine,
    Measure,
    Permission,
    Promise,
    Transition,
)

PROPOSE, DECIDE, REVIEW = "adjustment.propose", "adjustment.decide", "adjustment.review"
KINDS = ("hours", "tasks", "place", "equipment", "communication", "support", "rest", "other")


def _plan(
    key: str, kind: FieldKind, label: str, *, hint: str = "", required: bool = False, choices: tuple[str, ...] = ()
) -> Field:
    return Field(
        key=key, kind=kind, compartment="plan", label=label, hint=hint, required=required, choices=choices,
        search=kind == "choice",
    )  # fmt: skip


FIELDS = (
    _plan("what", "text", "What is adjusted", required=True, hint="What is done differently at work."),
    _plan("kind", "choice", "What kind of adjustment it is", required=True, choices=KINDS),
    _plan("provided_by", "person", "Who sees to it"),
    _plan("wanted_by", "date", "By when"),
    _plan("in_place_on", "date", "In place since"),
    _plan(
        "review_on", "date", "Day of the next review", hint="Six to twelve months on, and when work or manager change."
    ),
    _plan("refused_because", "longtext", "Why it can not be done", hint="Whoever refuses says why."),
    _plan("instead", "text", "What could be done instead"),
    _plan("helps", "choice", "Does it help?", choices=("yes", "partly", "no")),
    _plan("cost", "money", "What it cost"),
    _plan("paid_by", "choice", "Who pays", choices=("employer", "public_scheme", "insurer", "nobody")),
)

_DAY = (Promise(name="in_place", field="wanted_by", owed_by="supervisor"),)
_NEXT = (Promise(name="review", field="review_on", owed_by="supervisor"),)

ADJUSTMENT = InterventionType(
    key="adjustment",
    label="Workplace adjustment",
    sentence="One thing that is done differently at work, from the proposal to its review.",
    compartment="plan",
    data=FIELDS,
    machine=Machine(
        initial="proposed",
        states=("proposed", "agreed", "in_place", "refused", "ended"),
        final=("refused", "ended"),
        transitions=(
            Transition(
                name="agree", label="Agree to it", source=("proposed",), target="agreed", permission=DECIDE,
                requires=("wanted_by",), promises=_DAY,
            ),
            Transition(
                name="refuse", label="It can not be done", source=("proposed",), target="refused", permission=DECIDE,
                requires=("refused_because",),
            ),
            Transition(
                name="put_in_place", label="It is in place", source=("agreed",), target="in_place", permission=REVIEW,
                requires=("in_place_on", "review_on"), promises=_NEXT,
            ),
            Transition(
                name="review", label="Review it", source=("in_place",), target="in_place", permission=REVIEW,
                requires=("helps", "review_on"), promises=_NEXT,
            ),
            Transition(
                name="end", label="End it", source=("agreed", "in_place"), target="ended", permission=REVIEW,
                requires=("helps",),
            ),
            Transition(name="withdraw", label="Take it back", source=("proposed",), target="ended", permission=PROPOSE),
        ),
    ),
    permissions=(
        Permission(name=PROPOSE, label="Propose an adjustment", roles=("worker", "coordinator", "supervisor")),
        Permission(name=DECIDE, label="Agree to an adjustment or refuse it", roles=("supervisor",)),
        Permission(name=REVIEW, label="Review an adjustment", roles=("worker", "coordinator", "supervisor")),
    ),
    begins=PROPOSE,
    title="what",
    measures=(
        Measure(key="kinds", label="Kinds of adjustments", field="kind", aggregate="count"),
        Measure(key="helps", label="Adjustments that help", field="helps", aggregate="share", of=("yes",)),
        Measure(key="cost", label="Cost of adjustments", field="cost", aggregate="sum"),
    ),
    forms=(
        Form(act="begin", groups=(Group(fields=("what", "kind", "provided_by", "wanted_by")),)),
        Form(act="correct", groups=(Group(fields=("what", "kind", "provided_by", "wanted_by", "cost", "paid_by")),)),
        Form(act="agree", groups=(Group(fields=("provided_by", "wanted_by")),)),
        Form(act="refuse", groups=(Group(fields=("refused_because", "instead")),)),
        Form(act="put_in_place", groups=(Group(fields=("in_place_on", "review_on", "cost", "paid_by")),)),
        Form(act="review", groups=(Group(fields=("helps", "review_on")),)),
        Form(act="end", groups=(Group(fields=("helps",)),)),
    ),
)  # fmt: skip
