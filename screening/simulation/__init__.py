"""How a ranking would have served: labelled reviews screened again, and every order measured.

May import ranking, readers, records, codec, console, registry and errors. The metrics, the draws
and the replay are pure: no clock, no store, no global randomness.
"""
