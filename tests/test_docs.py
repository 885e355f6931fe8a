"""The guides hold: their commands run, their words stand on the pages, their links and pictures are there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from sla_id.agreements.file import AgreementFileError, dump, parse
from sla_id.fixtures.sample_agreements import sample_agreement
from tests import agreement_file_reference

ROOT = Path(__file__).resolve().parent.parent
GUIDES = sorted((ROOT / "docs" / "guide").glob("*.md"))
PAGES = [
	*sorted(ROOT.glob("README*.md")),
	ROOT / "CONTRIBUTING.md",
	*sorted((ROOT / "docs").glob("*.md")),
	*GUIDES,
]
RUN_ELSEWHERE = {
	"bench get-app": "a bench's own",
	"bench build": "a bench's own",
	"bench doctor": "a bench's own",
	"bench setup requirements": "a bench's own",
	"install-app sla_id": "tests/app/test_install.py",
	"uninstall-app sla_id": "tests/app/test_install.py",
	"enable-scheduler": "a bench's own",
	"backup": "a bench's own",
	"migrate": "tests/app/test_install.py",
	"console": "tests/app/test_agreements.py",
	"run-tests": "sla_id/tests, by hand on a bench",
	"sla-id-self-check": "tests/app/test_commands.py",
	"sla-id-verify-statements": "tests/app/test_commands.py",
}
"""Commands of a bench that a guide may name, and who runs them."""


def blocks(page: Path) -> list[str]:
	"""The code of a page: what is indented by four or more spaces, a block each."""
	found: list[str] = []
	for paragraph in re.split(r"\n\s*\n", page.read_text(encoding="utf-8")):
		lines = paragraph.splitlines()
		if lines and all(line.startswith("    ") for line in lines):
			indent = min(len(line) - len(line.lstrip()) for line in lines)
			found.append("\n".join(line[indent:] for line in lines))
	return found


def test_the_sum_of_the_quick_start_comes_out(tmp_path: Path) -> None:
	"""As a reader pastes it: the file, then the command."""
	[pasted] = [
		block for block in blocks(ROOT / "docs" / "guide" / "quick-start.md") if "hours.json" in block
	]
	script = pasted.replace("python -m", f"{sys.executable} -m")
	done = subprocess.run(
		["bash", "-euc", script],
		cwd=tmp_path,
		capture_output=True,
		text=True,
		env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
	)
	assert done.returncode == 0, done.stderr
	assert "20 Maret 2026" in done.stdout and "SKB 3 Menteri" in done.stdout, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_bench_command_is_one_that_somebody_runs(page: Path) -> None:
	for command in re.findall(
		r"\bbench (?:--site|get-app|build|doctor|setup)[^`\n|]*", page.read_text(encoding="utf-8")
	):
		assert any(known in command for known in RUN_ELSEWHERE), f"{page.name}: {command}"


def catalogue() -> dict[str, set[str]]:
	"""The interface's words, by language."""
	with (ROOT / "sla_id" / "locale" / "id.po").open("rb") as file:
		messages = [message for message in read_po(file) if message.id]
	return {
		"en": {str(message.id) for message in messages},
		"id": {str(message.string) for message in messages},
	}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_words_of_the_interface_are_its_words(guide: Path) -> None:
	"""What a guide sets in italics stands on a page, in the guide's language; "A > B" is a way through two of them."""
	known = catalogue()["id" if guide.name.endswith(".id.md") else "en"]
	for said in re.findall(r"(?<![*\w])\*([^*]+?)\*(?![*\w])", guide.read_text(encoding="utf-8")):
		for word in re.sub(r"\s+", " ", said).split(" > "):
			assert word in known, f"{guide.name}: {word!r} isn't a word of the interface"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_are_there(page: Path) -> None:
	for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
		if not target.startswith(("http:", "https:", "mailto:")):
			assert (page.parent / target).exists(), f"{page.name}: {target} isn't there"


