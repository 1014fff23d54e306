"""The screens of recruiting."""
