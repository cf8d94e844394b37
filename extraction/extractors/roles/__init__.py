"""What each sentence of a text does: background, objective, method, result or other.

Imports the pipeline, the documents and the kernel's embedding; numpy only where it computes.
"""

from extraction.extractors.roles.model import ROLES, RoleModel, load_roles
from extraction.extractors.roles.reader import RoledSentence, RoleReader

__all__ = ["ROLES", "RoleModel", "RoleReader", "RoledSentence", "load_roles"]
