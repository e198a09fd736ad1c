"""Accessible PDF by Typst: typed view models in, PDF/UA-1 bytes out, the same for the same input.

Text enters Typst as JSON data and never as markup, so no value can change a document's form. It is filtered through
the coverage of the vendored typefaces first, since one glyph that none of them has stops a PDF/UA export.
"""
