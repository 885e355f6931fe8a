"""Back-test (uji mundur): past tickets under an agreement and under another, had people acted the same. Without Frappe.

Due times are the engine's, with each year's holidays; pauses are kept. What differs is listed both ways, never as a net figure.
What the past doesn't have gives "can't say". Identity comes first: an agreement held against itself differs in nothing.

| File | What it holds |
|---|---|
| column_mapping.py | what the columns of a file mean (YAML) |
| csv_rows.py | a CSV's rows with their lines; encoding and delimiter found |
| read_past.py | rows into past tickets; a row that can't be read is refused, none is lost |
| state_log.py | states of a ticket, row by row, as events |
| past_ticket.py | a ticket of the past, a refused row, what was read of a file |
| replayed_agreement.py | an agreement file as past tickets meet it |
| replay_ticket.py | one ticket under one agreement |
| shard_result.py | what some tickets came to, counted and listed |
| run_backtest.py | all tickets, in shards, over processes, resumed |
| missed_target_credits.py | what missed targets would have cost |
| backtest_report.py | the report as one value, and as JSON |
| backtest_words.py | the report in words |
| backtest_plots.py | its pictures as SVG |
| backtest_page.py | the report as a page |
| input_files.py | the files that the commands are given |
| backtest_command.py | the command |
"""
