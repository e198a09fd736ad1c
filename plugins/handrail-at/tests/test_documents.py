"""The papers that the law asks for hold what the table asks, have their words, and nothing of an illness."""

from pathlib import Path

from handrail.testkit.documents import DocumentsContract


class TestDocuments(DocumentsContract):
    package = "handrail_at"
    expected = Path(__file__).parent / "documents.toml"
