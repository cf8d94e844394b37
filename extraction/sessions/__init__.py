"""The use cases of coding that front ends call: findings, proposals, the codebook, exports.

Imports screening's sessions.review and embedding, and this package's rooms from exporters down.
"""

from extraction.sessions.coding import Coding, open_coding

__all__ = ["Coding", "open_coding"]
