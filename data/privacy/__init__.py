"""What is stored for privacy: where people stand in every table, legal holds, exports of one person, and erasures."""
