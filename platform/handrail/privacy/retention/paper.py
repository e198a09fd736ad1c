"""The certificate to read: what was destroyed, by which rule, asked and approved by whom; PDF/UA-1."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from handrail.documents.placeholders import isolated
from handrail.documents.typst.engine import compile_pdf
from handrail.kit.i18n import _, format_date, format_datetime, gettext, ngettext
from handrail.privacy.retention.codes import CountsFrom, Kind
from handrail.privacy.retention.models import ErasureCertificate
from handrail.privacy.retention.wording import COUNTS_FROM, KINDS, place_in_words, written_period

_WIDTHS: Final = [4, 4, 5, 6]


def render(made: ErasureCertificate, names: Mapping[UUID, str], *, consultancy: str, zone: str) -> bytes:
    """Return the PDF in the current language; `names` are those of the two people who decided."""
    return compile_pdf("package", _data(made, names, consultancy, zone), created_at=made.issued_at)


def _data(made: ErasureCertificate, names: Mapping[UUID, str], consultancy: str, zone: str) -> dict[str, Any]:
    told = made.statement
    count = len(told["ended"])
    return {
        "title": _("Certificate of erasure"),
        "author": consultancy,
        "paper": "a4",
        "may_see": isolated(consultancy),
        "foot": "",
        "labels": {
            "page_of": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
            "contents": _("What is in it"),
        },
        "words": [
            ngettext(
                "One thing was destroyed, and it was over on %(at)s.",
                "%(num)s things were destroyed, and it was over on %(at)s.",
                count,
                at=format_datetime(made.issued_at, "long", zone),
            ),
            _("Asked for by %(name)s on %(at)s.", **_decided(told["asked"], names, zone)),
            _("Approved by %(name)s on %(at)s.", **_decided(told["approved"], names, zone)),
            _(
                "The keys are gone with which the texts were sealed, and the sealed texts themselves. Their hash over "
                "%(count)s key ids is %(hash)s.",
                count=told["keys"],
                hash=told["keys_sha256"],
            ),
            _("The digest of this certificate in the consultancy's chain is %(hash)s.", hash=made.digest.hex()),
        ],
        "chapters": [_rules(told), _ended(told), *_kept(told)],
    }


def _decided(told: Mapping[str, str], names: Mapping[UUID, str], zone: str) -> dict[str, str]:
    name = names.get(UUID(told["by"]), told["by"])
    return {"name": isolated(name), "at": format_datetime(datetime.fromisoformat(told["at"]), "long", zone)}


def _rules(told: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [
            gettext(KINDS[Kind(each["kind"])]),
            place_in_words(each["jurisdiction"]),
            f"{written_period(each['period'])}, {gettext(COUNTS_FROM[CountsFrom(each['counts_from'])])}",
            each["source"],
        ]
        for each in told["rules"]
    ]
    return _listing(_("By which rule"), [_("What"), _("Where"), _("How long"), _("Source")], rows)


def _ended(told: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [
            gettext(KINDS[Kind(each["kind"])]),
            ", ".join(each["cases"]),
            format_date(datetime.fromisoformat(each["due_on"]).date(), "medium"),
            each["key"] or "",
        ]
        for each in told["ended"]
    ]
    return _listing(_("What was destroyed"), [_("What"), _("Case"), _("Due on"), _("Key")], rows)


def _kept(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = [[gettext(KINDS[Kind(each["kind"])]), ", ".join(each["cases"]), "", ""] for each in told["kept"]]
    return [_listing(_("What was kept after all"), [_("What"), _("Case"), "", ""], rows)] if rows else []


def _listing(title: str, header: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"title": title, "words": [], "header": header, "widths": _WIDTHS, "rows": rows, "records": []}