def files_named_in(page: Path) -> list[str]:
	"""What a page names in `code` that looks like a file or a folder; patterns and examples left out."""
	named = re.findall(r"`([^`\s<>*…]+)`", page.read_text(encoding="utf-8"))
	return [name for name in named if re.search(r"/$|\.(py|md|js|json|yaml|toml|csv|po|html|in)$", name)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
	"""From the repository's root or, as the architecture says it, from a room."""
	known = {
		str(path.relative_to(ROOT))
		for folder in ("sla_id", "tests", "docs", "embedded", "requirements", "stubs")
		for path in (ROOT / folder).rglob("*")
		if "node_modules" not in path.parts
	} | {path.name for path in ROOT.iterdir()}
	for name in files_named_in(page):
		wanted = name.rstrip("/")
		found = any(path == wanted or path.endswith(f"/{wanted}") for path in known)
		assert found or name in OTHERS_FILES, f"{page.name}: {name} isn't there"


OTHERS_FILES = ("invite.ics",)
"""Files that pages name and that are made elsewhere."""


def test_the_reference_of_the_agreement_file_is_what_the_model_says() -> None:
	assert agreement_file_reference.PAGE.read_text(encoding="utf-8") == agreement_file_reference.page(), (
		"python -m tests.agreement_file_reference"
	)


@pytest.mark.parametrize(
	("kind", "path"),
	[
		("Agreement", ("agreement",)),
		("Priority", ("priorities", 0)),
		("ChannelRow", ("channels", 0)),
		("TargetRow", ("targets", 0)),
	],
)
def test_what_the_reference_says_is_needed_is_needed(kind: str, path: tuple[str | int, ...]) -> None:
	"""A sample without one field: refused where the page gives no default, else read."""
	for field in agreement_file_reference.written(kind):
		document = yaml.safe_load(dump(parse(sample_agreement("benemica"))))
		place = document
		for step in path:
			place = place[step]
		name = agreement_file_reference.RENAMED.get((kind, field.name), field.name)
		if name not in place:
			continue
		place[name] = None
		text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
		if agreement_file_reference.is_required(kind, field):
			with pytest.raises(AgreementFileError):
				parse(text)
		else:
			parse(text)


def test_contributing_says_how_to_add_each_thing() -> None:
	text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
	for thing in ("clock", "channel", "linter", "helpdesk", "field of the agreement"):
		assert re.search(rf"^\*\*A [^*]*{thing}[^*]*\*\*", text, re.M), thing
	assert "sla_id/sla_id" in text


def test_every_picture_is_one_that_the_browser_tests_can_take_anew() -> None:
	from tests.browser.pictures import IMAGES, PICTURES

	assert {path.name for path in IMAGES.glob("*.png")} == set(PICTURES)


def test_each_guide_for_people_stands_in_both_languages() -> None:
	names = {guide.name for guide in GUIDES}
	for name in names:
		if name.endswith((".en.md", ".id.md")):
			assert name.replace(".en.", ".id.") in names and name.replace(".id.", ".en.") in names


def test_the_hooks_that_are_described_are_those_that_are_read() -> None:
	"""Those and no others: each is read with `frappe.get_hooks`, by its name or by a constant that holds it."""
	source = [path.read_text(encoding="utf-8") for path in (ROOT / "sla_id").rglob("*.py")]
	constants = dict(re.findall(r'^(\w+) = "(sla_id_\w+)"', "\n".join(source), re.M))
	asked = {said.strip('"') for text in source for said in re.findall(r'get_hooks\(\s*("?\w+"?)', text)}
	read = {name for name in ({constants.get(said, said) for said in asked}) if name.startswith("sla_id_")}
	described = re.findall(r"^\| `(sla_id_\w+)`", (ROOT / "docs" / "extending.md").read_text(), re.M)
	assert read == set(described), read ^ set(described)


@pytest.mark.parametrize(
	"room",
	["engine", "availability", "reporting", "agreements.lint", "agreements.draft", "agreements.fit"],
)
def test_each_command_explains_itself(room: str) -> None:
	"""As docs/extending.md names them."""
	assert f"python -m sla_id.{room} --help" in (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
	done = subprocess.run(
		[sys.executable, "-m", f"sla_id.{room}", "--help"], cwd=ROOT, capture_output=True, text=True
	)
	assert done.returncode == 0 and "usage:" in done.stdout
