"""Forms from the schema that the API uses: drawn by macros, checked by the schema, nothing typed is ever lost.

form = Form.from_request(ConsentCreate, readers={"note": _("Only you and Sanne read this.")})
if form.is_ready:
    with form.absorbing(), tenant_session(request_context()) as session:
        commands.record_consent(session, current_actor(), case_id=case_id, **form.data)
        return redirect_to(url_for(".case", case_id=case_id), say=N_("Consent recorded."))
return render("consents/record.html", form=form, status=form.status)
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID, uuid4

from flask import request
from marshmallow import Schema, ValidationError
from marshmallow import fields as mm
from werkzeug.datastructures import FileStorage, MultiDict

from handrail.kit.errors import HandrailError, Invalid
from handrail.kit.i18n import LazyText
from handrail.kit.text import UncleanText, clean_text
from handrail.web.messages import plain_words
from handrail.web.widgets import (
    TEXT_BOXES,
    Choice,
    FieldView,
    as_text,
    caution_of,
    choices_of,
    longest,
    nested_schema,
    reader_sentence,
    shown_fields,
    widget_of,
)

if TYPE_CHECKING:
    from handrail.web.beside import Beside

KEY_FIELD: Final = "idempotency_key"
ADD, REMOVE, KEEP = "add", "remove", "keep"
MOST_ROWS: Final = 100
_OK, _CONFLICT, _UNPROCESSABLE = 200, 409, 422


class Form:
    """One form: what was typed, what it means, what is wrong with it.

    `choices` and `readers` are by input name (`actions-owner` for a field of a row) and win over the schema's.
    """

    def __init__(
        self,
        schema: type[Schema] | Schema,
        *,
        initial: Mapping[str, Any] | None = None,
        choices: Mapping[str, Sequence[tuple[Any, object]]] | None = None,
        readers: Mapping[str, str | LazyText] | None = None,
        id: str = "form",  # noqa: A002 - the HTML word; two forms of one page need two
    ) -> None:
        self.id = id
        self.schema = schema() if isinstance(schema, type) else schema
        self.idempotency_key: UUID = uuid4()
        self.status = _OK
        self.submitted = False
        self.rearranged = False  # a row was added or removed: draw again, judge nothing
        self.keeping = ""  # "draft" or "away", where the button pressed keeps what stands there, or throws it away
        self.beside: list[Beside] = []  # where somebody else wrote meanwhile: both versions, to choose from
        self.errors: dict[str, list[str]] = {}  # by JSON pointer; "" is the form as a whole
        self._choices = dict(choices or {})
        self._readers = dict(readers or {})
        self._typed: dict[str, Any] = dict(initial or {})
        self._data: dict[str, Any] | None = None
        self._new_row: str | None = None

    @classmethod
    def from_request(cls, schema: type[Schema] | Schema, **options: Any) -> "Form":
        """Return the form as this request has it: filled in where it was posted, else with `initial`."""
        form = cls(schema, **options)
        if request.method in {"POST", "PUT", "PATCH"}:
            form._read(request.form, request.files)
        return form

    # --- For views ------------------------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether it was sent and everything in it is right; else draw it again with `status`."""
        judged = self.submitted and not self.rearranged and not self.keeping
        return judged and not self.errors and self._data is not None

    @property
    def data(self) -> dict[str, Any]:
        """The typed values of the schema; only where `is_ready`."""
        if self._data is None:
            raise RuntimeError("look at is_ready before data")
        return self._data

    @property
    def typed(self) -> Mapping[str, Any]:
        """What stands in the form, nested as the schema is."""
        return self._typed

    @property
    def as_typed(self) -> dict[str, list[str]]:
        """What stands in the form, by the name of each input: what `restore` takes."""
        return dict(_inputs(self.schema, self._typed, ""))

    def restore(self, typed: Mapping[str, Sequence[str]]) -> None:
        """Put in what stood in the form when it was left; it is judged when it is sent."""
        posted = MultiDict((name, value) for name, values in typed.items() for value in values)
        self._typed = self._collect(self.schema, posted, MultiDict(), "")

    def settle(self, typed: Mapping[str, Any]) -> None:
        """Go on with other content than was sent, and judge that."""
        self._typed = dict(typed)
        if self.submitted and not self.rearranged and not self.keeping:
            self.errors.clear()
            self.status, self._data = _OK, None
            self._load()

    @property
    def fingerprint(self) -> bytes:
        """What was typed, as one value: with `idempotency_key` it tells a repeat from another request."""
        return json.dumps(self._typed, default=repr, sort_keys=True).encode()

    @contextmanager
    def absorbing(self) -> Iterator[None]:
        """Take what the block refuses (409, 422) into the form, so it is shown beside the fields."""
        try:
            yield
        except HandrailError as error:
            self.absorb(error)

    def absorb(self, error: HandrailError) -> None:
        """Show a refusal in the form: beside the fields it names, else above; anything but 409 and 422 is raised."""
        if error.status not in {_CONFLICT, _UNPROCESSABLE}:
            raise error
        self.status = error.status
        known = self._pointers()
        problems = error.problems if isinstance(error, Invalid) else []
        for problem in problems:
            self.add_error(problem.pointer if problem.pointer in known else "", problem.message)
        if not problems:
            self.add_error("", error.detail or error.title)

    def add_error(self, pointer: str, message: str) -> None:
        """Say what is wrong with the value at a JSON pointer; "" is the form as a whole."""
        self.errors.setdefault(pointer, []).append(message)
        if self.status == _OK:
            self.status = _UNPROCESSABLE

    # --- For macros -----------------------------------------------------------------------------------------

    @property
    def fields(self) -> list[FieldView]:
        """All fields in the order of the schema."""
        return self._views(self.schema, self._typed, "", "")

    def __getitem__(self, name: str) -> FieldView:
        for view in self.fields:
            if view.name == name:
                return view
        raise KeyError(name)

    @property
    def has_files(self) -> bool:
        """Whether it must be sent as multipart."""
        return any(view.widget == "file" for view in self.fields)

    @property
    def has_rows(self) -> bool:
        """Whether it has buttons that add and remove rows."""
        return any(view.widget == "rows" for view in self.fields)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Message and id of the control to go to, in the order of the fields; the whole form's first, without id."""
        found = [(message, "") for message in self.errors.get("", [])]
        for view in self._flat(self.fields):
            found += [(message, view.id) for message in view.errors]
        return found

    # --- Reading --------------------------------------------------------------------------------------------

    def _read(self, posted: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> None:
        self.submitted = True
        try:
            self.idempotency_key = UUID(posted.get(KEY_FIELD, ""))
        except ValueError:
            self.add_error("", plain_words("stale form"))
        self._typed = self._collect(self.schema, posted, files, "")
        self._rearrange(posted.get(ADD), posted.get(REMOVE))
        self.keeping = posted.get(KEEP, "")
        if self.rearranged or self.keeping:
            self.errors.clear()
            self.status = _OK
            return
        self._load()

    def _collect(
        self,
        schema: Schema,
        posted: MultiDict[str, str],
        files: MultiDict[str, FileStorage],
        prefix: str,
    ) -> dict[str, Any]:
        """Return what was typed, nested as the schema is; leaves are lists of strings, or a file."""
        found: dict[str, Any] = {}
        for key, bound in shown_fields(schema).items():
            name = prefix + key
            inner = nested_schema(bound)
            if inner is None:
                upload = files.get(name)
                found[key] = upload if upload is not None else posted.getlist(name)
            elif isinstance(bound, mm.List):
                rows = _row_numbers(posted, name)
                found[key] = [self._collect(inner, posted, files, f"{name}-{row}-") for row in rows]
            else:
                found[key] = self._collect(inner, posted, files, f"{name}-")
        return found

    def _rearrange(self, added: str | None, removed: str | None) -> None:
        for key, bound in shown_fields(self.schema).items():
            rows = self._typed[key]
            if not isinstance(bound, mm.List) or nested_schema(bound) is None:
                continue
            if added == key and len(rows) < MOST_ROWS:
                rows.append({})
                self._new_row = f"{key}-{len(rows) - 1}"
                self.rearranged = True
            listname, _dash, number = (removed or "").rpartition("-")
            if listname == key and number.isdecimal() and int(number) < len(rows):
                del rows[int(number)]
                self.rearranged = True

    def _load(self) -> None:
        cleaned = self._clean(self.schema, self._typed, "")
        try:
            loaded = self.schema.load(cleaned)
        except ValidationError as problem:
            self._take(problem.messages_dict, "")
        else:
            if not self.errors:
                self._data = cast("dict[str, Any]", loaded)

    def _clean(self, schema: Schema, typed: Mapping[str, Any], pointer: str) -> dict[str, Any]:
        """Return what the schema shall load: cleaned texts, blanks left out, blank rows dropped."""
        found: dict[str, Any] = {}
        for key, bound in shown_fields(schema).items():
            here = f"{pointer}/{key}"
            value = typed.get(key)
            inner = nested_schema(bound)
            if inner is None:
                self._clean_leaf(found, key, bound, value, here)
            elif isinstance(bound, mm.List):
                rows: list[Any] = value or []
                rows[:] = [row for row in rows if not _is_blank(row)]
                found[key] = [self._clean(inner, row, f"{here}/{at}") for at, row in enumerate(rows)]
            elif bound.required or not _is_blank(value):
                found[key] = self._clean(inner, value or {}, here)
        return found

    def _clean_leaf(self, found: dict[str, Any], key: str, bound: mm.Field[Any], value: Any, here: str) -> None:
        if isinstance(value, FileStorage):
            found[key] = value
            return
        texts: list[str] = []
        for raw in value or []:
            try:
                texts.append(clean_text(raw).strip())
            except UncleanText as problem:
                self.add_error(here, str(problem))
        texts = [text for text in texts if text]
        if isinstance(bound, mm.List):
            found[key] = texts
        elif texts:
            found[key] = texts[0]
        elif isinstance(bound, mm.Boolean) and bound.metadata.get("widget", "checkbox") == "checkbox":
            found[key] = False
        elif bound.allow_none:
            found[key] = None

    def _take(self, messages: Any, pointer: str) -> None:
        """Take marshmallow's messages, in the person's words."""
        if isinstance(messages, dict):
            for key, inner in messages.items():
                self._take(inner, pointer if key == "_schema" else f"{pointer}/{key}")
            return
        known = self._pointers()
        while pointer and pointer not in known:
            pointer = pointer.rpartition("/")[0]
        for message in messages if isinstance(messages, list) else [messages]:
            self.add_error(pointer, plain_words(str(message)))

    # --- Drawing --------------------------------------------------------------------------------------------

    def _views(self, schema: Schema, typed: Mapping[str, Any], prefix: str, pointer: str) -> list[FieldView]:
        return [
            self._view(bound, prefix + key, f"{pointer}/{key}", typed.get(key))
            for key, bound in shown_fields(schema).items()
        ]

    def _view(self, bound: mm.Field[Any], name: str, pointer: str, value: Any) -> FieldView:
        pattern = re.sub(r"-\d+-", "-", name)
        given = self._choices.get(pattern)
        choices: list[Choice] = [(as_text(v), str(t)) for v, t in given] if given is not None else choices_of(bound)
        widget = widget_of(bound, choices)
        if widget == "radios" and pattern != name and "widget" not in bound.metadata:
            widget = "select"  # in a row there is no room for all choices
        metadata = bound.metadata
        compartment = metadata.get("compartment") if widget in TEXT_BOXES else None
        view = FieldView(
            form_id=self.id,
            name=name,
            pointer=pointer,
            widget=widget,
            label=str(metadata.get("label") or pattern.rpartition("-")[2].replace("_", " ").capitalize()),
            hint=str(metadata.get("hint") or ""),
            caution=caution_of(bound, widget),
            required=bound.required,
            choices=choices,
            errors=list(self.errors.get(pointer, [])),
            compartment=str(compartment) if compartment else None,
            readers=reader_sentence(bound, self._readers.get(pattern)),
            max_length=longest(bound),
            attributes=dict(metadata.get("attributes", {})),
        )
        inner = nested_schema(bound)
        if inner is None:
            view.typed = _texts(value)
        elif isinstance(bound, mm.List):
            rows = list(value or []) or [{} for _number in range(int(metadata.get("rows", 1)))]
            view.children = [self._row(bound, inner, name, pointer, at, row) for at, row in enumerate(rows)]
        else:
            view.children = self._views(inner, _mapping(value), f"{name}-", pointer)
        return view

    def _row(self, bound: mm.Field[Any], inner: Schema, name: str, pointer: str, at: int, row: Any) -> FieldView:  # noqa: PLR0917
        label = str(bound.metadata.get("row_label") or bound.metadata.get("label") or name)
        view = FieldView(self.id, f"{name}-{at}", f"{pointer}/{at}", "fieldset", f"{label} {at + 1}")
        view.children = self._views(inner, _mapping(row), f"{name}-{at}-", f"{pointer}/{at}")
        view.errors = list(self.errors.get(view.pointer, []))
        if view.name == self._new_row and view.children:
            view.children[0].attributes["autofocus"] = True
        return view

    def _flat(self, views: Sequence[FieldView]) -> Iterator[FieldView]:
        for view in views:
            yield view
            yield from self._flat(view.children)

    def _pointers(self) -> set[str]:
        return {view.pointer for view in self._flat(self.fields)}


def _inputs(schema: Schema, typed: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each input with what stands in it; files are left out."""
    for key, bound in shown_fields(schema).items():
        name, value, inner = prefix + key, typed.get(key), nested_schema(bound)
        if inner is None:
            if texts := _texts(value):
                yield name, texts
        elif isinstance(bound, mm.List):
            for at, row in enumerate(value or []):
                yield from _inputs(inner, _mapping(row), f"{name}-{at}-")
        else:
            yield from _inputs(inner, _mapping(value), f"{name}-")


def _row_numbers(posted: MultiDict[str, str], name: str) -> list[int]:
    pattern = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-")
    found = {int(match[1]) for key in posted if (match := pattern.match(key))}
    return sorted(found)[:MOST_ROWS]


def _is_blank(typed: Any) -> bool:
    if isinstance(typed, Mapping):
        return all(_is_blank(inner) for inner in typed.values())
    if isinstance(typed, list):
        return all(_is_blank(inner) for inner in typed)
    return not (typed.strip(" \t\r\n") if isinstance(typed, str) else typed)


def _texts(value: Any) -> list[str]:
    if value is None or isinstance(value, FileStorage):
        return []
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_text(item) for item in value]
    return [as_text(value)]


def _mapping(value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    return value if isinstance(value, Mapping) else vars(value)
