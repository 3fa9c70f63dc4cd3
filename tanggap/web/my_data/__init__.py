"""Everything about one person as a file of her own: data.json and her photographs, in a ZIP."""
