"""The adjustments passport: the worker's own pages, of which they show what they choose, item by item.

It lies in the worker's own compartment, where nobody else can know that it exists. What they share is a copy, in the
plan, for the manager they have then; a new manager reads it there, and the worker takes the whole along as a file.
"""

from handrail.sdk import (
    Copy,
    Field,
    FieldKind,
    Form,
    Group,
    InterventionType,
    Machine,
    Permission,
    Transition,
)

KEEP = "passport.keep"


def _own(key: str, kind: FieldKind, label: str, *, hint: str = "", required: bool = False) -> Field:
    return Field(key=key, kind=kind, compartment="own", label=label, hint=hint, required=required)


def _row(place: str) -> tuple[Field, ...]:
    """Return the fields of one adjustment, the same in the passport and in what is shared of it."""
    own = place == "own"
    found = (
        ("what", "What helps me"), ("how", "What it makes possible"), ("provided_by", "Who provides it"),
    )  # fmt: skip
    texts = tuple(
        Field(key=key, kind="text", compartment="own" if own else "plan", label=label, required=key == "what")
        for key, label in found
    )
    days = tuple(
        Field(key=key, kind="date", compartment="own" if own else "plan", label=label)
        for key, label in (("since", "Since"), ("review_on", "Look at it again on"))
    )
    share = (Field(key="share", kind="bool", compartment="own", label="My manager may read this line"),) if own else ()
    return (*texts, *days, *share)


FIELDS = (
    _own("work", "text", "My work and where I do it"),
    _own("condition", "text", "What I call it, if I want to", hint="You need not write this. Nobody asks for it."),
    _own("affects", "longtext", "How it shows in my work"),
    _own("barriers", "longtext", "What gets in my way at work"),
    Field(key="adjustments", kind="list", compartment="own", label="What helps me at work", item=_row("own")),
    _own("bad_day", "longtext", "On a bad day", hint="What others may notice, what to do, and what to leave."),
    _own("emergency_contact", "text", "Whom to call"),
    _own("talking", "longtext", "How I like to be spoken with"),
    _own("review_on", "date", "I look at this again on", hint="Once a year, and when my work or my manager changes."),
    _own("for_manager", "longtext", "What I say to my manager", hint="In your words. It is shared when you share."),
    Field(
        key="shared_adjustments", kind="list", compartment="plan", label="What helps at work", item=_row("plan"),
    ),
    Field(key="shared_words", kind="longtext", compartment="plan", label="In the worker's words"),
)  # fmt: skip

_SHARED = (
    Copy(source="adjustments", target="shared_adjustments", where="share"),
    Copy(source="for_manager", target="shared_words"),
)
_PAGES = (
    Group(title="My work", fields=("work", "affects", "barriers")),
    Group(title="What helps me", fields=("adjustments",)),
    Group(title="Good to know", fields=("bad_day", "emergency_contact", "talking", "condition")),
    Group(title="For my manager", fields=("for_manager", "review_on")),
)

PASSPORT = InterventionType(
    key="passport",
    label="My adjustments passport",
    sentence="Your own pages about what helps you at work. You choose which lines your manager reads.",
    compartment="own",
    data=FIELDS,
    machine=Machine(
        initial="kept",
        states=("kept", "shared", "put_away"),
        final=("put_away",),
        transitions=(
            Transition(
                name="share", label="Share the lines I ticked", source=("kept", "shared"), target="shared",
                permission=KEEP, copies=_SHARED,
            ),
            Transition(
                name="take_back", label="Take back what I shared", source=("shared",), target="kept", permission=KEEP,
                clears=("shared_adjustments", "shared_words"),
            ),
            Transition(name="put_away", label="Put it away", source=("kept",), target="put_away", permission=KEEP),
        ),
    ),
    permissions=(Permission(name=KEEP, label="Keep a passport", roles=("worker",)),),
    begins=KEEP,
    many=False,
    title="work",
    portable=True,
    forms=(
        Form(act="begin", groups=_PAGES, intro="Nobody but you reads this, until you share a line of it."),
        Form(act="correct", groups=_PAGES),
        Form(act="share", groups=(Group(fields=("adjustments", "for_manager")),)),
    ),
)  # fmt: skip
