"""A plan in words: what pages and the PDF show of it, in the language of whoever reads."""
