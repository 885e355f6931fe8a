"""No connection leaves this machine."""

import socket

import pytest

import embedded
from embedded.guard import is_loopback


@pytest.mark.parametrize(
	"host", ["127.0.0.1", "127.9.9.9", "localhost", "::1", "sla.localhost", "::ffff:127.0.0.1"]
)
def test_this_machine_is_allowed(host: str) -> None:
	assert is_loopback(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "10.0.0.1", "example.com", "2001:db8::1", "169.254.169.254"])
def test_every_other_address_is_refused(host: str) -> None:
	assert not is_loopback(host)
	with pytest.raises(embedded.OutsideConnectionRefused, match=host.split(":")[0]):
		socket.create_connection((host, 80), timeout=1)


def test_the_lower_calls_are_guarded_too() -> None:
	for kind, send in (
		(socket.SOCK_STREAM, lambda sock: sock.connect_ex(("192.0.2.1", 80))),
		(socket.SOCK_DGRAM, lambda sock: sock.sendto(b"x", ("192.0.2.1", 53))),
	):
		with socket.socket(socket.AF_INET, kind) as sock, pytest.raises(embedded.OutsideConnectionRefused):
			send(sock)


def test_loopback_works() -> None:
	with socket.socket() as listener:
		listener.bind(("127.0.0.1", 0))
		listener.listen()
		with socket.create_connection(listener.getsockname(), timeout=5):
			pass
