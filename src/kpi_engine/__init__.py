"""Scoring assessments exactly: from a scheme and data to points, grades, ranks and the trail behind them."""
