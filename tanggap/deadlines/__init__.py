"""What comes due: who is warned, and what a change of the rules moves.

The times themselves are sums of `reports.clocks`; here they become notices and revisions.
"""
