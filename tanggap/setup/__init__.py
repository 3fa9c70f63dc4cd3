"""What the operator changes of the institution, checked against routing and open reports.

The rows are written by the packages they belong to; here is asked whether the whole still works.
"""
