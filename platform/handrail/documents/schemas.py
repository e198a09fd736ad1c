"""Documents as the API gives them."""

from marshmallow import Schema, fields

from handrail.documents.rules import title_of
from handrail.kit.labels import Apart


class DocumentQuery(Schema):
    """Of which subject; a worker leaves it out and gets their own."""

    __compartment__ = Apart.ITS_RECORD

    subject = fields.UUID(metadata={"description": "An employment or a case."})


class DocumentRead(Schema):
    """What is known of a document besides its bytes."""

    __compartment__ = Apart.ITS_RECORD

    id = fields.UUID(required=True)
    subject_id = fields.UUID(required=True)
    compartment = fields.String(required=True)
    title_key = fields.String(required=True)
    title = fields.Function(
        lambda document: title_of(document.title_key), metadata={"type": "string", "description": "In your language."}
    )
    locale = fields.String(required=True)
    content_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "Bytes."})
    sha256 = fields.Function(
        lambda document: document.sha256.hex(), metadata={"type": "string", "description": "Of the plain bytes, hex."}
    )
    created_at = fields.AwareDateTime(required=True)
    template_ref = fields.String(allow_none=True)
    template_version = fields.String(allow_none=True)


class DocumentList(Schema):
    """Documents, the newest first."""

    items = fields.List(fields.Nested(DocumentRead), required=True)
