"""Files as forms take them and the API gives them."""

from typing import Any

from marshmallow import Schema, fields, validate

from handrail.documents.uploads.errors import reason_of
from handrail.documents.uploads.inspecting.kinds import ACCEPT, CONTENT_TYPES
from handrail.documents.uploads.rules import ADDING
from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

_WHERE = sorted({each.value for places in ADDING.values() for each in places if each is not Compartment.ADMINISTRATIVE})
_FILE: dict[str, Any] = {
    "label": lazy("File"),
    "hint": lazy("PDF, PNG, JPEG, Word or text, at most 20 MB."),
    "widget": "file",
    "accept": ACCEPT,
}


class FileForm(Schema):
    """A file, from a page that knows where it goes."""

    __compartment__ = Apart.ITS_RECORD

    file = fields.Raw(required=True, metadata=_FILE)


class PlacedFileForm(FileForm):
    """A file, and to which part of the case it goes."""

    compartment = fields.String(
        required=True,
        validate=validate.OneOf(_WHERE),
        metadata={"label": lazy("Who is it for?"), "widget": "radios"},
    )


class AdministrativeFileForm(Schema):
    """A file of the employer's own administration, which everybody who administers absences reads (CON-4)."""

    __compartment__ = Compartment.ADMINISTRATIVE

    file = fields.Raw(
        required=True,
        metadata=_FILE
        | {
            "hint": lazy(
                "PDF, PNG, JPEG, Word or text, at most 20 MB. No health information here: no diagnosis, no cause."
            )
        },
    )


class FileQuery(Schema):
    """In which compartment the file goes."""

    __compartment__ = Apart.ITS_RECORD

    compartment = Text(
        required=True, validate=validate.OneOf(_WHERE), metadata={"description": "Who it is for: a compartment."}
    )


class FileBody(Schema):
    """The one part of the body."""

    __compartment__ = Apart.ITS_RECORD

    file = fields.Raw(
        required=True,
        metadata={"type": "string", "format": "binary", "description": "PDF, PNG, JPEG, DOCX or TXT; at most 20 MB."},
    )


class FileRead(Schema):
    """What is known of a file besides its bytes."""

    __compartment__ = Apart.ITS_RECORD

    id = fields.UUID(required=True)
    subject_id = fields.UUID(required=True)
    compartment = fields.String(required=True)
    name = fields.String(required=True)
    content_type = fields.Function(lambda file: CONTENT_TYPES[file.kind], metadata={"type": "string"})
    size = fields.Integer(required=True, metadata={"description": "Bytes; 0 of a refused file."})
    sha256 = fields.Function(
        lambda file: file.sha256.hex(), metadata={"type": "string", "description": "Of what is kept, hex."}
    )
    state = fields.String(
        required=True, metadata={"description": "quarantined until it was looked through, then clean or refused."}
    )
    reason = fields.Function(
        lambda file: reason_of(file.why) if file.why else None,
        metadata={"type": ["string", "null"], "description": "Why it was refused, in your language."},
    )
    added_at = fields.AwareDateTime(required=True)
    added_as = fields.String(required=True, metadata={"description": "The role of whoever added it."})
    released_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "When the worker let the others at the plan open it."}
    )


class FileList(Schema):
    """Files, the newest first."""

    items = fields.List(fields.Nested(FileRead), required=True)
