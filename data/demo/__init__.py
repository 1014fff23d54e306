"""The demo company: people, history and pay that make sense, made from a seed and a day."""
