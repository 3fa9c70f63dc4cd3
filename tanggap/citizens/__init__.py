"""Accounts of citizens: how somebody who reports comes in, and what belongs to her.

An account is a user without a seat. Its name and addresses are sealed like those of a reporter,
and which reports belong to it can't be read in the database without the identity's key.
"""
