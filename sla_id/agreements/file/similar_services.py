"""Which services of a catalogue people may confuse by their names. For the reader of files and for lint."""

from sla_id.agreements.file.model import Service

FILLER = frozenset(
	[
		"konsultasi",
		"teknis",
		"dan",
		"atau",
		"terkait",
		"permintaan",
		"informasi",
		"service",
		"the",
		"of",
		"and",
	]
)
"""Words that half a catalogue begins with: they make no two services alike."""
FEWEST_WORDS = 3


def have_similar_names(one: Service, two: Service) -> bool:
	"""Whether every word of one name is in the other, apart from fillers (001: BLU in BCSM.02.04 and BCSM.04, X17)."""
	fewer, more = sorted((_words(one), _words(two)), key=len)
	return len(fewer) >= FEWEST_WORDS and fewer <= more


def _words(service: Service) -> set[str]:
	return {word.strip("()/.,") for word in service.name.id.lower().split()} - FILLER
