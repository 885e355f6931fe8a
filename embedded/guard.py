"""Refuses every connection that isn't loopback. Installed by `import embedded`; never lifted.

The engine's package names outside hosts whose owner is unknown, so nothing run here may reach one. The guard sits
on the socket object that every client library ends in; names are not looked up either.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any


class OutsideConnectionRefused(ConnectionRefusedError):
	"""Something tried to reach an address outside this machine."""


_LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "", "0.0.0.0", "::"})


def is_loopback(host: object) -> bool:
	"""Whether `host` (a name or a literal address) is this machine. Unknown names count as outside."""
	if host is None:
		return True
	name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
	if name.lower() in _LOCAL_NAMES or name.lower().endswith(".localhost"):
		return True
	try:
		address = ipaddress.ip_address(name.split("%", 1)[0])
	except ValueError:
		return False
	mapped = getattr(address, "ipv4_mapped", None)
	return (mapped or address).is_loopback


def _refuse(host: object) -> OutsideConnectionRefused:
	return OutsideConnectionRefused(
		f"The embedded run refused a connection to {host!r}: only loopback addresses are allowed."
	)


def _check(sock: socket.socket, address: Any) -> None:
	if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
		raise _refuse(address[0])


def install() -> None:
	"""Patch the socket module once."""
	if getattr(socket.socket, "_sla_guarded", False):
		return

	connect, connect_ex, sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
	getaddrinfo = socket.getaddrinfo

	def guarded_connect(self: socket.socket, address: Any) -> None:
		_check(self, address)
		return connect(self, address)

	def guarded_connect_ex(self: socket.socket, address: Any) -> int:
		_check(self, address)
		return connect_ex(self, address)

	def guarded_sendto(self: socket.socket, data: Any, *args: Any) -> int:
		_check(self, args[-1])
		return sendto(self, data, *args)

	def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
		# a look-up is itself a message to the outside; literal addresses need none
		if not is_loopback(host) and not _is_literal(host):
			raise _refuse(host)
		return getaddrinfo(host, *args, **kwargs)

	socket.socket.connect = guarded_connect  # type: ignore[method-assign]
	socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]
	socket.socket.sendto = guarded_sendto  # type: ignore[method-assign, assignment]
	socket.getaddrinfo = guarded_getaddrinfo
	socket.socket._sla_guarded = True  # type: ignore[attr-defined]


def _is_literal(host: object) -> bool:
	try:
		ipaddress.ip_address(str(host).split("%", 1)[0])
	except ValueError:
		return False
	return True
