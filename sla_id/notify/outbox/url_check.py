"""Which addresses a message may go to: public ones over https, and the intranet hosts that an administrator
listed.

A host is resolved once, all its addresses are checked, and the connection goes to a checked address
(`checked_request.py`). A name that resolves differently a moment later gains nothing.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]

_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)
_TRANSLATED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))
"""IPv6 that stands for an IPv4 address: where it ends up is not ours to see."""


class Refused(ValueError):
	"""An address that a message may not go to."""


class Unresolved(OSError):
	"""A host whose address can't be found at the moment."""


@dataclass(frozen=True, slots=True)
class CheckedUrl:
	"""A checked place: `address` is what is connected to, `host` what the certificate and the Host header name."""

	url: str
	scheme: str
	host: str
	port: int
	address: str


def resolve_host(host: str, port: int) -> list[str]:
	"""Every address of a host. Raises Unresolved."""
	try:
		found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
	except (OSError, UnicodeError) as error:
		raise Unresolved(f"{host}: {error}") from error
	return [str(entry[4][0]) for entry in found]


def check_url(
	url: str,
	*,
	intranet: frozenset[str] = frozenset(),
	allow_http: bool = False,
	resolve: Resolve = resolve_host,
) -> CheckedUrl:
	"""A URL that a message may go to, with the address to connect to. Raises Refused and Unresolved."""
	try:
		parts = urlsplit(url.strip())
		host, port = (parts.hostname or "").rstrip("."), parts.port
	except ValueError as error:
		raise Refused(f"{url!r} is no URL: {error}") from error
	if not host or re.search(r"[\s\\\x00-\x1f]", url.strip()) or "%" in host:
		raise Refused(f"{url!r} names no host")
	if parts.username is not None or parts.password is not None:
		raise Refused("a URL with a user or a password is not used")
	listed = host in intranet
	if parts.scheme != "https" and not (parts.scheme == "http" and listed and allow_http):
		raise Refused(f"{parts.scheme or 'no scheme'} is not used, only https")
	port = port or (443 if parts.scheme == "https" else 80)
	addresses = [_literal(host)] if _is_literal(host) else [_parse(text) for text in resolve(host, port)]
	if not addresses:
		raise Unresolved(f"{host} has no address")
	for address in addresses:
		if not (may_connect(address) or (listed and _may_be_intranet(address))):
			raise Refused(f"{host} leads to {address}, which is not public")
	return CheckedUrl(url.strip(), parts.scheme, host, port, str(addresses[0]))


def may_connect(address: Address) -> bool:
	"""Whether an address is a public one, whatever it is wrapped in."""
	if isinstance(address, ipaddress.IPv6Address):
		if address.ipv4_mapped is not None:
			return may_connect(address.ipv4_mapped)
		if address.sixtofour is not None or address.teredo is not None:
			return False
		if address.is_site_local or any(address in network for network in _TRANSLATED):
			return False
	return address.is_global and not (
		address.is_private
		or address.is_loopback
		or address.is_link_local
		or address.is_multicast
		or address.is_reserved
		or address.is_unspecified
	)


def _may_be_intranet(address: Address) -> bool:
	"""A listed host may be private or this machine; link-local is where clouds keep their credentials."""
	plain = getattr(address, "ipv4_mapped", None) or address
	return (plain.is_private or plain.is_loopback) and not (
		plain.is_link_local
		or plain.is_multicast
		or plain.is_unspecified
		or (plain.is_reserved and not plain.is_loopback)
	)


def _is_literal(host: str) -> bool:
	return ":" in host or bool(_NUMBER.fullmatch(host.rpartition(".")[2]))


def _literal(host: str) -> Address:
	"""A host in numbers: four decimal ones or IPv6. Octal, hexadecimal and single numbers are read in several ways."""
	try:
		return ipaddress.ip_address(host)
	except ValueError as error:
		raise Refused(f"{host} is no address in its usual form") from error


def _parse(text: str) -> Address:
	try:
		return ipaddress.ip_address(text.partition("%")[0])
	except ValueError as error:
		raise Refused(f"{text} is no address") from error
