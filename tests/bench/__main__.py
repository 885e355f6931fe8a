"""`make bench`: every bench module in turn, one table, exit status 1 where a limit is broken."""

import sys
from importlib import import_module
from pkgutil import iter_modules

from tests import bench
from tests.bench.measure import Measure, Unavailable


def main() -> int:
	"""Run the benches and print what they measured. Names on the command line choose some, e.g. `engine`."""
	wanted = {f"bench_{name}" for name in sys.argv[1:]}
	names = sorted(found.name for found in iter_modules(bench.__path__) if found.name.startswith("bench_"))
	broken = 0
	for name in names:
		if wanted and name not in wanted:
			continue
		print(f"{name.removeprefix('bench_')}:")
		try:
			for measure in import_module(f"tests.bench.{name}").measures():
				print(f"  {told(measure)}", flush=True)
				broken += not measure.kept
		except Unavailable as reason:
			print(f"  skipped: {reason}")
	print(f"{broken} limit(s) broken" if broken else "all limits kept")
	return 1 if broken else 0


def told(measure: Measure) -> str:
	"""One line of the table: the figure, its limit, whether it is kept."""
	figure = f"{measure.value:>9.2f} {measure.unit:<3}"
	if measure.limit is None:
		return f"{measure.name:<44}{figure}"
	verdict = "pass" if measure.kept else "FAIL"
	return f"{measure.name:<44}{figure}  limit {measure.limit:>5g} {measure.unit:<3}  {verdict}"


if __name__ == "__main__":
	sys.exit(main())
