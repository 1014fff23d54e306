"""How long records are kept, and which are past that time."""
