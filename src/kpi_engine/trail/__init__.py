"""The trail: double entry for every node, its balance, and the receipt of a run."""
