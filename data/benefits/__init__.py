"""What is stored of benefits: rows to values of `hrtui.benefits.model` and back, many people at once."""
