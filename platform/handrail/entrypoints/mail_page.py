"""Caught mail as pages, while developing: nobody but this machine can open them, under no name but its own."""

import re
from typing import Final

from flask import Blueprint, Response, request
from markupsafe import Markup, escape

from handrail.entrypoints import mailbox
from handrail.identity.web import public
from handrail.kit.errors import NotFound
from handrail.kit.settings import settings
from handrail.web.render import render

pages = Blueprint("mail", __name__, template_folder="templates")

SHOWN: Final = 100
_LINK: Final = re.compile(r"https?://[^\s<>\"]+")
_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


@pages.get("/_mail")
@public("mail caught while developing; answered on loopback only")
def index() -> Response:
    """List what was caught, the newest first."""
    _only_here()
    found = mailbox.caught(settings().mail_dir)[-SHOWN:]
    return render("mail/index.html", mails=found[::-1])


@pages.get("/_mail/<key>")
@public("mail caught while developing; answered on loopback only")
def show(key: str) -> Response:
    """Show one message; its links can be followed."""
    _only_here()
    mail = mailbox.one(settings().mail_dir, key)
    if mail is None:
        raise NotFound
    return render("mail/show.html", mail=mail, text=_with_links(mail.text()))


def _only_here() -> None:
    """Answer as if there were nothing, but on loopback and by its own name: a foreign name may point here too."""
    host = request.host.rpartition(":")[0] if re.search(r":\d+$", request.host) else request.host
    if not settings().loopback or not (host in _NAMES or host.endswith(".localhost")):
        raise NotFound


def _with_links(text: str) -> Markup:
    """Return the text with its addresses as links; everything else is escaped."""
    parts: list[Markup] = []
    end = 0
    for found in _LINK.finditer(text):
        parts += [escape(text[end : found.start()]), _anchor(found.group())]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _anchor(address: str) -> Markup:
    return Markup('<a href="{0}">{0}</a>').format(address)
