"""The app's words in other languages: English stands in the code, a catalogue for each other language here.

Nothing of the app imports it; it runs by hand and in `make check`, and needs Babel.

| File | What it does |
|---|---|
| update.py | brings main.pot, each catalogue and translations/*.csv up to date, or says what is missing |
| extractors.py | how Babel finds the app's strings in Python, JavaScript, pages, DocTypes and workspaces |
| pseudo.py | a made-up language, to see on a site which words never reach a translator |
"""
