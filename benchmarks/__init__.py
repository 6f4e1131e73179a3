"""The measurements: our engine beside others, on one machine, in one run, over the same articles."""
