"""SQLite behaves like the database Frappe expects."""

import datetime as dt
import sqlite3
import threading
import time

import pytest

import embedded
from embedded.sqlite import canonical


def test_values_are_bound_not_pasted(frappe) -> None:
	text = 'it\'s 100% "sure", %(x)s'
	name = frappe.get_doc({"doctype": "ToDo", "description": text}).insert().name
	assert frappe.db.get_value("ToDo", {"description": text}) == name
	assert frappe.db.sql("select name from tabToDo where description = %s", (text,), pluck=True) == [name]
	found = frappe.db.sql(
		"select name from tabToDo where name in %(names)s and 2 > %(one)s", {"names": [name, "x"], "one": 1}
	)
	assert [row[0] for row in found] == [name]


def test_numbers_stay_numbers(frappe) -> None:
	assert frappe.db.sql("select typeof(%(n)s), typeof(%(t)s)", {"n": 1, "t": "1"})[0] == ("integer", "text")


def test_an_instant_is_found_however_it_is_spelt(frappe) -> None:
	instant = dt.datetime.fromisoformat("2026-03-19 09:00:00")
	name = frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert().name
	for stored in (instant, "2026-03-19 09:00:00", "2026-03-19 09:00:00.000000"):
		frappe.db.set_value("ToDo", name, "creation", stored, update_modified=False)
		for asked in (instant, "2026-03-19 09:00:00", "2026-03-19 09:00:00.000000"):
			assert frappe.get_all("ToDo", {"name": name, "creation": ["<=", asked]})
			assert frappe.get_all("ToDo", {"name": name, "creation": [">=", asked]})
		assert frappe.db.get_value("ToDo", name, "creation") == instant
	assert canonical("2026-03-19 09:00:00.500000") == "2026-03-19 09:00:00.500000"


@pytest.mark.parametrize("days_ago", ["NOW()-INTERVAL '14 DAY'", "(NOW() - INTERVAL '14' DAY)"])
def test_an_instant_some_days_ago(frappe, days_ago: str) -> None:
	"""As the engine's daily jobs write it: clearing logs, and requests that nobody confirmed."""
	found = frappe.db.sql(f"select {days_ago}, date(NOW())")[0]
	day, today = dt.date.fromisoformat(str(found[0])[:10]), dt.date.fromisoformat(str(found[1]))
	assert (today - day).days == 14


def test_the_largest_instant_is_an_instant(frappe) -> None:
	from frappe.query_builder.functions import Max

	frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()
	todo = frappe.qb.DocType("ToDo")
	assert isinstance(frappe.qb.from_(todo).select(Max(todo.creation)).run()[0][0], dt.datetime)


def test_two_tables_may_name_an_index_alike(frappe) -> None:
	for doctype in ("HD Team", "HD Customer"):
		frappe.db.add_unique(doctype, ["owner", "name"], constraint_name="same_name")
		assert frappe.db.has_index(f"tab{doctype}", "same_name")


def test_a_changed_table_keeps_its_key_and_indexes(frappe) -> None:
	from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

	create_custom_fields(
		{
			"HD Team": [
				{"fieldname": "sla_code", "fieldtype": "Data", "label": "Code", "unique": 1},
				{
					"fieldname": "sla_rank",
					"fieldtype": "Int",
					"label": "Rank",
					"search_index": 1,
					"default": "3",
				},
			]
		}
	)
	columns = {row.name: row for row in frappe.db.sql("PRAGMA table_info(`tabHD Team`)", as_dict=1)}
	assert columns["name"].pk == 1
	assert columns["sla_rank"].notnull == 1
	frappe.get_doc({"doctype": "HD Team", "team_name": "A", "sla_code": "1"}).insert()
	with pytest.raises(frappe.UniqueValidationError):
		frappe.get_doc({"doctype": "HD Team", "team_name": "B", "sla_code": "1"}).insert()
	# the type changes, the table is rebuilt, and everything is still there
	frappe.db.set_value("Custom Field", {"fieldname": "sla_rank"}, "fieldtype", "Data")
	frappe.clear_cache(doctype="HD Team")
	frappe.db.updatedb("HD Team")
	columns = {row.name: row for row in frappe.db.sql("PRAGMA table_info(`tabHD Team`)", as_dict=1)}
	assert (columns["name"].pk, columns["sla_rank"].type) == (1, "TEXT")
	with pytest.raises(sqlite3.IntegrityError, match=r"tabHD Team\.name"):
		frappe.db.sql("insert into `tabHD Team` (name, team_name) values ('Billing', 'Other')")


def test_writers_in_threads_wait_for_each_other(frappe) -> None:
	frappe.db.commit()
	before = frappe.db.count("HD Ticket")
	failures: list[Exception] = []

	def write(number: int) -> None:
		connected = embedded.connect()
		try:
			for _ in range(5):
				connected.db.count("HD Ticket")  # a read first: the case that used to fail
				connected.get_doc(
					{"doctype": "HD Ticket", "subject": str(number), "description": "x"}
				).insert()
				connected.db.commit()
		except Exception as error:
			failures.append(error)
		finally:
			embedded.disconnect()

	threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert failures == []
	frappe.db.rollback()
	assert frappe.db.count("HD Ticket") == before + 20
	assert len(set(frappe.get_all("HD Ticket", pluck="name"))) == before + 20


def test_for_update_holds_others_back(frappe) -> None:
	frappe.db.commit()
	order: list[str] = []

	def second() -> None:
		connected = embedded.connect()
		connected.db.get_value("HD Settings", "HD Settings", "default_priority")
		connected.db.get_value("User", "Guest", "name", for_update=True)
		order.append("second")
		embedded.disconnect()

	frappe.db.get_value("User", "Guest", "name", for_update=True)
	thread = threading.Thread(target=second)
	thread.start()
	time.sleep(0.3)
	order.append("first")
	frappe.db.commit()
	thread.join()
	assert order == ["first", "second"]


def test_a_savepoint_outside_a_transaction_commits_nothing(frappe) -> None:
	frappe.db.commit()
	frappe.db.savepoint("one")
	name = frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert().name
	frappe.db.release_savepoint("one")
	frappe.db.rollback()
	assert not frappe.db.exists("ToDo", name)
