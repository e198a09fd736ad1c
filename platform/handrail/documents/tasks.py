"""The jobs of this slice."""

from handrail.documents.uploads.tasks import look_through

__all__ = ["look_through"]
