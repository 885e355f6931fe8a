"""Files are read by libyaml where it is there: it must see what PyYAML sees, to the line and column."""

from pathlib import Path

import pytest
import yaml

import sla_id.fixtures
from sla_id.agreements.file import cursor

SAMPLES = sorted(Path(sla_id.fixtures.__file__).parent.rglob("*.yaml"))
REFUSED = ("a: &x 1\nb: *x\n", "a: [1\n", "a: \x00", "\n".join("  " * n + "a:" for n in range(50)) + " 1\n")
needs_libyaml = pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML was built without libyaml")


def told(node: yaml.Node) -> object:
	place = (node.tag, node.start_mark.line, node.start_mark.column)
	if isinstance(node, yaml.ScalarNode):
		return (*place, node.value, node.style or None)
	if isinstance(node, yaml.SequenceNode):
		return (*place, [told(item) for item in node.value])
	assert isinstance(node, yaml.MappingNode)
	return (*place, [(told(key), told(value)) for key, value in node.value])


@needs_libyaml
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_see_the_same(path: Path) -> None:
	text = path.read_text(encoding="utf-8")
	quick, slow = cursor._quickly(text), cursor._Loader(text).get_single_node()
	assert quick is not None and slow is not None
	assert told(quick) == told(slow)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_amiss_is_left_to_the_one_that_says_it_in_full(text: str) -> None:
	assert cursor._quickly(text) is None
