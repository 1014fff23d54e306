"""The query language shared by screens, palette and shell."""
