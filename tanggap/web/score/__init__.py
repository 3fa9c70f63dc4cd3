"""Score cards of the offices: for leaders, office admins, validators and the operator."""
