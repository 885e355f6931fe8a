"""Agreement files to records and back: exactly, so that a signed record can be read as the file it is.

`read_agreement(name)` of a record made from a file equals `parse` of that file, field by field. Each module holds
both directions of one section side by side.

| File | What it holds |
|---|---|
| load.py | a file into records: `load_agreement`, `load_samples` |
| version.py | one version as it was signed, with its records: `read_version` |
| read_agreement.py | a record as an agreement file: `read_agreement`, `export_agreement`, `content_hash` |
| masters.py | records that agreements share: found if they say the same, else created |
| head_fields.py, calendar_records.py, classification.py, services_and_channels.py, promises.py, availability_rows.py, policy_records.py, term_rows.py | the sections |
| plain_rows.py | fields that the model says everything about, both ways |
| row_pieces.py | labels, lines and codes in child rows |
"""
