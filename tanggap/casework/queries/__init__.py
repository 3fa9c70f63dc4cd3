"""Reads for the staff screens. No writes, no words for people: the interfaces have those.

`lists` gives the pages of queues and of the search, `choices` what filters and forms offer,
`report` everything one report's page shows.
"""
