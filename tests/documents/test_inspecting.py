"""What is in a file decides whether it is taken, and nothing but its content is left of it."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image
from tests.documents import hostile
from tests.documents.hostile import docx, parcel, pdf, picture, relation

from handrail.documents.uploads import looking
from handrail.documents.uploads.inspecting.__main__ import clean
from handrail.documents.uploads.inspecting.kinds import FileKind, Refusal, Refused, kind_of
from handrail.documents.uploads.looking import looked_through
from handrail.documents.uploads.rules import clean_name

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def why(kind: FileKind, data: bytes) -> Refusal:
    with pytest.raises(Refused) as refused:
        clean(kind, data)
    return refused.value.why


@pytest.mark.parametrize(
    ("name", "declared", "data", "kind"),
    [
        ("a.pdf", "application/pdf", pdf(), FileKind.PDF),
        ("A.PDF", "", pdf(), FileKind.PDF),
        ("photo.jpg", "image/jpeg", picture(), FileKind.JPEG),
        ("photo.jpeg", "application/octet-stream", picture(), FileKind.JPEG),
        ("shot.png", "image/png", picture("PNG"), FileKind.PNG),
        ("note.txt", "text/plain; charset=utf-8", "Zürich\n".encode(), FileKind.TXT),
        ("letter.docx", "", docx(), FileKind.DOCX),
    ],
)
def test_a_file_is_what_its_name_its_type_and_its_content_say(
    name: str, declared: str, data: bytes, kind: FileKind
) -> None:
    assert kind_of(data, name, declared) is kind
    assert looked_through(kind, data)


@pytest.mark.parametrize(
    ("name", "declared", "data", "reason"),
    [
        ("a.pdf", "application/pdf", b"", Refusal.EMPTY),
        ("a.txt", "text/plain", b"a" * 20_000_001, Refusal.TOO_LARGE),
        ("a.svg", "image/svg+xml", SVG, Refusal.UNKNOWN_KIND),
        ("a.html", "text/html", HTML, Refusal.UNKNOWN_KIND),
        ("a.docm", "", docx(), Refusal.UNKNOWN_KIND),
        ("a.exe", "", b"MZ", Refusal.UNKNOWN_KIND),
        ("pdf", "application/pdf", pdf(), Refusal.UNKNOWN_KIND),
        ("a.png", "image/png", SVG, Refusal.NOT_WHAT_IT_SAYS),
        ("a.txt", "text/plain", SVG, Refusal.NOT_WHAT_IT_SAYS),
        ("a.txt", "text/plain", b"\xef\xbb\xbf \n" + HTML, Refusal.NOT_WHAT_IT_SAYS),
        ("a.txt", "text/plain", b"bell \x07", Refusal.NOT_WHAT_IT_SAYS),
        ("a.txt", "text/plain", b"\xff\xfea\0", Refusal.NOT_WHAT_IT_SAYS),
        ("a.txt", "text/plain", pdf(), Refusal.NOT_WHAT_IT_SAYS),
        ("a.png", "image/png", picture("JPEG"), Refusal.NOT_WHAT_IT_SAYS),
        ("a.jpg", "image/png", picture("JPEG"), Refusal.NOT_WHAT_IT_SAYS),
        ("a.pdf", "text/html", pdf(), Refusal.NOT_WHAT_IT_SAYS),
        ("a.pdf", "application/pdf", HTML + pdf(), Refusal.NOT_WHAT_IT_SAYS),  # a page that is a PDF further on
        ("a.docx", "", parcel({"a.xml": "<a/>"}), Refusal.NOT_WHAT_IT_SAYS),
        ("a.jpg", "image/jpeg", b"GIF89a" + picture(), Refusal.NOT_WHAT_IT_SAYS),
    ],
)
def test_a_file_that_is_something_else_is_refused(name: str, declared: str, data: bytes, reason: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        kind_of(data, name, declared)
    assert refused.value.why is reason


@pytest.mark.parametrize("kind", [FileKind.JPEG, FileKind.PNG])
def test_of_a_picture_nothing_is_kept_but_the_picture(kind: FileKind) -> None:
    told = picture(kind.upper(), (60, 40), exif=True)
    assert b"Secret maker" in told
    cleaned = clean(kind, told + b"<script>trailer</script>" + parcel({"inside.txt": "a second file"}))
    with Image.open(io.BytesIO(cleaned)) as image:
        assert not image.getexif()
        assert image.size == (40, 60)  # turned as it was held, since the note that says so is gone
        assert not set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Secret" not in cleaned
    assert b"script" not in cleaned
    assert b"PK\x03\x04" not in cleaned


def test_comments_and_texts_of_a_picture_are_gone() -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - for this one picture

    told = PngInfo()
    told.add_text("Comment", "Secret comment")
    assert b"Secret" not in clean(FileKind.PNG, picture("PNG", pnginfo=told))
    assert b"Secret" not in clean(FileKind.JPEG, picture("JPEG", comment=b"Secret comment"))


@pytest.mark.parametrize("size", [(10_000, 5_001), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn(size: tuple[int, int]) -> None:
    assert why(FileKind.PNG, hostile.png_of(*size)) is Refusal.TOO_MANY_PIXELS


@pytest.mark.parametrize("kind", [FileKind.JPEG, FileKind.PNG])
def test_a_damaged_picture_is_refused(kind: FileKind) -> None:
    whole = picture(kind.upper())
    assert why(kind, whole[: len(whole) // 3]) is Refusal.UNREADABLE


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (hostile.javascript, Refusal.ACTIVE),
        (hostile.hidden_script, Refusal.ACTIVE),
        (hostile.launch, Refusal.ACTIVE),
        (hostile.attached, Refusal.EMBEDDED),
    ],
)
def test_a_pdf_that_acts_or_holds_files_is_refused(change: Callable[[Any], None], reason: Refusal) -> None:
    assert why(FileKind.PDF, pdf(change)) is reason
    packed = pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)  # nothing of it stands in plain bytes
    assert b"JavaScript" not in packed
    assert why(FileKind.PDF, packed) is reason


@pytest.mark.parametrize("user", ["", "hush"])
def test_a_pdf_with_a_password_is_refused(user: str) -> None:
    locked = pdf(encryption=pikepdf.Encryption(owner="own", user=user))
    assert why(FileKind.PDF, locked) is Refusal.ENCRYPTED


def test_a_pdf_is_written_anew_without_who_made_it_and_without_what_follows_it() -> None:
    cleaned = clean(FileKind.PDF, pdf() + b"\n<script>trailer</script>")
    with pikepdf.open(io.BytesIO(cleaned)) as made:
        assert len(made.pages) == 1
        assert "/Author" not in made.docinfo
    assert b"script" not in cleaned


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"%PDF-", pdf()[:200]])
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    assert why(FileKind.PDF, data) is Refusal.UNREADABLE


DOCTYPE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:document>&b;</w:document>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx({"word/vbaProject.bin": b"x"}), Refusal.MACROS),
        (docx({"word/activeX/activeX1.xml": b"<a/>"}), Refusal.MACROS),
        (docx({"word/evil.svg": SVG}), Refusal.MACROS),
        (docx({"word/embeddings/oleObject1.xml": b"<a/>"}), Refusal.EMBEDDED),
        (docx({"[Content_Types].xml": "<Types a='application/vnd.ms-word.document.macroEnabled.main+xml'/>"}),
         Refusal.MACROS),
        (docx(relations=relation("attachedTemplate", "https://evil.example/t.dotm")), Refusal.LINKED),
        (docx(relations=relation("image", "https://evil.example/pixel.png")), Refusal.LINKED),
        (docx(relations=relation("image", "file://evil.example/share")), Refusal.LINKED),
        (docx(relations=relation("hyperlink", "file:///c:/windows/system32/calc.exe")), Refusal.LINKED),
        (docx(relations=relation("hyperlink", "javascript:alert(1)")), Refusal.LINKED),
        (docx(relations=relation("oleObject", "embedded.x", external=False)), Refusal.EMBEDDED),
        (docx(body="<w:document>DDEAUTO c:\\windows\\cmd.exe</w:document>"), Refusal.LINKED),
        (docx(body=DOCTYPE), Refusal.UNREADABLE),
        (docx(body=f'<?xml version="1.0" encoding="UTF-16"?>{DOCTYPE}'), Refusal.UNREADABLE),
        (docx({"../../etc/cron.d/x": b"x"}), Refusal.UNREADABLE),
        (docx({"/etc/x": b"x"}), Refusal.UNREADABLE),
        (docx({"c:\\x": b"x"}), Refusal.UNREADABLE),
        (docx({"WORD/DOCUMENT.XML": b"<a/>"}), Refusal.UNREADABLE),
        (docx({"word/media/image1.png": SVG}), Refusal.NOT_WHAT_IT_SAYS),
        (docx({f"word/{number}.xml": b"<a/>" for number in range(2_001)}), Refusal.PACKED),
        (docx({"word/large.xml": b"<a>" + b" " * 100_000_001}), Refusal.PACKED),
        (docx()[:-40], Refusal.UNREADABLE),
    ],
)  # fmt: skip
def test_a_word_document_that_acts_fetches_or_unpacks_too_far_is_refused(data: bytes, reason: Refusal) -> None:
    assert why(FileKind.DOCX, data) is reason


def test_a_part_that_lies_about_its_size_does_not_unpack() -> None:
    assert why(FileKind.DOCX, hostile.lying_docx(5_000_000)) is Refusal.UNREADABLE


def test_a_word_document_is_packed_anew_with_its_words_and_without_its_writer() -> None:
    photo = picture("JPEG", exif=True)
    told = docx({"word/media/image1.jpg": photo}, relations=relation("hyperlink", "https://example.org/"))
    with zipfile.ZipFile(io.BytesIO(clean(FileKind.DOCX, told + b"<script>"))) as made:
        assert made.read("word/document.xml").decode() == hostile.BODY
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        whole = b"".join(made.read(name) for name in made.namelist())
    assert b"Secret" not in whole


def test_who_looks_through_a_file_has_no_secret_and_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDRAIL_MASTER_KEY", "0" * 64)
    seen: dict[str, Any] = {}
    real = looking.subprocess.run

    def run(command: list[str], **options: Any) -> Any:
        seen.update(options, command=command)
        return real(command, **options)

    monkeypatch.setattr(looking.subprocess, "run", run)
    assert looked_through(FileKind.TXT, b"words") == b"words"
    assert set(seen["env"]) == {"LC_ALL"}
    assert "-I" in seen["command"]


def test_who_looks_through_a_file_may_die_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_PROGRAM", "handrail.nothing_like_it")
    with pytest.raises(Refused) as refused:
        looked_through(FileKind.TXT, b"words")
    assert refused.value.why is Refusal.UNREADABLE


@pytest.mark.slow
def test_more_memory_than_is_allowed_is_not_taken() -> None:
    bomb = pdf(lambda made: made.pages[0].obj.__setattr__("Contents", pikepdf.Stream(made, b" " * 300_000_000)))
    assert len(bomb) < 20_000_000
    assert looked_through(FileKind.PDF, bomb)  # a packed stream is carried along as it is, never unpacked


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("letter.pdf", "letter.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ann\\My file.PDF", "My file.pdf"),
        ("evil\u202efdp.exe.pdf", "evilfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("   .pdf", "file.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("a" * 500 + ".pdf", "a" * 120 + ".pdf"),
        ("Ärztebrief — März.pdf", "Ärztebrief — März.pdf"),
    ],
)
def test_a_name_is_what_can_be_shown_of_it(given: str, shown: str) -> None:
    assert clean_name(given, "pdf") == shown
