"""The pathway: from the offer to a job that is kept. Nobody is turned away for not being ready (IVN-4)."""

from handrail.sdk import Form, Group, InterventionType, Machine, Measure, Transition
from handrail_ips.fields import FIELDS
from handrail_ips.looking import check, warn

RUN = "ips.run"
_BEFORE_WORK = ("accepted", "engaged", "job_search", "employer_contact")
_IN_WORK = ("job_started", "in_work_support", "sustained", "stepped_down")


def _step(name: str, label: str, source: tuple[str, ...], target: str, *requires: str) -> Transition:
    return Transition(name=name, label=label, source=source, target=target, permission=RUN, requires=requires)


MACHINE = Machine(
    initial="offered",
    states=("offered", *_BEFORE_WORK, *_IN_WORK, "job_kept", "closed"),
    final=("job_kept", "closed"),
    transitions=(
        _step("accept", "Accept", ("offered",), "accepted", "wants_work"),
        _step("engage", "Begin the vocational profile", ("accepted",), "engaged", "profile_started_on", "preferences"),
        _step("search", "Begin to look for work", ("engaged",), "job_search"),
        _step("contact", "Met an employer", ("engaged", "job_search"), "employer_contact", "contacts"),
        _step("job", "A job began", ("engaged", "job_search", "employer_contact"), "job_started", "jobs", "disclosure"),
        _step("support", "Support at work has begun", ("job_started",), "in_work_support", "support_agreed"),
        _step("sustain", "The job has lasted 13 weeks", ("in_work_support",), "sustained"),
        _step("step_down", "Less support, as the worker wishes", ("in_work_support", "sustained"), "stepped_down"),
        _step("step_up", "More support again", ("stepped_down",), "in_work_support"),
        _step("lost", "The job ended; look again", _IN_WORK, "job_search", "jobs"),
        _step("keep", "The job is kept", ("sustained", "stepped_down"), "job_kept", "outcome", "ended_because"),
        _step("close", "End it", ("offered", *_BEFORE_WORK, *_IN_WORK), "closed", "outcome", "ended_because"),
    ),
)

_PROFILE = ("wants_work", "preferences", "profile_started_on", "treatment_contact", "benefits_advice_on", "disclosure")
_END = (Group(fields=("outcome", "ended_because")),)

IPS = InterventionType(
    key="ips",
    label="Individual placement and support",
    sentence="A job that the worker wants, found soon, with support for as long as they want it.",
    compartment="provider",
    data=FIELDS,
    machine=MACHINE,
    many=False,
    measures=(
        Measure(key="employed", label="Came to a job", field="outcome", aggregate="share", of=("employed",)),
        Measure(key="ended", label="Why it ended", field="ended_because", aggregate="count"),
    ),
    forms=(
        Form(act="begin", groups=(Group(fields=("wants_work", "preferences")),)),
        Form(
            act="correct",
            groups=(
                Group(title="Profile", fields=_PROFILE),
                Group(title="Search and work", fields=("contacts", "jobs", "support_agreed")),
            ),
        ),
        Form(
            act="accept", groups=(Group(fields=("wants_work",)),),
            intro="Whoever wants to work is accepted. How ready somebody seems is no question here.",
        ),
        Form(act="engage", groups=(Group(fields=("profile_started_on", "preferences", "treatment_contact")),)),
        Form(act="search", groups=(Group(fields=("benefits_advice_on", "disclosure")),)),
        Form(act="contact", groups=(Group(fields=("contacts",)),)),
        Form(act="job", groups=(Group(fields=("jobs", "disclosure")),)),
        Form(act="support", groups=(Group(fields=("support_agreed",)),)),
        Form(act="lost", groups=(Group(fields=("jobs",)),)),
        Form(act="keep", groups=_END),
        Form(act="close", groups=_END),
    ),
    check=check,
    warn=warn,
)  # fmt: skip
