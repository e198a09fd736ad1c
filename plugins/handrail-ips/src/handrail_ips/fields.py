"""What an employment specialist keeps, in their own slice: the worker and they read it.

Nothing here asks whether somebody is ready: wanting to work is all it takes. No field asks about an illness either.
"""

from handrail.sdk import Field, FieldKind


def _slice(
    key: str, kind: FieldKind, label: str, *, hint: str = "", required: bool = False, choices: tuple[str, ...] = ()
) -> Field:
    search = kind in {"choice", "bool", "date"}
    return Field(
        key=key, kind=kind, compartment="provider", label=label, hint=hint, required=required, choices=choices,
        search=search,
    )  # fmt: skip


CONTACTS = Field(
    key="contacts", kind="list", compartment="provider", label="Contacts with employers",
    item=(
        _slice("on", "date", "Day", required=True),
        _slice("employer", "organisation", "Employer", required=True),
        _slice("how", "choice", "How", required=True, choices=("face_to_face", "telephone", "written")),
        _slice("about", "text", "What came of it"),
    ),
)  # fmt: skip
JOBS = Field(
    key="jobs", kind="list", compartment="provider", label="Jobs",
    item=(
        _slice("employer", "organisation", "Employer", required=True),
        _slice("work", "text", "Work"),
        _slice("began_on", "date", "Began on", required=True),
        _slice("ended_on", "date", "Ended on"),
        Field(
            key="hours", kind="decimal", compartment="provider", label="Hours in a week", minimum=0, maximum=60,
            required=True,
        ),
        _slice("competitive", "bool", "An ordinary job, open to everybody, with the usual pay"),
    ),
)  # fmt: skip

FIELDS = (
    _slice("wants_work", "bool", "Does the worker want to work?", hint="This is all it takes to be accepted."),
    _slice("preferences", "longtext", "What work the worker is looking for", hint="Their wishes lead the search."),
    _slice("profile_started_on", "date", "Vocational profile begun on"),
    _slice("treatment_contact", "text", "With whom in the treatment team you work together"),
    _slice("benefits_advice_on", "date", "Advice on pay and benefits given on"),
    _slice(
        "disclosure", "choice", "What the worker wants an employer to know",
        choices=("not_decided", "nothing", "what_we_agreed"),
    ),
    CONTACTS,
    JOBS,
    _slice("support_agreed", "longtext", "Support at work that you agreed on"),
    _slice(
        "ended_because", "choice", "Why it ended",
        choices=("job_kept", "worker_stopped", "moved_away", "no_capacity_here", "other"),
    ),
    _slice("outcome", "choice", "How it ended", choices=("employed", "not_employed")),
)  # fmt: skip
