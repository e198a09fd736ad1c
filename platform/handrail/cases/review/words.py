"""What the codes of held letters are called; the values are msgids."""

from typing import Final

from handrail.cases.review.codes import ReviewState
from handrail.kit.i18n import N_

STATES: Final = {
    ReviewState.WAITING: ("now", N_("Waits to be read")),
    ReviewState.RELEASED: ("done", N_("Released")),
    ReviewState.SENT_BACK: ("late", N_("Sent back")),
    ReviewState.TAKEN_BACK: ("off", N_("Taken back")),
}
"""State of the tag and words."""
