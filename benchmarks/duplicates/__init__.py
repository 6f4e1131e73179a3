"""How well reprints are found, and what it and cleaning cost."""
