"""Search exports in, decisions and a proven flow out."""

__version__ = "0.1.0"
