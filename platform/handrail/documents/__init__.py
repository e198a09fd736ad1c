"""Files, templates, letters and PDF.

The pure half (blocks, Markdown, placeholders, Typst) needs no database: text and view models in, bytes out. The other
half keeps what was made: one row a document, its bytes sealed with the key of its subject and compartment.
"""
