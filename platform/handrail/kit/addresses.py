"""Which addresses belong to the public internet: any other leads into somebody's network, or nowhere."""

import ipaddress
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Final

_TRANSLATED: Final = ip_network("64:ff9b::/96")  # NAT64, RFC 6052: the last 32 bits are the IPv4 address that is meant
_INTERNET_6: Final = ip_network("2000::/3")  # all that is given out of IPv6 so far (IANA)

# Beyond what every release of `ipaddress` knows as private, reserved, multicast, loopback or unspecified.
_SPECIAL_4: Final = (
    ip_network("100.64.0.0/10"),  # carriers' own (RFC 6598)
    ip_network("192.0.0.0/24"),  # protocol assignments
    ip_network("192.88.99.0/24"),  # relays of 6to4
)
_SPECIAL_6: Final = (
    ip_network("2001::/23"),  # protocol assignments, among them Teredo, which hides an IPv4 address
    ip_network("2001:db8::/32"),  # documentation
    ip_network("2002::/16"),  # 6to4, which hides an IPv4 address
    ip_network("3fff::/20"),  # documentation
)


def is_public(address: str) -> bool:
    """Return whether this numeric address is of the public internet; what is no address is not.

    An IPv6 address that stands for an IPv4 one (mapped, or NAT64) is judged as that one; other tunnels are refused.
    """
    try:
        return _is_public(ipaddress.ip_address(address))
    except ValueError:
        return False


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped)
        if address in _TRANSLATED:
            return _is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        if address.scope_id or address not in _INTERNET_6:
            return False
    special = _SPECIAL_4 if isinstance(address, IPv4Address) else _SPECIAL_6
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_private)
        and not any(address in network for network in special)
    )
