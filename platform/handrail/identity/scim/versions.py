"""Entity tags: who changes something shows which version they saw (RFC 7644, section 3.14)."""

from scim2_models import PreconditionFailedException
from werkzeug.http import parse_etags

from handrail.identity.scim.models import ScimGroup, ScimUser
from handrail.kit import clock


def check(row: ScimUser | ScimGroup, if_match: str | None) -> None:
    """Raise PreconditionFailedException where the row is not the version that was seen; without a header, all goes.

    The tags are weak and are compared as such.
    """
    if if_match is None:
        return
    seen = parse_etags(if_match)
    if not (seen.star_tag or seen.contains_weak(str(row.version))):
        raise PreconditionFailedException(detail="It was changed meanwhile. Read it again, then send the change.")


def is_seen(row: ScimUser | ScimGroup, if_none_match: str | None) -> bool:
    """Whether whoever asks has this version already."""
    return if_none_match is not None and parse_etags(if_none_match).contains_weak(str(row.version))


def changed(row: ScimUser | ScimGroup) -> None:
    """Count a change."""
    row.version += 1
    row.changed_at = clock.now()
