"""The one place that knows the drawing library."""

import json
from importlib import import_module
from typing import Any


def to_svg(spec: dict[str, Any]) -> str:
    """Return what the library draws. It may load nothing from anywhere: all data are in the specification."""
    # Loaded here and not above: see the package's docstring.
    library = import_module("vl_convert")
    return str(library.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[]))
