"""Who works where: for the operator, and for each admin at her office and below."""
