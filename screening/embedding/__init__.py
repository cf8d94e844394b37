"""Texts in, unit vectors out: the one address of onnxruntime and sentence-transformers.

May import resources, codec and errors. Nothing here imports either before the first text is
encoded, so a review whose vectors are cached never pays for them.
"""

from screening.embedding.cache import (
    VectorCache,
    VectorKey,
    encode_cached,
    key_of,
)
from screening.embedding.cards import (
    DEFAULT_ENCODER_CARD,
    ModelCard,
    ModelFile,
    card_names,
    card_of,
    package_folder,
    read_card,
)
from screening.embedding.checks import check_files
from screening.embedding.encoder import Encoder, ModelIdentity, NoEncoder, Progress, record_text
from screening.embedding.file_cache import FileVectorCache
from screening.embedding.load import load_encoder

__all__ = [
    "DEFAULT_ENCODER_CARD",
    "Encoder",
    "FileVectorCache",
    "ModelCard",
    "ModelFile",
    "ModelIdentity",
    "NoEncoder",
    "Progress",
    "VectorCache",
    "VectorKey",
    "card_names",
    "card_of",
    "check_files",
    "encode_cached",
    "key_of",
    "load_encoder",
    "package_folder",
    "read_card",
    "record_text",
]
