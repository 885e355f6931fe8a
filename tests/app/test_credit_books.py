"""An approved credit note drafted in ERPNext: once, never submitted, linked both ways. For real where ERPNext is installed (a bench)."""

from typing import Any

import pytest

from sla_id.statements.books_draft import BooksChoice, draft_in_books, has_books, suggest_books
from sla_id.statements.credit_notes import approve_note
from sla_id.statements.draft_statement import draft_statement, revise_statement
from sla_id.statements.seal_statement import seal_statement
from sla_id.sweep.self_check.run_self_check import run_self_check
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.statement_world import APRIL, NOTE, TOKO, down, note, prepare


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-02 10:00:00.000001")
	prepare()


@pytest.fixture
def approved(site: Any, clockwork: Clockwork) -> str:
	clockwork.at("2026-05-04 12:00")
	down("10 00:00", "11 12:00:01")
	statement = draft_statement(TOKO, APRIL)
	assert statement
	seal_statement(statement)
	site.set_user(world.LEAD)
	approve_note(note(statement).name)
	site.set_user("Administrator")
	return str(note(statement).name)


@pytest.fixture
def books(site: Any) -> dict[str, str]:
	"""A company's accounts and a customer who is linked to the partner, with a submitted invoice of 30 million."""
	if not has_books():
		pytest.skip("ERPNext isn't installed here")
	company = site.get_all("Company", filters={"default_currency": "IDR"}, pluck="name")[0]
	group, territory = (
		site.get_all(doctype, {"is_group": 0}, pluck="name")[0] for doctype in ("Customer Group", "Territory")
	)
	customer = site.get_doc(
		{
			"doctype": "Customer",
			"customer_name": "Toko Pembeli",
			"customer_group": group,
			"territory": territory,
		}
	).insert()
	partner = site.get_doc("SLA Partner", TOKO)
	partner.append("links", {"link_doctype": "Customer", "link_name": customer.name})
	partner.save()
	found = {
		"company": company,
		"customer": customer.name,
		"account": site.get_all(
			"Account", {"company": company, "root_type": "Income", "is_group": 0}, pluck="name"
		)[0],
		"receivable": site.db.get_value("Company", company, "default_receivable_account"),
		"cost_center": site.db.get_value("Company", company, "cost_center"),
	}
	invoice = site.get_doc(
		{
			"doctype": "Sales Invoice",
			"company": company,
			"customer": customer.name,
			"currency": "IDR",
			"posting_date": "2026-05-04",
			"due_date": "2026-05-30",
			"set_posting_time": 1,
			"items": [
				{
					"item_name": "Langganan",
					"description": "Langganan",
					"qty": 1,
					"rate": 30_000_000,
					"uom": "Nos",
					"conversion_factor": 1,
					"income_account": found["account"],
					"cost_center": found["cost_center"],
				}
			],
		}
	).insert()
	invoice.submit()
	return {**found, "invoice": invoice.name}


def chosen(books: dict[str, str], doctype: str, **values: str) -> BooksChoice:
	return BooksChoice(doctype, **{**books, **values})


def test_without_erpnext_it_says_so(site: Any, approved: str) -> None:
	if has_books():
		pytest.skip("ERPNext is installed here")
	assert suggest_books(approved) == {"possible": False}
	with pytest.raises(site.ValidationError, match="isn't installed"):
		draft_in_books(approved, BooksChoice("Journal Entry"))


def test_a_credit_note_against_an_invoice(site: Any, approved: str, books: dict[str, str]) -> None:
	assert suggest_books(approved)["customer"] == books["customer"]
	doctype, name = draft_in_books(approved, chosen(books, "Sales Invoice"))
	draft = site.get_doc(doctype, name)
	assert (draft.docstatus, draft.is_return, draft.return_against) == (0, 1, books["invoice"])
	assert (draft.grand_total, draft.customer) == (-25_000_000, books["customer"])
	assert draft.sla_id_credit_note == approved
	held = site.get_doc(NOTE, approved)
	assert (held.books_doctype, held.books_name) == (doctype, name)
	# once, whatever is asked for the second time
	assert draft_in_books(approved, chosen(books, "Journal Entry")) == (doctype, name)
	assert suggest_books(approved)["held"] == {"doctype": doctype, "name": name}
	assert run_self_check().left == []
	# a draft that somebody has thrown away may be made again; an accountant can submit it
	site.delete_doc(doctype, name)
	doctype, name = draft_in_books(approved, chosen(books, "Sales Invoice"))
	site.get_doc(doctype, name).submit()
	assert draft_in_books(approved, chosen(books, "Sales Invoice")) == (doctype, name)


def test_a_journal_entry_and_its_reversal(site: Any, approved: str, books: dict[str, str]) -> None:
	for field in ("company", "account", "receivable", "cost_center"):
		site.db.set_single_value("SLA Settings", f"books_{field}", books[field])
	doctype, name = draft_in_books(approved, BooksChoice("Journal Entry", customer=books["customer"]))
	rows = [(row.account, row.party, row.debit, row.credit) for row in site.get_doc(doctype, name).accounts]
	assert rows == [
		(books["account"], None, 25_000_000, 0),
		(books["receivable"], books["customer"], 0, 25_000_000),
	]
	assert site.db.get_value(doctype, name, ["docstatus", "sla_id_credit_note"]) == (0, approved)
	statement = site.db.get_value(NOTE, approved, "statement")
	site.db.set_value("SLA Outage", site.get_all("SLA Outage", pluck="name")[0], "status", "Withdrawn")
	revised = revise_statement(statement, "it was none", by=None)
	seal_statement(revised)
	reversal = note(revised, "Reversal").name
	approve_note(reversal)
	with pytest.raises(site.ValidationError, match="Journal Entry"):
		draft_in_books(reversal, chosen(books, "Sales Invoice"))
	doctype, name = draft_in_books(reversal, chosen(books, "Journal Entry"))
	rows = [(row.account, row.debit, row.credit) for row in site.get_doc(doctype, name).accounts]
	assert rows == [(books["account"], 0, 25_000_000), (books["receivable"], 25_000_000, 0)]


REFUSED = [
	("Sales Invoice", {"invoice": ""}, "Invoice"),
	("Sales Invoice", {"invoice": "x"}, "Invoice"),
	("Journal Entry", {"customer": ""}, "Customer"),
	("Journal Entry", {"company": ""}, "Company"),
	("Journal Entry", {"account": "nowhere"}, "Account nowhere"),
	("Customer", {}, "Document"),
]


@pytest.mark.parametrize(("doctype", "values", "said"), REFUSED)
def test_what_is_missing_is_named(
	site: Any, approved: str, books: dict[str, str], doctype: str, values: dict[str, str], said: str
) -> None:
	with pytest.raises(site.ValidationError, match=said):
		draft_in_books(approved, chosen(books, doctype, **values))
	assert not site.db.get_value(NOTE, approved, "books_name")


def test_another_customers_invoice_and_one_who_may_not(
	site: Any, approved: str, books: dict[str, str]
) -> None:
	site.db.set_value(
		"SLA Partner Link", {"parent": TOKO, "link_doctype": "Customer"}, "link_name", "Somebody"
	)
	with pytest.raises(site.ValidationError, match="isn't linked"):
		draft_in_books(approved, chosen(books, "Sales Invoice"))
	site.set_user(world.LEAD)  # no role of ERPNext's
	with pytest.raises(site.PermissionError):
		draft_in_books(approved, chosen(books, "Journal Entry"))
