"""Score cards as files: spreadsheet, printed pages, plain table. Same figures, same bytes."""
