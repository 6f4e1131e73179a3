"""Ranking: which fields an article has in the index, and how much each kind of evidence weighs."""
