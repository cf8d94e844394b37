"""Measurements; each script prints one JSON line and none is run by the tests."""
