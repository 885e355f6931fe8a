"""Which mail nobody wrote: absence notices, automatic replies and bounces. They answer nothing and report nothing.

RFC 3834 and what mail servers did before it. Frappe keeps no headers and hands its hooks the Communication alone, so the
message is found in the call that is reading it (`mail_in_hand`); without one, sender and subject have to tell.
"""

import re
import sys
from email.message import Message
from typing import Any

from frappe.email.receive import InboundMail

_BOUNCER = re.compile(
	r"(mailer|mail)[-_.]?daemon|mdaemon|postmaster|bounces?|bounces?[-+=_.].*", re.IGNORECASE
)
_DEAF = re.compile(
	r"auto[-_.]?(reply|responder|response)"
	r"|(.*[-_.+])?(no|do[-_.]?not|jangan|tidak|tanpa)[-_.]?(di)?(reply|balas)([-_.+].*|\d*)",
	re.IGNORECASE,
)
"""The part before the @ of who returns mail, and of who never reads an answer."""
_SUBJECT = re.compile(
	r"\W*("
	r"auto(matic|mated|matische)?[- ]?(reply|response|answer)|auto[- ]?reply"
	r"|(i am |i'm )?(currently )?out of (the )?office|ooo\b"
	r"|undeliver(able|ed)|(mail )?delivery (status notification|fail(ed|ure)|has failed|delayed)|delayed mail"
	r"|mail delivery (failed|system|subsystem)|returned mail|failure notice|message not delivered"
	r"|(not )?read:|delivered:"
	r"|(balasan|jawaban|balas|respons?|tanggapan|pesan) otomatis"
	r"|(saya )?(sedang )?(berada )?(di ?luar|tidak (berada )?di) kantor|(saya )?sedang cuti|pemberitahuan cuti"
	r"|(e-?mail|surel|pesan|surat) (anda )?(tidak|gagal) (dapat )?(ter|di)?kirim"
	r"|(pengiriman (e-?mail|surel|pesan) )(gagal|tertunda)|pemberitahuan status pengiriman"
	r"|(tidak )?dibaca:"
	r")",
	re.IGNORECASE,
)
"""How a subject begins that a machine wrote. One that quotes it ("Re: Automatic reply: …") is a person's."""
_AUTOREPLY = (
	"X-Autoreply",
	"X-Auto-Reply",
	"X-Autorespond",
	"X-Autoresponder",
	"X-Autoreply-From",
	"X-Vacation",
)


def mail_in_hand() -> InboundMail | None:
	"""The mail that Frappe is turning into a Communication, and perhaps into a ticket, right now; None without one."""
	frame = sys._getframe(1)
	while frame is not None:
		if frame.f_code.co_name == InboundMail.process.__name__:
			mail = frame.f_locals.get("self")
			if isinstance(mail, InboundMail):
				return mail
		frame = frame.f_back  # type: ignore[assignment]
	return None


def is_automatic(headers: Message | None, sender: str | None, subject: str | None, asked: str = "") -> bool:
	"""Whether nobody wrote a message. `asked` is the subject of the ticket: who repeats it has typed nothing by himself."""
	if headers is not None and (is_generated(headers) or is_reply_of_machine(headers)):
		return True
	if is_bouncer(sender) or _DEAF.fullmatch(_before_at(sender)):
		return True
	said = (subject or "").strip()
	return bool(said.casefold() != (asked or "").strip().casefold() and _SUBJECT.match(said))


def is_generated(headers: Message) -> bool:
	"""Whether a program says that it wrote the message by itself: an alert may be one, and so report something."""
	if _token(headers, "Precedence") in ("bulk", "junk") or headers.get("X-Auto-Generated"):
		return True
	return _token(headers, "Auto-Submitted") not in ("", "no", "auto-replied")


def is_reply_of_machine(headers: Message) -> bool:
	"""Whether it is a machine's answer to a mail: an absence notice, a bounce, a receipt. Such a one reports nothing.

	"Precedence: list" is no sign, for a group's address forwards what people write; nor is X-Auto-Response-Suppress, with
	which programs ask others to be quiet.
	"""
	return bool(
		_token(headers, "Auto-Submitted") == "auto-replied"
		or _token(headers, "Precedence") in ("auto_reply", "auto-reply")
		or any(_token(headers, name) not in ("", "no", "false") for name in _AUTOREPLY)
		or (headers.get("Return-Path") or "").strip() == "<>"
		or headers.get("X-Failed-Recipients")
		or headers.get_content_type() == "multipart/report"
	)


def is_bouncer(sender: str | None) -> bool:
	"""Whether an address is that of a mail server returning mail."""
	return bool(_BOUNCER.fullmatch(_before_at(sender)))


def _before_at(sender: str | None) -> str:
	return (sender or "").partition("@")[0].strip()


def _token(headers: Any, name: str) -> str:
	"""A header's value without its parameters and comments."""
	return re.split(r"[;(\s]", str(headers.get(name) or "").strip().lower())[0]
