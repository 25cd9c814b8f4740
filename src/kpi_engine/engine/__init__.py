"""Scheme to plan, plan and facts to results."""
