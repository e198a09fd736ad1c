"""Pictures: decoded and encoded anew, so that nothing but the picture is left (no place, no device, no trailer)."""

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from handrail.documents.uploads.inspecting.kinds import FileKind, Refusal, Refused

MOST_PIXELS: Final = 50_000_000  # a telephone's camera takes 12 to 50 million
_QUALITY: Final = 88
_FORMATS: Final = {FileKind.PNG: "PNG", FileKind.JPEG: "JPEG"}
_UNREADABLE: Final = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError)


def clean(kind: FileKind, data: bytes) -> bytes:
    """Return the picture alone, turned as it was held; raises Refused before it decodes too many pixels."""
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(Refusal.TOO_MANY_PIXELS)
            return _encoded(kind, ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(Refusal.TOO_MANY_PIXELS) from None
    except _UNREADABLE:
        raise Refused(Refusal.UNREADABLE) from None


def _encoded(kind: FileKind, image: Image.Image) -> bytes:
    if kind is FileKind.JPEG:
        mode = "L" if image.mode == "L" else "RGB"
    else:
        mode = "RGBA" if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info else "RGB"
    pixels = image.convert(mode)
    alone = Image.new(mode, pixels.size)
    alone.paste(pixels)  # what an image carries along is carried by the object, not by its pixels
    out = io.BytesIO()
    if kind is FileKind.JPEG:
        alone.save(out, "JPEG", quality=_QUALITY)
    else:
        alone.save(out, "PNG", optimize=False)
    return out.getvalue()
