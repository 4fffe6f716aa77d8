"""From answers to verdicts: compare, judge, explain, report."""
