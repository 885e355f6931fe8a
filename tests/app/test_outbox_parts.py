"""The outbox's plain functions: backoff, Retry-After, signatures, and where a message may go."""

import ipaddress
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from sla_id.notify.outbox import backoff
from sla_id.notify.outbox.channels.gateway import fill
from sla_id.notify.outbox.phone_numbers import is_fixed_line, to_e164
from sla_id.notify.outbox.url_check import Refused, Unresolved, check_url, may_connect
from sla_id.notify.outbox.webhook_signature import WINDOW, sign, verify, verify_plain

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)


def test_the_backoff_is_bounded_and_grows() -> None:
	hypothesis = pytest.importorskip("hypothesis")
	from hypothesis import strategies as st

	@hypothesis.given(st.integers(1, 10_000), st.floats(0, 1), st.none() | st.integers(-5, 10**7))
	def holds(attempt: int, luck: float, wish: int | None) -> None:
		asked = None if wish is None else timedelta(seconds=wish)
		waited = backoff.wait(attempt, asked, pick=lambda low, high: low + luck * (high - low))
		assert timedelta() <= backoff.highest(attempt) <= backoff.highest(attempt + 1) <= backoff.CEILING
		if asked is None:
			assert timedelta() <= waited <= backoff.highest(attempt)
			assert abs(waited - luck * backoff.highest(attempt)) < timedelta(milliseconds=1)
		else:
			assert waited >= min(asked, backoff.LONGEST_WISH)
			assert waited <= min(max(asked, timedelta()), backoff.LONGEST_WISH) + backoff.BASE

	holds()
	assert [backoff.highest(n).total_seconds() for n in (1, 2, 3, 8, 9)] == [20, 40, 80, 2560, 3600]


def test_the_jitter_is_full() -> None:
	waits = [backoff.wait(5) / backoff.highest(5) for _number in range(2000)]
	assert min(waits) < 0.02 < 0.98 < max(waits)
	assert 0.46 < sum(waits) / len(waits) < 0.54


@pytest.mark.parametrize(
	("header", "seconds"),
	[
		("120", 120),
		("0", 0),
		("Mon, 02 Mar 2026 09:02:00 GMT", 120),
		("Mon, 02 Mar 2026 08:00:00 GMT", 0),
		("999999999999999", 86400),
		("Fri, 31 Dec 9999 23:59:59 GMT", 86400),
		("", None),
		(None, None),
		("soon", None),
		("-5", None),
		("1.5", None),
		("٣", None),
	],
)
def test_retry_after_is_read(header: str | None, seconds: int | None) -> None:
	read = backoff.retry_after(header, NOW)
	assert read == (None if seconds is None else timedelta(seconds=seconds))


def test_a_signature_holds_for_one_body_and_moment() -> None:
	body, stamp = b'{"id": "x"}', str(int(NOW.timestamp()))
	good = sign("kunci", stamp, body)
	assert good == "sha256=" + good[7:] and len(good) == 71
	now = NOW.timestamp()
	assert verify("kunci", stamp, body, good, now)
	assert verify("kunci", stamp, body, good, now + WINDOW)
	assert not verify("kunci", stamp, body, good, now + WINDOW + 1)
	assert not verify("kunci", stamp, body, good, now - WINDOW - 1)
	assert not verify("kunci", stamp, body + b" ", good, now)
	assert not verify("lain", stamp, body, good, now)
	assert not verify("", stamp, body, sign("", stamp, body), now)
	assert not verify("kunci", str(int(stamp) + 1), body, good, now)
	for wrong in ("", "sha256=", good[:-1], good + "0", good.upper(), good[7:], "é" * 71):
		assert not verify("kunci", stamp, body, wrong, now)
	for stamp_wrong in ("", "-1", "nan", "1e9", "²", "9" * 40):
		assert not verify("kunci", stamp_wrong, body, sign("kunci", stamp_wrong, body), now)
	assert not verify_plain("kunci", body, "sha256=abc")
	assert not verify_plain("", body, "sha256=abc")


