"""The block of signatures: lines for paper beside the electronic approvals, and how to verify one."""

from sla_id.agreements.document.print_context import Paper
from sla_id.agreements.document.printed_values import Approval, Block, Signature, Signatures, SigningParty
from sla_id.agreements.file.model import PARTIES, Label
from sla_id.agreements.words import say_date

_WORDS = (
	Label("Tanda tangan", "Signature"),
	Label("Nama", "Name"),
	Label("Tanggal", "Date"),
	Label("Sidik dokumen (SHA-256)", "Document hash (SHA-256)"),
)
_APPROVED = Label(
	"Disetujui secara elektronik oleh {} pada {}.",
	"Approved electronically by {} on {}.",
)
_VERIFY = Label(
	"Cara memeriksa: unduh teks yang ditandatangani dari aplikasi atau portal, hitung SHA-256-nya (misalnya"
	" dengan sha256sum) dan bandingkan dengan sidik di atas. Perubahan satu huruf saja menghasilkan sidik yang berbeda.",
	"To verify: download the signed text of this version from the app or the portal, compute its SHA-256 (e.g. with"
	" sha256sum) and compare it with the hash above. A change of a single letter gives another hash.",
)
_AUTHORISED = Label("Perwakilan yang berwenang", "Authorised representative")


def signatures(paper: Paper) -> tuple[Block, ...]:
	"""Both parties with their signatories. A party without one still gets an empty line."""
	words = (*(paper.say(label) for label in _WORDS),)
	verify = paper.say(_VERIFY) if paper.approvals else None
	return (
		Signatures(
			tuple(_party(paper, party) for party in PARTIES),
			(words[0], words[1], words[2], words[3]),
			verify,
		),
	)


def _party(paper: Paper, party: str) -> SigningParty:
	lines = tuple(
		Signature(
			paper.say(entry.role),
			entry.name,
			say_date(entry.signed, paper.language) if entry.signed else None,
		)
		for entry in paper.file.terms.signatories
		if entry.party == party
	)
	approved = tuple(
		(_approved(paper, approval), approval.hash) for approval in paper.approvals if approval.party == party
	)
	head = paper.file.agreement
	return SigningParty(
		paper.side(party),
		head.provider if party == "provider" else head.partner,
		lines or (Signature(paper.say(_AUTHORISED)),),
		approved,
	)


def _approved(paper: Paper, approval: Approval) -> str:
	who = f"{approval.name} ({approval.role})" if approval.role else approval.name
	when = f"{approval.at_text}, {approval.place}" if approval.place else approval.at_text
	return paper.say(_APPROVED).format(who, when)
