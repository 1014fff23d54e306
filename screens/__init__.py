"""What a person sees: screens compose, show values and hand input to use cases; no rule and no query lives here."""
