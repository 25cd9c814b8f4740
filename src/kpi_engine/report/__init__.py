"""What a run hands out: tables, a workbook, JSON. One module for each document; nothing here works out a score."""
