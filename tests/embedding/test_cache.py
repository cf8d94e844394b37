from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.embedding import (
    FileVectorCache,
    VectorCache,
    encode_cached,
    key_of,
    record_text,
)
from screening.embedding.cache import CHUNK
from screening.errors import BadInput, CannotWrite

from .fakes import BrokenEncoder, HashingEncoder, MemoryCache

MakeCache = Callable[[], VectorCache]


@pytest.fixture(params=["memory", "file"])
def make_cache(request: pytest.FixtureRequest, tmp_path: Path) -> MakeCache:
    """Opens the same cache again each time it is called."""
    memory = MemoryCache()
    return lambda: memory if request.param == "memory" else FileVectorCache(tmp_path / "vectors")


def test_a_text_is_encoded_once(make_cache: MakeCache) -> None:
    encoder = HashingEncoder()
    texts = ["a b", "longer text here", "a b"]
    first = encode_cached(encoder, make_cache(), texts)
    again = encode_cached(encoder, make_cache(), [*texts, "new"])
    assert encoder.seen == ["a b", "longer text here", "new"]
    assert first.dtype == np.float32
    assert np.array_equal(first, again[:3])
    assert np.array_equal(first, encoder.encode(texts))


def is_complete(encoder: HashingEncoder, cache: VectorCache, texts: Sequence[str]) -> bool:
    """Whether every text has its vector in the cache."""
    keys = {key_of(text, encoder.identity) for text in texts}
    return len(cache.get_many(keys)) == len(keys)


def test_models_never_mix(make_cache: MakeCache) -> None:
    one, other = HashingEncoder("one"), HashingEncoder("other")
    encode_cached(one, make_cache(), ["text"])
    assert np.array_equal(encode_cached(other, make_cache(), ["text"]), other.encode(["text"]))
    assert not is_complete(HashingEncoder("third"), make_cache(), ["text"])


def test_an_interrupted_run_resumes_where_it_stopped(make_cache: MakeCache) -> None:
    texts = [f"text {number}" for number in range(3 * CHUNK)]
    with pytest.raises(KeyboardInterrupt):
        encode_cached(HashingEncoder(stop_after=2 * CHUNK), make_cache(), texts)
    resumed = HashingEncoder()
    steps: list[tuple[int, int]] = []
    encode_cached(resumed, make_cache(), texts, lambda done, total: steps.append((done, total)))
    assert len(resumed.seen) == CHUNK
    assert steps == [(2 * CHUNK, 3 * CHUNK), (3 * CHUNK, 3 * CHUNK)]
    assert is_complete(resumed, make_cache(), texts)


def test_a_blank_text_is_similar_to_nothing() -> None:
    encoder = HashingEncoder()
    vectors = encode_cached(encoder, MemoryCache(), ["", "  \n", "text"])
    assert encoder.seen == ["text"]
    assert not vectors[:2].any()


def test_the_text_of_a_record() -> None:
    assert record_text("A title.", " An abstract. ") == "A title. An abstract."
    assert record_text("A title", "") == "A title"
    assert record_text("", "An abstract.") == "An abstract."
    assert record_text(" ", "") == ""


def test_no_texts_give_no_rows() -> None:
    assert encode_cached(HashingEncoder(dimension=5), MemoryCache(), []).shape == (0, 5)


def test_vectors_that_are_not_unit_vectors_are_refused() -> None:
    cache = MemoryCache()
    with pytest.raises(BadInput, match="not unit vectors"):
        encode_cached(BrokenEncoder(), cache, ["text"])
    assert not cache.vectors


def _file(folder: Path) -> Path:
    (path,) = folder.glob("*.vectors")
    return path


def _filled(folder: Path, texts: list[str]) -> HashingEncoder:
    encoder = HashingEncoder()
    encode_cached(encoder, FileVectorCache(folder), texts)
    return encoder


def test_a_torn_tail_is_ignored_and_written_again(tmp_path: Path) -> None:
    encoder = _filled(tmp_path, ["one", "two"])
    path = _file(tmp_path)
    path.write_bytes(path.read_bytes()[:-5])
    notices: list[str] = []
    vectors = encode_cached(encoder, FileVectorCache(tmp_path, notices.append), ["one", "two"])
    assert notices == []
    assert len(encoder.seen) == 3
    assert np.array_equal(vectors, encoder.encode(["one", "two"]))
    # Only now damage lies between good entries: it is dropped, and said.
    later = FileVectorCache(tmp_path, notices.append)
    assert is_complete(encoder, later, ["one", "two"])
    assert "2 good ones were kept" in notices[0]
    assert is_complete(encoder, later, ["one", "two"])
    assert len(notices) == 1


def test_a_file_of_something_else_is_dropped_with_a_notice(tmp_path: Path) -> None:
    encoder = _filled(tmp_path, ["one"])
    _file(tmp_path).write_bytes(b"\x00" * 300)
    notices: list[str] = []
    cache = FileVectorCache(tmp_path, notices.append)
    assert np.array_equal(encode_cached(encoder, cache, ["one"]), encoder.encode(["one"]))
    assert len(notices) == 1
    assert is_complete(encoder, cache, ["one"])


def test_a_file_under_another_models_name_gives_nothing(tmp_path: Path) -> None:
    _filled(tmp_path, ["one"])
    other = HashingEncoder("other")
    source = _file(tmp_path)
    encode_cached(other, FileVectorCache(tmp_path), ["two"])
    (target,) = set(tmp_path.glob("*.vectors")) - {source}
    target.write_bytes(source.read_bytes())
    assert not FileVectorCache(tmp_path).get_many([key_of("one", other.identity)])


@given(position=st.integers(0, 2000), bit=st.integers(0, 7))
def test_a_flipped_bit_never_gives_a_wrong_vector(
    tmp_path_factory: pytest.TempPathFactory, position: int, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("vectors")
    texts = ["one", "two", "three", "four"]
    encoder = _filled(folder, texts)
    data = bytearray(_file(folder).read_bytes())
    data[position % len(data)] ^= 1 << bit
    _file(folder).write_bytes(data)
    keys = {key_of(text, encoder.identity): text for text in texts}
    found = FileVectorCache(folder).get_many(keys)
    assert len(found) >= 3
    for key, vector in found.items():
        assert np.array_equal(vector, encoder.encode([keys[key]])[0])


def _fill_in_process(folder: Path, start: int) -> None:
    cache = FileVectorCache(folder)
    for number in range(start, start + 40):
        encode_cached(HashingEncoder(), cache, [f"text {number}"])


def test_two_processes_append_to_one_file(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_fill_in_process, args=(tmp_path, s)) for s in (0, 40)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    notices: list[str] = []
    texts = [f"text {number}" for number in range(80)]
    assert is_complete(HashingEncoder(), FileVectorCache(tmp_path, notices.append), texts)
    assert notices == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match="cannot be kept"):
        encode_cached(HashingEncoder(), FileVectorCache(tmp_path / "file"), ["text"])


def test_a_mended_file_stays_open_to_those_who_share_it(tmp_path: Path) -> None:
    encoder = _filled(tmp_path, ["one"])
    path = _file(tmp_path)
    path.chmod(0o664)
    before = path.stat().st_mode
    path.write_bytes(b"\x00" * 300)
    encode_cached(encoder, FileVectorCache(tmp_path), ["one"])
    assert _file(tmp_path).stat().st_mode == before
