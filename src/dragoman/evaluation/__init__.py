"""Scores against gold data: precision, recall, F1, n and a bootstrap interval."""
