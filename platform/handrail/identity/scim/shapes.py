"""What people and groups look like in SCIM: the part of RFC 7643 that Handrail keeps, and no more.

Attributes that are not declared here are accepted and dropped: what is not needed is not stored.
"""

import unicodedata
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field, StringConstraints
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    ExtensibleStringEnum,
    Extension,
    External,
    Filter,
    GroupMembership,
    Meta,
    Mutability,
    Patch,
    PhoneNumber,
    Reference,
    Required,
    Resource,
    ResourceType,
    Returned,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

MOST_RESULTS: Final = 200
"""People or groups on one page of an answer."""
MOST_BYTES: Final = 2 * 1024 * 1024
"""The longest body: a group with some ten thousand members."""


class Name(ComplexAttribute):
    """The parts of a person's name."""

    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


class Email(ComplexAttribute):
    """A mail address; also one of a network's own, which the strictest readers of addresses refuse."""

    class Type(ExtensibleStringEnum):
        """What it is used for."""

        work = "work"
        home = "home"
        other = "other"

    value: Annotated[str | None, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)] = None
    display: str | None = None
    type: Type | None = None
    primary: bool | None = None


class EnterpriseUser(Extension):
    """What an employer adds: the number by which its people are known."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: Annotated[str | None, CaseExact.true] = None


class User(Resource[Any]):
    """A person, as a directory says."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Name | None = None
    Name: ClassVar[type[ComplexAttribute]] = Name
    display_name: str | None = None
    preferred_language: str | None = None
    locale: str | None = None
    timezone: str | None = None
    active: bool | None = None
    emails: list[Email] | None = None
    phone_numbers: list[PhoneNumber] | None = None
    groups: Annotated[list[GroupMembership] | None, Mutability.read_only] = None


class GroupMember(ComplexAttribute):
    """Somebody in a group: always a person of the same directory, never another group."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])


class Group(Resource[Any]):
    """A group of people."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    members: Annotated[list[GroupMember] | None, Returned.default] = None


POLICY: Final = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
"""As the large directories speak: what we do not keep is dropped, and patches may name values beside the path."""

CONFIG: Final = ServiceProviderConfig(
    documentation_uri=Reference[External]("https://www.rfc-editor.org/rfc/rfc7644"),
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=MOST_RESULTS),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Token of the directory",
            description="A token that an administrator of the consultancy made, sent as a bearer token.",
            spec_uri=Reference[External]("https://www.rfc-editor.org/rfc/rfc6750"),
            primary=True,
        )
    ],
)

FullUser: Final[type[User]] = User[EnterpriseUser]  # type: ignore[misc] # the library makes a class of it
PROVIDER: Final = ScimProvider(
    models=[User, EnterpriseUser, Group],
    resource_types=[ResourceType.from_resource(FullUser), ResourceType.from_resource(Group)],
    config=CONFIG,
    policy=POLICY,
)

_ADDED: Final = frozenset({"id", "meta", "groups", "schemas"})


def compared(text: str) -> str:
    """Return a text as names are compared: NFC, in small letters (the library's own comparison)."""
    return exact(exact(text).lower())


def exact(text: str) -> str:
    """Return a text as exact names are compared: NFC."""
    return unicodedata.normalize("NFC", text)


def said_by(user: User) -> dict[str, Any]:
    """Return what is kept of a person, as JSON."""
    dumped = user.model_dump(exclude_none=True, by_alias=True, mode="json", scim_policy=POLICY)
    return {name: value for name, value in dumped.items() if name not in _ADDED}


def user_of(said: dict[str, Any], *, id: str, meta: Meta, groups: list[GroupMembership]) -> User:  # noqa: A002 - SCIM's name
    """Return a person as SCIM shows them."""
    user: User = FullUser.model_validate(dict(said), scim_policy=POLICY)
    user.id, user.meta, user.groups = id, meta, groups or None
    return user
