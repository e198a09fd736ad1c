"""Files as people send them, and as somebody does who means harm."""

import io
import struct
import zipfile
import zlib
from typing import Any, Final

import pikepdf
from PIL import Image

_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS: Final = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
BODY: Final = '<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p>Words</w:p></w:body></w:document>'


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), *, exif: bool = False, **options: Any) -> bytes:
    """Return a picture; `exif`: with the place and the device it was taken with, and held sideways."""
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    if exif:
        told = Image.Exif()
        told[0x010F], told[0x0112] = "Secret maker", 6
        told.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 0.0), 3: "E", 4: (4.0, 18.0, 0.0)})
        options["exif"] = told
    image.save(out, kind, **options)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says it is this large, and has hardly any bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 10)) + chunk(b"IEND", b"")


def pdf(change: Any = None, **options: Any) -> bytes:
    """Return a PDF of one page by somebody; `change` is called with it before it is saved."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Author"] = "Secret author"
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def javascript(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    made.pages[0].obj.Annots = made.make_indirect(
        pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)])
    )


def attached(made: pikepdf.Pdf) -> None:
    made.attachments["inner.exe"] = b"MZ"


def hidden_script(made: pikepdf.Pdf) -> None:
    names = pikepdf.Array(["x", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.Stream(made, b"x"))])
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))


def relation(kind: str, target: str, *, external: bool = True) -> str:
    """Return one relationship of a Word document."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r1" Type="{_KINDS}{kind}" Target="{target}"{mode}/>'


def docx(more: dict[str, bytes | str] | None = None, *, relations: str = "", body: str = BODY) -> bytes:
    """Return a Word document, with more parts or with others in their place."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS.format(""),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": _RELS.format(relations),
        "docProps/core.xml": "<core>Secret author</core>",
    }
    return parcel(parts | (more or {}))


def parcel(parts: dict[str, bytes | str]) -> bytes:
    """Return a zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()


def lying_docx(size: int) -> bytes:
    """Return a Word document with a part that says it is small and unpacks to `size` bytes."""
    whole = bytearray(docx({"word/media.xml": b"<a>" + b" " * size + b"</a>"}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (found := whole.find(mark, start)) >= 0:
            name_at = found + (30 if at == 22 else 46)
            if whole[name_at : name_at + 14] == b"word/media.xml":
                whole[found + at : found + at + 4] = struct.pack("<I", 100)
            start = found + 4
    return bytes(whole)
