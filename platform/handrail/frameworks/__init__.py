"""The reference framework of a client organisation: a document in layers, resolved to one typed value."""
