"""What is stored: the only package that imports Peewee. Rows and queries that take and return hrtui values."""
