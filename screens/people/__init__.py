"""The screens of people: the directory, a person's record, and the forms that change it."""
