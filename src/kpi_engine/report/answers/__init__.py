"""The answers of what-if as sentences and tables, a file a question; what shows them is `telling` and its neighbours."""
