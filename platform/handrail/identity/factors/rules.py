"""Codes: how they are made, how long they live, and which kind somebody typed. Pure."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

TRIES: Final = 5
"""How often a one-time code may be missed before it is dead."""
RECOVERY_CODES: Final = 10
INVITATION_LIFE: Final = timedelta(days=14)
_DIGITS: Final = 8
_RECOVERY_SIGNS: Final = 16  # of 5 bits each: 80 bits
_AUTHENTICATOR_DIGITS: Final = 6
_GROUP: Final = 4
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that can be taken for a digit."""
_MISREAD: Final = str.maketrans("ILO", "110")
_BETWEEN: Final = re.compile(r"[\s.\-\u2010-\u2015_]+")


class Way(StrEnum):
    """How a code reaches a person: never by mail, which is where the link goes."""

    TELEPHONE = "telephone"
    LETTER = "letter"


LIFE: Final = {Way.TELEPHONE: timedelta(hours=24), Way.LETTER: timedelta(days=14)}
"""How long a code lives that was read out or sent by post."""


class CodeKind(StrEnum):
    """What somebody typed."""

    AUTHENTICATOR = "authenticator"
    ONE_TIME = "one_time"
    RECOVERY = "recovery"


def new_one_time_code() -> str:
    """Return eight random digits: with five tries a guess hits once in twenty million."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"


def new_recovery_code() -> str:
    """Return 80 random bits in 16 signs."""
    return "".join(secrets.choice(_SIGNS) for _sign in range(_RECOVERY_SIGNS))


def grouped(code: str) -> str:
    """Return a code as it is read out and typed: in groups of four."""
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def recognised(typed: str) -> tuple[CodeKind, str] | None:
    """Return the kind of code that was typed and its plain signs, or None; spaces, hyphens and small letters are fine.

    The digits of every script count, so that 4 typed on an Arabic keyboard is a 4.
    """
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed[:100])).upper()
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)
    if plain.isascii() and plain.isdecimal() and len(plain) == _AUTHENTICATOR_DIGITS:
        return CodeKind.AUTHENTICATOR, plain
    if plain.isascii() and plain.isdecimal() and len(plain) == _DIGITS:
        return CodeKind.ONE_TIME, plain
    plain = plain.translate(_MISREAD)
    if len(plain) == _RECOVERY_SIGNS and all(sign in _SIGNS for sign in plain):
        return CodeKind.RECOVERY, plain
    return None


SALT_BYTES: Final = 16
_SCRYPT: Final = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}  # 16 MB and some 40 ms for each code that is tried


def slow_digest(key: bytes, salt: bytes, tenant_id: UUID, person_id: UUID, code: str) -> bytes:
    """Return what is kept of a code of the sheet: salted and slow (RFC 7914), since 80 bits are what people can type.

    OWASP ASVS 5.0, 6.5.2 asks for this where a code has fewer than 112 bits. `salt` is that of the sheet; the key
    keeps the table alone from being worth anything.
    """
    keyed = keyed_digest(key, CodeKind.RECOVERY, tenant_id, person_id, code)
    return hashlib.scrypt(keyed, salt=salt, **_SCRYPT)


def keyed_digest(key: bytes, kind: CodeKind, tenant_id: UUID, person_id: UUID, code: str) -> bytes:
    """Return what is kept of a code: eight digits are guessed in no time by whoever has the table without the key."""
    return hmac.new(key, f"{kind}|{tenant_id}|{person_id}|{code}".encode(), sha256).digest()
