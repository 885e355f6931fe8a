"""Agreement files to records and back: exactly, so that a signed record can be read as the file it is.

`read_agreement(name)` of a record made from a file equals `parse` of that file, field by field. Each module holds
both directions of one section side by side.

| File | What it holds |
|---|---|
| load.py | a file into records: `load_agreement`, `load_samples` |
| version.py | one version as it was signed, with its records: `read_version` |
| read.py | a record as an agreement file: `read_agreement`, `export_agreement`, `content_hash` |
| masters.py | records that agreements share: found if they say the same, else created |
| head.py, calendars.py, classification.py, catalogue.py, promises.py, escalation.py, terms.py | the sections |
| plain_rows.py | fields that the model says everything about, both ways |
| rows.py | labels, lines and codes in child rows |
"""
