"""Texts that hold codes separated by commas are looked after as links are: nothing breaks them in silence."""

import json
from pathlib import Path
from typing import Any

import pytest

import sla_id
from sla_id.agreements.code_lists import LISTS
from tests.app import world

POLICY = {
	"doctype": "SLA Escalation Policy",
	"policy_name": "UJI-KODE",
	"tiers": [{"level": 1, "tier_title": "Satu", "responsible": "Dukungan"}],
	"triggers": [{"level": 1, "trigger_on": "reported"}],
}


def test_every_such_field_is_known() -> None:
	"""A new one is looked after from the start."""
	found = set()
	for path in Path(sla_id.__file__).parent.glob("doctype/*/*.json"):
		doctype = json.loads(path.read_text(encoding="utf-8"))
		for field in doctype.get("fields", ()):
			if "separated by commas" in (field.get("description") or ""):
				found.add((doctype["name"], field["fieldname"]))
	assert found <= {(listed.doctype, listed.field) for listed in LISTS}


@pytest.fixture
def policy(site: Any) -> Any:
	"""A policy that no approved agreement names, with codes that name records."""
	site.get_doc({"doctype": "SLA Priority", "code": "UJI-P", "rank": 9}).insert()
	site.get_doc({"doctype": "SLA Service", "code": "UJI-S", "service_name": "Uji"}).insert()
	world.user("uji@uji.example", "SLA Partner", website=True)
	world.partner("UJI-M", "Mitra Uji", "uji@uji.example")
	calendar = site.db.get_value("SLA Agreement", {"partner": world.PARTNER}, "default_calendar")
	values = json.loads(json.dumps(POLICY))
	values["tiers"][0].update({"hours": calendar, "wakes_for": "P1, UJI-P"})
	values["triggers"][0].update({"priorities": "UJI-P", "services": "UJI-S", "partners": "UJI-M, MAJU"})
	return site.get_doc(values).insert()


@pytest.mark.parametrize(
	("table", "field", "wrong"),
	[
		("tiers", "tell_by", "desk, fax"),
		("tiers", "wakes_for", "P1, P99"),
		("triggers", "priorities", "P99"),
		("triggers", "services", "NO-SUCH"),
		("triggers", "partners", "NOBODY"),
	],
)
def test_a_policy_names_only_what_there_is(
	table: str, field: str, wrong: str, policy: Any, site: Any
) -> None:
	policy.get(table)[0].set(field, wrong)
	with pytest.raises(site.ValidationError) as caught:
		policy.save()
	assert "row 1" in str(caught.value) and wrong.split(", ")[-1] in str(caught.value)


@pytest.mark.parametrize(
	("table", "field", "wrong"),
	[
		("targets", "met_by", "confirmed, resumed"),
		("services", "depends_on", "NO-SUCH"),
		("services", "channels", "portal, pigeon"),
		("services", "parent_code", "NO-SUCH"),
		("outline", "shows", "targets, weather"),
	],
)
def test_an_agreement_names_only_what_there_is(table: str, field: str, wrong: str, site: Any) -> None:
	draft = site.copy_doc(site.get_doc("SLA Agreement", "HAI-DJPB v2023.0"))
	draft.update({"version": "2099.0", "effective_from": "2099-01-01", "is_default": 0})
	if not draft.get(table):
		draft.append(table, {"number": "1", "label": "Satu"})
	draft.get(table)[0].set(field, wrong)
	with pytest.raises(site.ValidationError) as caught:
		draft.insert()
	assert "row 1" in str(caught.value) and wrong.split(", ")[-1] in str(caught.value)


@pytest.mark.parametrize(
	("doctype", "old", "named"),
	[
		("SLA Service", "UJI-S", {"services": "BARU"}),
		("SLA Partner", "UJI-M", {"partners": "BARU, MAJU"}),
	],
)
def test_a_new_name_is_followed(
	doctype: str, old: str, named: dict[str, str], policy: Any, site: Any
) -> None:
	site.rename_doc(doctype, old, "BARU")
	held = site.get_cached_doc("SLA Escalation Policy", policy.name)
	rows = {**held.tiers[0].as_dict(), **held.triggers[0].as_dict()}
	assert {field: rows[field] for field in named} == named
	held.save()


@pytest.mark.parametrize(
	("doctype", "name"), [("SLA Priority", "UJI-P"), ("SLA Service", "UJI-S"), ("SLA Partner", "UJI-M")]
)
def test_what_a_code_names_is_not_deleted(doctype: str, name: str, policy: Any, site: Any) -> None:
	with pytest.raises(site.ValidationError, match=policy.name):
		site.delete_doc(doctype, name)
	policy.delete()
	site.delete_doc(doctype, name)
	assert not site.db.exists(doctype, name)


def test_a_priority_that_an_approved_policy_wakes_for_keeps_its_name(site: Any) -> None:
	"""It stands in what was signed."""
	policy = site.db.get_value("SLA Agreement", {"partner": world.PARTNER}, "escalation_policy")
	site.get_doc({"doctype": "SLA Priority", "code": "UJI-P", "rank": 9}).insert()
	site.db.set_value("SLA Escalation Tier", {"parent": policy, "level": 2}, "wakes_for", "UJI-P")
	with pytest.raises(site.ValidationError, match="INNOVASIA-MITRA"):
		site.rename_doc("SLA Priority", "UJI-P", "BARU")
