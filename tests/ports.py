"""Ports of 127.0.0.1 for servers of the tests' own that can't be asked to take any."""

import socket


def free_port() -> int:
	"""One that nobody listens on. aiosmtpd greets itself at the port it was asked for, so 0 won't do there."""
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return int(probe.getsockname()[1])
