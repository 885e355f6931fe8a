"""What is being printed: the file, the language, the audience, and where values come from.

Every block gets a `Paper`, which turns wordings into `PrintedText` with their marks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sla_id.agreements.document.printed_values import Approval, Cell, Listing, Paragraph, PrintedText
from sla_id.agreements.file.model import AgreementFile, Label
from sla_id.agreements.words import code_names, say_party, say_zone

_FROM = Label("dari: {}", "from: {}")


@dataclass(frozen=True, slots=True)
class Paper:
	"""A file to be printed.

	`origins` maps a path to the name of the level a value is inherited from: a field ("terms.goals",
	"agreement.review", "availability"), an entry by its code ("channels.portal", "services.ITSM.01",
	"priorities.P1", "calendars.business", "tiers.2") or a target (`target_path`). A path covers what lies below it.
	`shown` are the blocks that the outline includes.
	"""

	file: AgreementFile
	language: str
	internal: bool = False
	approvals: tuple[Approval, ...] = ()
	origins: Mapping[str, str] = field(default_factory=dict)
	shown: frozenset[str] = frozenset()

	def say(self, label: Label) -> str:
		"""A wording in the language of the print."""
		return label.get(self.language)

	def name(self, known: Mapping[str, Label], code: str) -> str:
		"""The name of a code."""
		return code_names.say(known, code, self.language)

	def party(self, party: str) -> str:
		"""The agreement's name for a party."""
		return say_party(self.file, party, self.language)

	def side(self, party: str) -> str:
		"""The role of a party: the agreement's own word for its customer ("Pengguna Layanan"), or else the usual one."""
		own = [entry.name for entry in self.file.terms.parties if entry.party == party]
		if party == "customer" and len(own) == 1 and self.say(own[0]) != self.file.agreement.partner:
			return self.say(own[0])
		return self.name(code_names.PARTIES, party)

	@property
	def zone(self) -> str:
		"""The agreement's zone: WIB, WITA, WIT or its name."""
		return say_zone(self.file.agreement.time_zone, self.file.agreement.effective_from)

	def text(self, words: Label | str, *path: str, marks: Iterable[str] = ()) -> PrintedText:
		"""A text with its marks. `path` is the place of its value in the file."""
		shown = words if isinstance(words, str) else self.say(words)
		return PrintedText(shown, tuple(marks), self.origin(*path))

	def origin(self, *path: str) -> str | None:
		"""The mark of a value that is inherited, by its own path or by one above it."""
		for length in range(len(path), 0, -1):
			level = self.origins.get(".".join(path[:length]))
			if level:
				return self.say(_FROM).format(level)
		return None

	def remark(self, note: str | None) -> tuple[PrintedText, ...]:
		"""The provider's remark on an entry, in the language it was written in. Only internal prints show it."""
		return (PrintedText(note, language=self.file.agreement.language),) if note and self.internal else ()

	def cell(self, words: Label | str | None, *path: str, marks: Iterable[str] = ()) -> Cell:
		"""A cell of one line. A dash if it is empty."""
		return Cell((self.text("–" if words is None else words, *path, marks=marks),))

	def lead(self, label: Label) -> Paragraph:
		"""A line that announces what follows."""
		return Paragraph(PrintedText(self.say(label)), "lead")

	def listing(self, labels: Sequence[Label], *path: str) -> Listing:
		"""Wordings as a numbered list, or with a bullet if there is only one."""
		return Listing(tuple(self.text(label, *path) for label in labels), "1" if len(labels) > 1 else "")
