"""Forecast: the chance that an open clock will miss its target, from history, and whether such chances hold. Pure.

A chance comes from how long earlier clocks of its kind stayed open (Kaplan–Meier on used working time), given how long this one
has. Where there is too little history, that is the answer.

| File | What it holds |
|---|---|
| survival_curve.py | how long clocks stay open, with those still open counted |
| breach_chance.py | the chance, or why there is none; narrow groups pooled into wider ones |
| held_out.py | chances against what became of the clocks: Brier, skill, reliability |
| learn_from_past.py | histories and held-out clocks from past tickets |
| forecast_words.py | the tables in words |
| forecast_command.py | the command |
"""
