"""A batch of hours and one-time pay as it is keyed from paper: reading, cells, control totals. No store, no screen."""
