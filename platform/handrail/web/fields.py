"""Marshmallow fields that pages and API share."""

from typing import Any

from marshmallow import ValidationError, fields

from handrail.kit.text import UncleanText, clean_text


class Text(fields.String):
    """A string that a person wrote: NFC, no control signs, no space around it (see kit.text)."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return clean_text(text or "").strip()
        except UncleanText as problem:
            raise ValidationError(str(problem)) from problem
