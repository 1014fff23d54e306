"""Files kept about people: by kind, with an expiry day and the right to see them."""
