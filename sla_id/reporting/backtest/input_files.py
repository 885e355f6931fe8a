"""What the commands are given: an agreement, past tickets with their mapping, an instant. Problems name the file."""

from datetime import datetime
from pathlib import Path

from sla_id.agreements.file import AgreementFile, AgreementFileError, parse
from sla_id.engine import EngineError
from sla_id.engine.clocks import UTC
from sla_id.reporting.backtest.column_mapping import ColumnMapping, mapping_of_header, parse_mapping
from sla_id.reporting.backtest.csv_rows import CsvFile, read_csv
from sla_id.reporting.reporting_error import ReportingError


def read_agreement_file(path: Path) -> tuple[str, AgreementFile]:
	"""Its text and what it says. Raises ReportingError."""
	try:
		text = path.read_text(encoding="utf-8-sig")
		return text, parse(text, path.name)
	except (AgreementFileError, EngineError) as problem:
		raise ReportingError("", str(problem)) from None
	except UnicodeDecodeError:
		raise ReportingError(str(path), "isn't in UTF-8; save it so") from None
	except OSError as problem:
		raise ReportingError(str(path), problem.strerror or str(problem)) from None


def read_ticket_file(tickets: Path, said_by: Path | None) -> tuple[ColumnMapping, CsvFile]:
	"""What its columns mean, by a mapping or by their names, and its rows. Raises ReportingError."""
	try:
		content = tickets.read_bytes()
		said = said_by.read_text(encoding="utf-8-sig") if said_by else None
	except UnicodeDecodeError:
		raise ReportingError(str(said_by), "isn't in UTF-8; save it so") from None
	except OSError as problem:
		raise ReportingError(str(problem.filename), problem.strerror or str(problem)) from None
	if said_by is None or said is None:
		csv = read_csv(content, tickets.name)
		return mapping_of_header(csv.columns), csv
	mapping = parse_mapping(said, said_by.name)
	return mapping, read_csv(content, tickets.name, mapping.encoding, mapping.delimiter)


def parse_instant(option: str, text: str | None) -> datetime | None:
	"""The instant of an option. Raises ReportingError."""
	if text is None:
		return None
	try:
		at = datetime.fromisoformat(text)
	except ValueError:
		at = None
	if at is None or at.tzinfo is None:
		raise ReportingError(option, f"{text!r} can't be read; write e.g. 2026-05-01T00:00:00+07:00")
	return at.astimezone(UTC)
