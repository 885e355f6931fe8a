"""`make test`: every layer this machine can run, two at a time, and pytest's closing line over all of them.

`LAYERS=engine,browser` picks layers by a part of their names, `BENCH=1` asks for the bench.
"""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.layers import BENCH_SITE, ROOT, Layer, layers

BENCH_TOOLS = ROOT / ".cache" / "bench-tools"
NO_TESTS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
	"""What a layer's pytest said: its exit status, its output, and its counts by outcome."""

	layer: Layer
	status: int
	output: str
	counts: Counter[str]
	seconds: float


def main() -> int:
	"""Run, report a line per layer, and end with pytest's own kind of closing line."""
	chosen = _chosen()
	runnable, left_out = [], []
	for layer in chosen:
		reason = layer.missing()
		(left_out.append((layer, reason)) if reason else runnable.append(layer))
	if any("MariaDB" in layer.name for layer in runnable) and os.environ.get("MARIADB") != "all":
		print(
			"-- MariaDB runs the tests about the database; MARIADB=all runs every test of the app there",
			flush=True,
		)
	for layer, reason in left_out:
		print(f"-- {layer.name}: not run: {reason}", flush=True)
	_build_sites(runnable)
	started = time.monotonic()
	with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as workers, ThreadPoolExecutor(1) as aside:
		running: list[Future[Outcome]] = [
			(aside if layer.waits else workers).submit(_run, layer, Path(folder) / f"{number}.xml")
			for number, layer in enumerate(runnable)
		]
		outcomes = [_report(future.result()) for future in as_completed(running)]
	return _close(outcomes, [layer for layer, _ in left_out], time.monotonic() - started)


def _build_sites(runnable: list[Layer]) -> None:
	"""The set-up of the app layers: a site of each kind for them to copy, kept until the app's code changes."""
	kinds = {kind for layer in runnable for kind in layer.sites}
	began = time.monotonic()
	building = [
		subprocess.Popen([sys.executable, "-W", "ignore", "-m", "tests.sites", kind], cwd=ROOT)
		for kind in sorted(kinds)
	]
	statuses = [process.wait() for process in building]
	if any(statuses):
		sys.exit("the sites for the tests could not be built; the reason is above")
	if kinds:
		print(
			f"-- set-up: sites to copy ({', '.join(sorted(kinds))}) in {time.monotonic() - began:.0f} s",
			flush=True,
		)


def _chosen() -> list[Layer]:
	parts = [part.strip().lower() for part in os.environ.get("LAYERS", "").split(",") if part.strip()]
	found = [layer for layer in layers() if not parts or any(part in layer.name.lower() for part in parts)]
	if not found:
		names = ", ".join(layer.name for layer in layers())
		sys.exit(f"LAYERS={os.environ['LAYERS']} picks none of: {names}")
	return found


def _run(layer: Layer, report: Path) -> Outcome:
	started = time.monotonic()
	python = layer.python or (sys.executable,)
	search = [str(ROOT)]
	if BENCH_SITE in layer.environment:
		search.append(str(bench_tools(python[0])))
	environment = {**os.environ, **layer.environment, "PYTHONPATH": os.pathsep.join(search)}
	command = [
		*python,
		"-m",
		"pytest",
		*layer.paths,
		"-q",
		"-W",
		"ignore",
		f"--junitxml={report}",
		"--color=no",
	]
	if BENCH_SITE in layer.environment:
		command += ["-p", "no:cacheprovider", f"--rootdir={ROOT}"]
	done = subprocess.run(
		command,
		cwd=layer.folder,
		env=environment,
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)
	return Outcome(layer, done.returncode, done.stdout, _counts(report), time.monotonic() - started)


def bench_tools(python: str) -> Path:
	"""What the tests need beside the app, for the bench's interpreter: from the lock file, beside the bench and not in it."""
	names = {"pytest", "pluggy", "iniconfig", "packaging", "pygments", "time-machine"}
	names |= {"aiosmtpd", "atpublic", "attrs", "hypothesis", "sortedcontainers", "prometheus-client"}
	wanted = BENCH_TOOLS.parent / "bench-tools.txt"
	text = _locked(names)
	if not (BENCH_TOOLS / "pytest").is_dir() or wanted.read_text(encoding="utf-8") != text:
		shutil.rmtree(BENCH_TOOLS, ignore_errors=True)
		wanted.parent.mkdir(parents=True, exist_ok=True)
		wanted.write_text(text, encoding="utf-8")
		subprocess.run(
			[python, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
			+ ["--target", str(BENCH_TOOLS), "-r", str(wanted)],
			check=True,
		)
	return BENCH_TOOLS


def _locked(names: set[str]) -> str:
	"""Those packages of the lock file, with their hashes."""
	kept, keep = [], False
	for line in (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8").splitlines():
		if line and not line.startswith((" ", "#")):
			keep = line.partition("==")[0] in names
		if keep:
			kept.append(line)
	return "\n".join(kept) + "\n"


def _counts(report: Path) -> Counter[str]:
	counts: Counter[str] = Counter()
	if report.exists():
		for suite in ElementTree.parse(report).iter("testsuite"):
			total, failed = int(suite.get("tests", 0)), int(suite.get("failures", 0))
			errors, skipped = int(suite.get("errors", 0)), int(suite.get("skipped", 0))
			counts.update(failed=failed, error=errors, skipped=skipped)
			counts["passed"] += total - failed - errors - skipped
	return counts


def _report(outcome: Outcome) -> Outcome:
	verdict = "ok" if outcome.status == 0 else "FAILED"
	summary = ", ".join(f"{count} {name}" for name, count in outcome.counts.items() if count) or "no tests"
	print(f"-- {outcome.layer.name}: {verdict}: {summary} in {outcome.seconds:.0f} s", flush=True)
	lines = outcome.output.splitlines()
	shown = lines if outcome.status else [line for line in lines if line.startswith(("SKIPPED", "note:"))]
	for line in shown:
		print(f"   {line}")
	return outcome


def _close(outcomes: list[Outcome], left_out: list[Layer], seconds: float) -> int:
	total: Counter[str] = Counter()
	for outcome in outcomes:
		total.update(outcome.counts)
		if outcome.status not in (0, NO_TESTS) and not (outcome.counts["failed"] or outcome.counts["error"]):
			total["error"] += 1  # pytest itself broke: a usage error, a crash, an interrupt
	parts = [f"{total[name]} {name}" for name in ("failed", "passed", "skipped", "error") if total[name]]
	if left_out:
		print(f"layers run: {len(outcomes)}; not run: {', '.join(layer.name for layer in left_out)}")
	print(f" {', '.join(parts) or 'no tests ran'} in {seconds:.2f}s ".center(80, "="))
	return 0 if total["passed"] and not (total["failed"] or total["error"]) else 1


if __name__ == "__main__":
	sys.exit(main())
