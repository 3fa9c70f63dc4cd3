"""A report on its way in: the form, what it is asked meanwhile, and its receipt."""
