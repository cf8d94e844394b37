"""Make the int8 model of this folder from the verified float32 weights.

    python -m pip install onnx onnxscript
    python models/all-minilm-l6-v2-int8/make.py [FOLDER]

Reads the weights that ``models/all-minilm-l6-v2/model.toml`` names (checked by SHA-256), traces
encoder, mean pooling and normalisation into one ONNX graph (opset 17) and stores the weights of its
matrix products as signed 8-bit integers, one scale per output channel, in 7 bits: with 8 the
products overflow on processors that add pairs in 16 bits, and the vectors are wrong there.
Activations are quantised per text while the model runs. Writes ``model.onnx``, ``tokenizer.json``
and ``reference.json`` (vectors of three sentences by the float32 model) and prints the entries of
the card. onnx 1.23.2, onnxscript 0.7.2, onnxruntime 1.31.1, torch 2.13.0 and transformers 5.23.0
gave the bytes named in the card; the same versions give the same bytes again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

from screening.embedding import NoEncoder, card_of, check_files, load_encoder, package_folder

SOURCE = "all-minilm-l6-v2"
SENTENCES = (
    "Peer mentoring of first-year students improved retention in three randomised trials.",
    "We searched PubMed, Embase and ERIC for qualitative studies of nurses' experiences.",
    "Background: lava. Methods: none. Results: 42 % (95 % CI 31 to 53) of 74 volcanoes erupted.",
)


class Pooled(torch.nn.Module):
    """Token numbers in, one unit vector a text out."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """The mean over the tokens of a text, scaled to unit length."""
        states = self.encoder(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=torch.zeros_like(input_ids),
        ).last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, p=2, dim=1)


def export(weights: Path, target: Path) -> None:
    """The float32 graph."""
    encoder = AutoModel.from_pretrained(weights, attn_implementation="eager").eval()
    ones = torch.ones((2, 8), dtype=torch.long)
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        Pooled(encoder),
        (ones, ones),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["vector"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "texts"}},
        dynamo=False,
        opset_version=17,
    )


def reference() -> str:
    """What the float32 model makes of three sentences."""
    encoder = load_encoder(Path(SOURCE))
    if isinstance(encoder, NoEncoder):
        raise SystemExit(encoder.reason)
    vectors = encoder.encode(SENTENCES)
    rows = [[round(float(value), 5) for value in vector] for vector in vectors]
    entries = [{"text": text, "vector": row} for text, row in zip(SENTENCES, rows, strict=True)]
    return json.dumps(entries) + "\n"


def main(target: Path) -> None:
    """Write the three files and print their hashes."""
    card = card_of(SOURCE)
    weights = package_folder(card)
    if weights is None:
        raise SystemExit(card.remedy)
    check_files(weights, card, None)
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "float32.onnx"
        export(weights, graph)
        quantize_dynamic(
            graph,
            target / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    shutil.copyfile(weights / "tokenizer.json", target / "tokenizer.json")
    (target / "reference.json").write_text(reference(), encoding="utf-8")
    for name in ("model.onnx", "tokenizer.json", "reference.json"):
        path = target / name
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        print(f'\n[[files]]\npath = "{name}"\nbytes = {path.stat().st_size}\nsha256 = "{sha256}"')


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
