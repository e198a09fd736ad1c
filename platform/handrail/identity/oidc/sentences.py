"""What stood in the way, in plain words: for whoever wanted to sign on, and for whoever set the connection up."""

from collections.abc import Mapping
from typing import Final

from handrail.identity.oidc.errors import Reason
from handrail.kit.i18n import N_, _, gettext

_AGAIN: Final = N_("Go back to the sign-in page and begin once more.")
_ASK: Final = N_(
    "Ask whoever looks after sign-on at your organisation; they see what is wrong when they try the connection."
)

_FOR_PEOPLE: Final[Mapping[Reason, str]] = {
    Reason.UNREACHABLE: N_("Your organisation's sign-on does not answer at the moment. Try again in a few minutes."),
    Reason.TOO_LATE: N_("This took longer than ten minutes, or the page was opened a second time."),
    Reason.OTHER_BROWSER: N_("You began in another browser or another window. Begin and finish in the same one."),
    Reason.CHANGED_MEANWHILE: N_("The connection to your organisation was changed while you were on your way."),
    Reason.DENIED: N_("Your organisation's sign-on did not let you through, or you stopped there."),
    Reason.TOO_WEAK: N_("Your organisation's sign-on did not ask you for a second factor. Handrail needs one here."),
    Reason.TOO_OLD: N_(
        "It is too long ago that you showed your organisation who you are. Sign out there and begin once more."
    ),
    Reason.NOT_ACTIVE: N_(
        "Your access to Handrail was ended. If that is not right, ask whoever runs Handrail for you."
    ),
    Reason.SOMEBODY_ELSE: N_("You came back as somebody else than the one who is signed in here."),
    Reason.TAKEN: N_("This login belongs to somebody else in Handrail. Ask whoever runs Handrail for you."),
    Reason.TOO_MANY_NEW: N_("Many new people signed on at once. Try again in an hour."),
}

_FOR_ADMINISTRATORS: Final[Mapping[Reason, str]] = {
    Reason.UNREACHABLE: N_("The provider could not be asked: %(about)s"),
    Reason.ISSUER_DIFFERS: N_(
        "The provider calls itself %(about)s, which is not the issuer of this connection. If that is the right "
        "provider, enter this name as the issuer, exactly as it stands here."
    ),
    Reason.METADATA_INCOMPLETE: N_("What the provider tells of itself lacks a usable https address for “%(about)s”."),
    Reason.NO_CODE_FLOW: N_(
        "The provider does not offer the authorization code flow (response type “code”). Turn it on."
    ),
    Reason.NO_ALGORITHM: N_(
        "The provider signs with none of RS256, PS256 and ES256. Choose one of these for this client."
    ),
    Reason.NO_PKCE: N_("The provider does not offer PKCE with S256. Turn it on; Handrail never signs on without."),
    Reason.NO_KEYS: N_("The provider publishes no public key that can sign (RSA or EC). Look at its signing keys."),
    Reason.WRONG_CLIENT: N_(
        "The provider does not accept the client or its secret. Copy both again; a secret may also have ended."
    ),
    Reason.NO_CLIENT_AUTHENTICATION: N_(
        "The provider does not accept “%(about)s” as the way to show the client secret. Choose the other way "
        "here or there."
    ),
    Reason.REDIRECT_NOT_REGISTERED: N_(
        "The provider refuses this client or the redirect address. Register the redirect address exactly as it is "
        "shown."
    ),
    Reason.NO_SECRET: N_("There is no client secret yet. Enter it, or choose the way without a secret."),
    Reason.TOO_LATE: N_(
        "The round trip took longer than ten minutes, or its last page was opened twice. Try once more."
    ),
    Reason.OTHER_BROWSER: N_("The answer came back in another browser than the one that was sent. Try once more."),
    Reason.MIXED_UP: N_("The answer was not this provider's own, or does not say so. Nothing was sent to it."),
    Reason.CHANGED_MEANWHILE: N_("The connection was changed during the round trip. Try once more."),
    Reason.DENIED: N_("The provider did not let you through. Is this person allowed to use the client over there?"),
    Reason.PROVIDER_ERROR: N_("The provider answered with an error where it should have given a token."),
    Reason.CODE_REFUSED: N_(
        "The provider refused its own code. That happens when the redirect address differs, or PKCE is set up "
        "otherwise."
    ),
    Reason.NO_TOKEN: N_("The provider gave no ID token. Is “openid” among the scopes, and allowed for this client?"),
    Reason.BAD_SIGNATURE: N_(
        "The signature of the token does not hold: it was made with another key than those published, or with an "
        "algorithm that Handrail does not accept."
    ),
    Reason.OTHER_ISSUER: N_("The token names another issuer than the one of this connection."),
    Reason.OTHER_AUDIENCE: N_("The token is meant for another client than this one."),
    Reason.EXPIRED: N_("The token had ended, or begins later. Do the provider's clock and ours agree?"),
    Reason.OTHER_NONCE: N_("The token does not carry the nonce of this attempt. The provider has to pass it on."),
    Reason.BAD_CLAIMS: N_("The token holds something that can not be right."),
    Reason.NO_SUBJECT: N_("The token does not say who it is about (“sub”)."),
    Reason.TOO_WEAK: N_(
        "The provider does not tell of a second factor in “acr” or “amr”, in a value that this connection names for it."
    ),
    Reason.TOO_OLD: N_("The provider let somebody through who had shown who they are too long ago (“auth_time”)."),
    Reason.NO_TIME: N_("The token does not say when they showed who they are. Have the provider add “auth_time”."),
}


def for_people(reason: Reason) -> list[str]:
    """Return what to tell somebody who is not signed on: what happened, and what to do."""
    what = _FOR_PEOPLE.get(reason, N_("Something in the connection to your organisation is not right."))
    return [gettext(what), gettext(_ASK if reason not in _FOR_PEOPLE else _AGAIN)]


def for_administrators(reason: Reason, about: str | None = None) -> str:
    """Return what is wrong with a connection, and what to do."""
    text = _FOR_ADMINISTRATORS.get(reason) or _FOR_PEOPLE[reason]
    return _(text, about=about or "–") if "%(about)s" in text else gettext(text)
