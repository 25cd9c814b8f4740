"""How much the generated tests try: a little in each run, a lot at night (``--hypothesis-profile=nightly``)."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("day", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("day")
