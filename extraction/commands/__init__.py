"""One file per command or group: parse, call one use case, print. No logic.

Imports the sessions inside each command, so that --help stays cold; options and console above.
"""
