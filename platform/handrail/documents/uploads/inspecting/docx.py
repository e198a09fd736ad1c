"""Word documents: a parcel of parts, each looked at, and packed anew without whoever wrote it.

Refused: what unpacks to far more than it weighs, names that lead out of the parcel, programs, embedded objects, and
parts that would be fetched from elsewhere when somebody opens the file. Links that one clicks are no such parts.
"""

import io
import re
import stat
import zipfile
import zlib
from typing import Final
from xml.etree import ElementTree as ET

from handrail.documents.uploads.inspecting import images
from handrail.documents.uploads.inspecting.kinds import FileKind, Refusal, Refused, is_by_content

MOST_PARTS: Final = 2_000
MOST_UNPACKED: Final = 100_000_000
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_STEP: Final = 65_536
_NEEDED: Final = {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}
_PROGRAM: Final = re.compile(
    r"vba|macro|activex|\.(?:bin|exe|dll|js|vbs|ps1|bat|cmd|hta|lnk|jar|svg|html?)$", re.IGNORECASE
)
_EMBEDDED: Final = re.compile(r"/(?:embeddings|attachedtoolbars|afchunk)", re.IGNORECASE)
_FETCHED: Final = re.compile(
    rb"\b(?:DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK)\b[^<]{0,40}(?:https?:|\\\\|file:|[A-Za-z]:\\)"
)
_ENCODED: Final = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8)", re.IGNORECASE)
_WROTE: Final = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
_PICTURES: Final = {"png": FileKind.PNG, "jpg": FileKind.JPEG, "jpeg": FileKind.JPEG}


def clean(data: bytes) -> bytes:
    """Return the document packed anew; raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parcel:
            entries = _entries(parcel)
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
                left = MOST_UNPACKED
                for entry in entries:
                    part = _unpacked(parcel, entry, left)
                    left -= len(part)
                    packed.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), _part(entry.filename, part))
            return out.getvalue()
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        ET.ParseError,
    ):
        raise Refused(Refusal.UNREADABLE) from None


def _entries(parcel: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in parcel.infolist() if not entry.is_dir()]
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(Refusal.PACKED)
    if len({name.lower() for name in names}) != len(names) or not set(names) >= _NEEDED:
        raise Refused(Refusal.UNREADABLE)
    for entry in entries:
        _judge_name(entry)
    return entries


def _judge_name(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = name.split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if is_link or "\\" in name or ":" in name or name.startswith("/") or ".." in parts or "" in parts or "\0" in name:
        raise Refused(Refusal.UNREADABLE)
    if entry.flag_bits & 1:
        raise Refused(Refusal.ENCRYPTED)
    if _EMBEDDED.search(f"/{name}"):
        raise Refused(Refusal.EMBEDDED)
    if _PROGRAM.search(name):
        raise Refused(Refusal.MACROS)


def _unpacked(parcel: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Unpack one part as far as is left, whatever size it declares."""
    found = bytearray()
    with parcel.open(entry) as part:
        while more := part.read(_STEP):
            found += more
            if len(found) > left:
                raise Refused(Refusal.PACKED)
    return bytes(found)


def _part(name: str, part: bytes) -> bytes:
    """Return a part as it is packed again; raises Refused for what would act or fetch."""
    extension = name.rpartition(".")[2].lower()
    if name in _WROTE:
        return _WROTE[name]
    if extension in _PICTURES:
        kind = _PICTURES[extension]
        if not is_by_content(kind, part):
            raise Refused(Refusal.NOT_WHAT_IT_SAYS)
        return images.clean(kind, part)
    if extension in {"xml", "rels"}:
        _judge_markup(name, part)
    return part


def _judge_markup(name: str, part: bytes) -> None:
    text = part.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<") or _ENCODED.match(text) or b"<!" in text.replace(b"<!--", b""):
        raise Refused(Refusal.UNREADABLE)  # no document type, no entities, no encoding that hides them
    if _FETCHED.search(text):
        raise Refused(Refusal.LINKED)
    if name == "[Content_Types].xml" and re.search(rb"macroEnabled|vbaProject|activeX|oleObject", part, re.IGNORECASE):
        raise Refused(Refusal.MACROS)
    if name.endswith(".rels"):
        for each in ET.fromstring(part):  # noqa: S314 - a document type was refused above
            _judge_relation(each.attrib)


def _judge_relation(said: dict[str, str]) -> None:
    kind, target = said.get("Type", "").rpartition("/")[2].lower(), said.get("Target", "").strip().lower()
    if said.get("TargetMode", "").lower() == "external":
        if kind != "hyperlink" or not target.startswith(("http://", "https://", "mailto:", "tel:")):
            raise Refused(Refusal.LINKED)
    elif kind in {"vbaproject", "control", "activexcontrolbinary", "attachedtoolbars"}:
        raise Refused(Refusal.MACROS)
    elif kind in {"oleobject", "package", "afchunk"}:
        raise Refused(Refusal.EMBEDDED)
