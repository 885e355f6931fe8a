"""The agreement file, the sample agreements and the holiday files: pure Python, no Frappe."""
