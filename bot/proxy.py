"""Who asks, and at which address of ours: as the connection says, or as a trusted proxy in front of it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from aiohttp import web

Networks = Sequence[IPv4Network | IPv6Network]


@dataclass(frozen=True)
class Seen:
    """A request as the person's browser sent it."""

    address: str
    """Of the person."""
    secure: bool
    """Over HTTPS."""
    host: str
    """As the browser names us, with the port where that is not the usual one."""


def seen(request: web.Request, trusted: Networks) -> Seen:
    """Headers are believed only where the connection comes from a trusted proxy, and only what the nearest one says.

    Each proxy adds to X-Forwarded-For; the person is the last address in it that is no proxy. What stands before
    that, anybody may have written.
    """
    peer = request.remote or ""
    if not _among(peer, trusted):
        return Seen(peer, request.secure, request.host)
    proto = _last(request, "X-Forwarded-Proto")
    return Seen(
        _person(request, peer, trusted),
        proto == "https" if proto else request.secure,
        _last(request, "X-Forwarded-Host") or request.host,
    )


def _person(request: web.Request, peer: str, trusted: Networks) -> str:
    address = peer
    for hop in reversed(_all(request, "X-Forwarded-For")):
        if not _is_address(hop):
            break
        address = hop
        if not _among(hop, trusted):
            break
    return address


def _last(request: web.Request, name: str) -> str:
    return (_all(request, name) or [""])[-1]


def _all(request: web.Request, name: str) -> list[str]:
    return [part.strip() for value in request.headers.getall(name, ()) for part in value.split(",") if part.strip()]


def _is_address(text: str) -> bool:
    return _address(text) is not None


def _among(text: str, networks: Networks) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None  # a socket for both kinds
    return mapped or address
