"""One check, computed: values in, lines out; no store and no screen."""
