"""Why a file is not taken or not given, said to whoever asked."""

from collections.abc import Mapping
from typing import Final

from handrail.documents.uploads.inspecting.kinds import Refusal
from handrail.kit.errors import Conflict
from handrail.kit.i18n import N_, gettext

REASONS: Final[Mapping[Refusal, str]] = {
    Refusal.EMPTY: N_("This file is empty. Choose another one."),
    Refusal.TOO_LARGE: N_("This file is larger than 20 MB. Make it smaller, or send it in parts."),
    Refusal.UNKNOWN_KIND: N_(
        "Files of this kind can not be added. Choose a PDF, a PNG, a JPEG, a Word or a text file."
    ),
    Refusal.NOT_WHAT_IT_SAYS: N_(
        "What is in this file is something else than its name says. Save it again as the right kind, and add that."
    ),
    Refusal.UNREADABLE: N_("This file can not be read. It may be damaged. Save it again, and add that."),
    Refusal.TOO_MANY_PIXELS: N_("This picture is too large. Make it smaller than 50 million pixels."),
    Refusal.ENCRYPTED: N_("This file asks for a password. Save it without one, and add that."),
    Refusal.ACTIVE: N_("This PDF does something when it is opened. Print it to a new PDF, and add that."),
    Refusal.EMBEDDED: N_("There are other files inside this file. Take them out, and add them one by one."),
    Refusal.MACROS: N_("There are macros or other programs in this file. Save it without them, or as a PDF."),
    Refusal.LINKED: N_(
        "This file would fetch something from elsewhere when it is opened. Save it as a PDF, and add that."
    ),
    Refusal.PACKED: N_("This file unpacks to far more than it should. It was not taken."),
    Refusal.INFECTED: N_("The virus scanner knows something harmful in this file. It was not taken."),
}


class NotLookedThrough(Conflict):
    """The file is still in quarantine, or it was refused: nobody opens it."""

    slug, title = "file-not-open", "This file can not be opened"


class FileStays(Conflict):
    """A file that was released, or that others could read for a week, is not taken back by whoever added it."""

    slug, title = "file-stays", "This file can not be taken back any more"


def reason_of(why: Refusal) -> str:
    """Return why a file is not taken, in the current language, with what to do."""
    return gettext(REASONS[why])
