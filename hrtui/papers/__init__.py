"""Papers: templates in plain text with named fields, filled in, laid out on pages, and drawn as PDF; whose they are, areas know."""
