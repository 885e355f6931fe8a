"""Recognises mail that no person wrote: absence notices, automatic replies and bounces. It is neither answer
nor report.

It follows RFC 3834 and what mail servers did before. Frappe stores no headers and gives its hooks only the
Communication, so the mail is found in the call that is reading it (`mail_in_hand`). Without that, only sender
and subject can be judged.
"""

import re
import sys
from email.message import Message
from typing import Any

from frappe.email.receive import InboundMail

_BOUNCER = re.compile(
	r"(mailer|mail)[-_.]?daemon|mdaemon|postmaster|microsoftexchange[0-9a-f]{32}|bounces?|bounces?[-+=_.].*",
	re.IGNORECASE,
)
_DEAF = re.compile(
	r"auto[-_.]?(reply|responder|response)"
	r"|(.*[-_.+])?(no|do[-_.]?not|don'?t|jangan|tidak|tanpa)[-_.]?(di)?(reply|balas)([-_.+].*|\d*)",
	re.IGNORECASE,
)
"""The part before the @ of who returns mail, and of who never reads an answer."""
_AUTOMATIC_ANSWER = (
	r"auto(mated|matic)?[- ]?(reply|response|answer)|auto[- ]?responder",
	r"(balasan|jawaban|balas|respons?|tanggapan|pesan|e-?mail|surel|jawapan) (otomatis|automatik)",
	r"automatische antwort|automatisch antwoord|réponse automatique|respuesta automática",
	r"resposta automática|risposta automatica|autosvar|automatis(k|kt) svar|automaattinen vastaus",
	r"odpowiedź automatyczna|automatická odpověď|otomatik yanıt",
	r"автоответ|автоматический ответ|رد تلقائي|trả lời tự động|ตอบกลับอัตโนมัติ",
	r"自动(答复|回复)|自動(回覆|答覆|応答|返信)|자동 ?(회신|응답)",
)
"""What mail programs call it, each in its user's language."""
_ABSENCE = (
	r"(i am |i'm )?(currently )?out[- ]of[- ](the[- ])?office|ooo|away from (the|my) (office|desk|mail|e-?mail)",
	r"(i am |i'm )?(currently )?on (annual |sick |maternity )?leave|(annual leave|vacation) (notice|reply|response)",
	r"(maaf,? )?(saat ini )?(saya )?(sedang )?(berada )?(di ?luar|tidak (berada )?di) (kantor|kota)",
	r"(maaf,? )?(saat ini )?(saya )?sedang (cuti|dinas luar)|pemberitahuan cuti",
	r"abwesenheitsnotiz|absence du bureau|fuera de la oficina|fora do escritório|afwezig(heids(bericht|melding))?",
)
_BOUNCE = (
	r"undeliver(able|ed)( mail)?( returned to sender)?|(mail )?delivery (status notification|has failed|delayed)",
	r"(mail )?delivery fail(ed|ure)|delivery notification|delayed mail|mail delivery (failed|system|subsystem)",
	r"returned mail|failure notice|message (not delivered|undeliverable)|unzustellbar|non remis|no se puede entregar",
	r"((e-?mail|surel|pesan|surat) )?(anda )?(tidak|gagal) (dapat )?(ter|di)?kirim(kan)?",
	r"(pengiriman (e-?mail|surel|pesan)) (gagal|tertunda)|pemberitahuan status pengiriman",
)
_ENDED = r"(?=\s*($|[^\w\s]|(re|fwd?|from|until|till|dari|mulai|sampai|hingga|s/d)\b))"
"""What may follow: the phrase is all there is, or somebody's subject, name or dates come behind it. A person goes on
with a sentence: "Balasan otomatis tidak jalan"."""
_SUBJECT = re.compile(
	rf"\W*(({'|'.join((*_AUTOMATIC_ANSWER, *_ABSENCE, *_BOUNCE))}){_ENDED}"
	r"|((telah |tidak )?dibaca|(not )?read|gelesen|lu|delivered|(annual leave|cuti|dinas luar): re):"
	r"|warning: message \S+ delayed|[^:]*[\[(](auto[- ]?reply|automatic reply|balasan otomatis)[\])]\s*$)",
	re.IGNORECASE,
)
"""How a subject begins that a machine wrote. One that quotes it ("Re: Automatic reply: …") is a person's."""
_AUTOREPLY = re.compile(r"x-(\w+-)*auto-?(reply|respond(er)?|response)(-from)?|x-vacation", re.IGNORECASE)
"""The headers of answering machines, as they were called before RFC 3834."""


def mail_in_hand() -> InboundMail | None:
	"""The mail that Frappe is turning into a Communication, and perhaps into a ticket, right now.

	None if there is none.
	"""
	frame = sys._getframe(1)
	while frame is not None:
		if frame.f_code.co_name == InboundMail.process.__name__:
			mail = frame.f_locals.get("self")
			if isinstance(mail, InboundMail):
				return mail
		frame = frame.f_back  # type: ignore[assignment]
	return None


def is_automatic(headers: Message | None, sender: str | None, subject: str | None, asked: str = "") -> bool:
	"""Whether no person wrote a message.

	`asked` is the ticket's subject. A subject that repeats it proves nothing, because whoever replies didn't
	type it.
	"""
	if headers is not None and (is_generated(headers) or is_reply_of_machine(headers)):
		return True
	if is_bouncer(sender) or _DEAF.fullmatch(_before_at(sender)):
		return True
	said = (subject or "").strip()
	return bool(said.casefold() != (asked or "").strip().casefold() and _SUBJECT.match(said))


def is_generated(headers: Message) -> bool:
	"""Whether a program says that it wrote the message. Such a message may be an alert, and so a report."""
	if _token(headers, "Precedence") in ("bulk", "junk") or headers.get("X-Auto-Generated"):
		return True
	return _token(headers, "Auto-Submitted") not in ("", "no", "auto-replied")


def is_reply_of_machine(headers: Message) -> bool:
	"""Whether a machine answered a mail: an absence notice, a bounce or a receipt. Such a message is no
	report.

	"Precedence: list" is no sign, because a group's address forwards what people write. Nor is
	X-Auto-Response-Suppress, which programs use to ask others not to answer.
	"""
	return bool(
		_token(headers, "Auto-Submitted") == "auto-replied"
		or _token(headers, "Precedence") in ("auto_reply", "auto-reply")
		or any(
			_AUTOREPLY.fullmatch(name) and _token(headers, name) not in ("", "no", "false")
			for name in headers
		)
		or (headers.get("Return-Path") or "").strip().lower() in ("<>", "<mailer-daemon>")
		or headers.get("X-Failed-Recipients")
		or headers.get_content_type() == "multipart/report"
	)


def is_bouncer(sender: str | None) -> bool:
	"""Whether an address is that of a mail server that returns mail."""
	return bool(_BOUNCER.fullmatch(_before_at(sender)))


def _before_at(sender: str | None) -> str:
	return (sender or "").partition("@")[0].strip()


def _token(headers: Any, name: str) -> str:
	"""A header's value without its parameters and comments."""
	return re.split(r"[;(\s]", str(headers.get(name) or "").strip().lower())[0]
