"""A bridge: `bench --site SITE run-tests --app sla_id` looks for unittest cases inside the app and finds the suite in tests/.

| File | What it holds |
|---|---|
| test_app.py | a test for each file of tests/app, run by pytest on a copy of the site |
"""
