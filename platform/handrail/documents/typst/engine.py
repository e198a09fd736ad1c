"""Typst behind one function: JSON data and a template in, PDF/UA-1 bytes out."""

import functools
import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

import typst

from handrail.documents.typst.coverage import FAMILIES, FOLDER, printable_data
from handrail.kit.i18n import N_, current_locale, direction, gettext

_TEMPLATES: Final = Path(__file__).parent / "templates"
_STANDARD: Final = "ua-1"  # tagged, titled, with a language: PDF/UA-1, ISO 14289-1
_BOXES: Final = N_("A □ stands for a sign that this document's typefaces do not have. The page in Handrail shows it.")

Paper = Literal["a4", "us-letter"]


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


def compile_pdf(template: str, data: dict[str, Any], *, created_at: datetime) -> bytes:
    """Return the PDF of `templates/<template>.typ` filled with `data`, in the current language.

    `created_at` (aware) becomes the creation date, so the same input gives the same bytes. Text without a typeface is
    replaced by a box, and a note at the end says so.
    """
    shown, replaced = printable_data(data)
    language = current_locale().split("-", 1)[0]
    shown |= {
        "fonts": list(FAMILIES),
        "lang": language,
        "rtl": direction() == "rtl",
        "note": gettext(_BOXES) if replaced else "",
    }
    compiler = typst.Compiler(
        str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(shown, ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=[_STANDARD], timestamp=created_at)
    if not isinstance(made, bytes):
        raise TypeError("Typst returned pages where one PDF was asked for.")
    return made