NOT_PUBLIC = [
	*("127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254"),
	*(
		"100.64.0.1",
		"0.0.0.0",
		"0.1.2.3",
		"224.0.0.1",
		"239.1.1.1",
		"240.0.0.1",
		"255.255.255.255",
		"192.0.2.1",
	),
	*("198.18.0.1", "198.51.100.7", "203.0.113.9", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1"),
	*(
		"::ffff:127.0.0.1",
		"::ffff:10.0.0.1",
		"::ffff:a9fe:a9fe",
		"64:ff9b::7f00:1",
		"2002:7f00:1::",
		"::7f00:1",
	),
	*("2001:db8::1", "2001:0:7f00:1::", "fec0::1", "64:ff9b:1::1"),
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address: str) -> None:
	assert not may_connect(ipaddress.ip_address(address))
	host = f"[{address}]" if ":" in address else address
	with pytest.raises(Refused):
		check_url(f"https://{host}/x")
	with pytest.raises(Refused):
		check_url("https://hooks.example/x", resolve=lambda host, port: [address])
	# one bad address among good ones is enough
	with pytest.raises(Refused):
		check_url("https://hooks.example/x", resolve=lambda host, port: ["8.8.8.8", address])


@pytest.mark.parametrize(
	"address", ["8.8.8.8", "1.1.1.1", "103.10.20.30", "2606:4700::1111", "::ffff:8.8.8.8"]
)
def test_addresses_that_are_public(address: str) -> None:
	target = check_url("https://hooks.example/x", resolve=lambda host, port: [address])
	assert (target.address, target.host, target.port) == (
		str(ipaddress.ip_address(address)),
		"hooks.example",
		443,
	)


@pytest.mark.parametrize(
	"url",
	[
		*("https://0177.0.0.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://0x7f000001/"),
		*(
			"https://127.1/",
			"https://017700000001/",
			"https://127.0.0.1./",
			"https://127.0.0.01/",
			"https://0/",
		),
		*(
			"http://hooks.example/",
			"ftp://hooks.example/",
			"file:///etc/passwd",
			"gopher://hooks.example/",
			"//x/",
		),
		*("https:///x", "https://", "", "https://user:pw@hooks.example/", "https://hooks.example@127.0.0.1/"),
		*(
			"https://hooks.example:99999/",
			"https://[::1",
			"https://hooks.example\\@127.0.0.1/",
			"https://a b/",
		),
		*("https://%31%32%37.0.0.1/", "https://[fe80::1%25eth0]/", "https://[::ffff:127.0.0.1]:8443/"),
	],
)
def test_urls_that_are_refused(url: str) -> None:
	with pytest.raises(Refused):
		check_url(url, resolve=lambda host, port: ["8.8.8.8"])


def test_intranet_hosts_are_those_that_are_listed() -> None:
	def resolve(host: str, port: int) -> list[str]:
		return ["10.1.2.3"]

	listed = frozenset({"wa.kantor.example"})
	assert check_url("https://wa.kantor.example/", intranet=listed, resolve=resolve).address == "10.1.2.3"
	for url, options in (
		("http://wa.kantor.example/", {"intranet": listed}),
		("https://lain.kantor.example/", {"intranet": listed}),
		("http://lain.kantor.example/", {"intranet": listed, "allow_http": True}),
	):
		with pytest.raises(Refused):
			check_url(url, resolve=resolve, **options)
	# where clouds keep their credentials, and what is no single machine, isn't reached by a listed name either
	for address in ("169.254.169.254", "224.0.0.1", "0.0.0.0", "fe80::1", "::ffff:169.254.169.254"):
		with pytest.raises(Refused):
			check_url("https://wa.kantor.example/", intranet=listed, resolve=lambda h, p, a=address: [a])


def test_a_name_that_leads_nowhere_is_tried_again() -> None:
	with pytest.raises(Unresolved):
		check_url("https://hooks.example/", resolve=lambda host, port: [])


def test_a_pattern_stays_json() -> None:
	values = {"text": 'a", "admin": true, {number} \n', "number": "+62811"}
	pattern: Any = {"to": ["{number}"], "m": "x {text} {unknown} {", "n": 5, "{text}": None}
	assert fill(pattern, values) == {
		"to": ["+62811"],
		"m": 'x a", "admin": true, {number} \n {unknown} {',
		"n": 5,
		"{text}": None,
	}


@pytest.mark.parametrize(
	("number", "read"),
	[
		("+62 812-3456-7890", "+6281234567890"),
		("0812 3456 7890", "+6281234567890"),
		("0812-3456-7890", "+6281234567890"),
		("(0812) 3456.7890", "+6281234567890"),
		("62812 3456 7890", "+6281234567890"),
		("0062 812 3456 7890", "+6281234567890"),
		("001 62 812 3456 7890", "+6281234567890"),
		("+62 (0)812-3456-7890", "+6281234567890"),
		("(+62) 812\u00a03456\u20117890", "+6281234567890"),
		("HP/WA: 0812 3456 7890 (WA)", "+6281234567890"),
		("https://wa.me/6281234567890", "+6281234567890"),
		("0812-3456-7890 / 021-5790-0000", "+6281234567890"),
		("021 5790 0000", "+622157900000"),
		("0065 8123 4567", "+6581234567"),
		("021 5790 0000 ext. 3", None),
		("0812", None),
		("110", None),
		("0812 CALL ME", None),
		("9" * 5000, None),
		("", None),
		("+0812345678", None),
		("+62", None),
		("+6281234567890123456", None),
		("+62812345678x", None),
		("+٦٢٨١٢٣٤٥٦٧٨", None),
	],
)
def test_telephone_numbers(number: str, read: str | None) -> None:
	"""As people write them; an Indonesian one needs no country code."""
	assert to_e164(number) == read


def test_no_text_message_goes_to_a_fixed_line() -> None:
	assert is_fixed_line("+622157900000")
	assert not is_fixed_line("+6281234567890")


def test_the_function_in_the_documentation() -> None:
	"""What receivers are told to do accepts what we sign, and nothing else."""
	import re
	import time
	from pathlib import Path

	import sla_id

	text = (Path(sla_id.__file__).parents[1] / "docs" / "outbox.md").read_text(encoding="utf-8")
	code = re.search(r"```python\n(.+?)```", text, re.DOTALL)
	assert code
	given: dict[str, Any] = {}
	exec(code.group(1), given)
	stamp = str(int(time.time()))
	assert given["verify"]("kunci", stamp, b"{}", sign("kunci", stamp, b"{}"))
	assert not given["verify"]("kunci", stamp, b"{ }", sign("kunci", stamp, b"{}"))
	old = str(int(time.time()) - 301)
	assert not given["verify"]("kunci", old, b"{}", sign("kunci", old, b"{}"))
