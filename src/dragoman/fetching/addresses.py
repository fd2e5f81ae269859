"""Addresses: which are fetched, what one is called, and which machines are nobody's business."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

SCHEMES = {"http": 80, "https": 443}
# What newsletters and social sites hang on a link; the page is the same without it.
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|cmpid|ocid)$", re.IGNORECASE)
# Global addresses that are a cloud's own services.
METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
# Not for everybody's use either, though not every Python says so.
SPECIAL = tuple(
    ipaddress.ip_network(n)
    for n in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "64:ff9b:1::/48",
        "2001:db8::/32",
        "fec0::/10",
    )
)
# Forms of IPv6 that carry an IPv4 address to which the packet goes in the end.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")
LONGEST = 4_000


class BadAddress(ValueError):  # noqa: N818  (reads as what it is)
    """This is fetched on no account; the message ends a sentence that begins with the address."""


def clean(url: str) -> str:
    """Return *url* as it is asked for: ASCII, without the part after ``#``.

    Raises:
        BadAddress: if it is none that is fetched.

    >>> clean("HTTPS://News.Example/a b#top")
    'https://news.example/a%20b'
    """
    url = url.strip()
    if len(url) > LONGEST or any(c < " " or c == "\x7f" for c in url):
        message = "it is no address; check it"
        raise BadAddress(message)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        message = "it is no address; check it"
        raise BadAddress(message) from None
    if parts.scheme.lower() not in SCHEMES:
        message = "only http and https addresses are fetched; give a file by its path"
        raise BadAddress(message)
    if not host:
        message = "the address names no host; check it"
        raise BadAddress(message)
    if parts.username is not None:
        message = "the address holds a name or a password, which would end up in the store; leave it out"
        raise BadAddress(message)
    place = _ascii(host)
    if port is not None and port != SCHEMES[parts.scheme.lower()]:
        place += f":{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return urlunsplit((parts.scheme.lower(), place, path, query, ""))


def _ascii(host: str) -> str:
    try:
        if ":" in host:
            return f"[{ipaddress.ip_address(host.partition('%')[0])}]"
        return host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except (UnicodeError, ValueError):
        message = "the address names no host; check it"
        raise BadAddress(message) from None


def address_id(url: str) -> str:
    """Return the id of the article at *url*: the same page keeps it when its words change.

    >>> address_id("https://news.example/a?utm_source=x") == address_id("https://news.example/a#end")
    True
    """
    parts = urlsplit(clean(url))
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    bare = urlunsplit(("", parts.netloc.removeprefix("www."), parts.path, urlencode(kept), ""))
    return hashlib.sha256(f"address\0{bare}".encode()).hexdigest()[:16]


def is_private(address: str) -> bool:
    """Say whether *address*, as a resolver gives it, is of this machine, its network or a cloud's services.

    >>> [is_private(a) for a in ("127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "93.184.216.34")]
    [True, True, True, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and (ip in _NAT64 or ip in _COMPATIBLE):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and is_private(str(inner)):
            return True
        if inner is not None and ip.ipv4_mapped:
            return False
    if any(ip in network for network in SPECIAL):
        return True
    return not ip.is_global or ip.is_multicast or ip.is_reserved or ip in METADATA
