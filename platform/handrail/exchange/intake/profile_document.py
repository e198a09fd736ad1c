"""The shape of a mapping profile, as written in TOML; what it means is checked in `profiles`."""

from typing import Literal

from msgspec import Struct, field

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEKDAYS: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class FileForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How the file is written. Dates stand in one of `date_forms`, such as ``DD/MM/YYYY``."""

    encoding: Literal["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15"] = "utf-8"
    delimiter: str = ","
    decimal_mark: Literal[".", ","] = "."
    date_forms: tuple[str, ...] = ("YYYY-MM-DD",)
    other_columns: Literal["refuse", "leave unread"] = "refuse"


class AbsenceKey(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the key of an absence comes from when no column holds one."""

    made_from: Literal["worker_and_count"]


class Placement(Struct, frozen=True, forbid_unknown_fields=True):
    """How rows without dates are placed: they stand in order of time and name a month and a weekday."""

    month: str
    weekday: str
    weekdays: dict[str, Weekday]
    start_year: int
    unknown_months: tuple[str, ...] = ()


class HoursForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How hours become days: `per_day` hours are one working day, a part of a day counts as that day."""

    per_day: float = 8
    working_days: tuple[Weekday, ...] = WEEKDAYS[:5]
    gives_last_day: bool = False


class ReasonForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The one use of a reason: sickness or not. Codes are whole numbers, ``"1-21"`` is a range; nothing is kept."""

    column: str
    sickness: tuple[str, ...]
    other: tuple[str, ...] = ()


class RefusedColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """A column whose content must not come in. A row is taken only where it holds one of `clear`, or nothing."""

    column: str
    rule: Literal["NEU-3", "CON-4"]
    clear: tuple[str, ...] = ()


class NotRead(Struct, frozen=True, forbid_unknown_fields=True):
    """Columns that the file has and nobody looks at."""

    columns: tuple[str, ...] = ()


class WorkersForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether workers that the tenant does not know yet are added, and at which site, named where there are several.

    `prefix` goes in front of the file's key of a worker.
    """

    create: bool = False
    prefix: str = ""
    site: str = ""


class ProfileDocument(Struct, frozen=True, forbid_unknown_fields=True):
    """One profile file."""

    format: Literal[1]
    name: str
    title: str
    columns: dict[str, str]
    file: FileForm = field(default_factory=FileForm)
    optional_columns: dict[str, str] = field(default_factory=dict)
    absence_key: AbsenceKey | None = None
    placement: Placement | None = None
    hours: HoursForm = field(default_factory=HoursForm)
    reason: ReasonForm | None = None
    refused: tuple[RefusedColumn, ...] = ()
    not_read: NotRead = field(default_factory=NotRead)
    workers: WorkersForm = field(default_factory=WorkersForm)
