"""Old PyTorch files are read without torch and run nothing; the converter wires an LSTM as PyTorch does."""

import os
import pickle
import struct
import sys
from collections import OrderedDict
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from storyreel.errors import WeightsError
from storyreel.tools.weights.convert_ge2e import LAYERS, convert
from storyreel.tools.weights.torch_tensors import MAGIC, PROTOCOL, read_tensors


class Saved:
    """A tensor as such a file holds one: a function to call on a storage and numbers."""

    def __init__(self, values, *, offset=0, shape=None, strides=None, elements=None):
        self.values = np.ascontiguousarray(values, "<f4").reshape(-1)
        self.elements = len(self.values) if elements is None else elements
        shape = np.shape(values) if shape is None else shape
        steps = tuple(int(np.prod(shape[axis + 1 :])) for axis in range(len(shape)))
        self.args = (self, offset, shape, strides or steps, False, OrderedDict())

    def __reduce__(self):
        return sys.modules["torch._utils"]._rebuild_tensor_v2, (_Storage(self), *self.args[1:])


class _Storage:
    def __init__(self, tensor):
        self.tensor = tensor


class _Pickler(pickle.Pickler):
    def persistent_id(self, one):
        if isinstance(one, _Storage):
            return (
                "storage",
                sys.modules["torch"].FloatStorage,
                str(id(one.tensor)),
                "cpu",
                one.tensor.elements,
                None,
            )
        return None


@pytest.fixture
def save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Writes a dictionary of tables of tensors as PyTorch did before 1.6; returns the path."""
    torch, utils = ModuleType("torch"), ModuleType("torch._utils")
    torch.FloatStorage = type("FloatStorage", (), {"__module__": "torch"})
    exec("def _rebuild_tensor_v2(): ...", utils.__dict__)  # noqa: S102  a function of that module, for its name
    for module in (torch, utils):
        monkeypatch.setitem(sys.modules, module.__name__, module)

    def write(tables, name="pretrained.pt", magic=MAGIC):
        tensors = [one for table in tables.values() for one in table.values() if isinstance(one, Saved)]
        path = tmp_path / name
        with path.open("wb") as file:
            for head in (magic, PROTOCOL, {"little_endian": True}):
                pickle.dump(head, file, protocol=2)
            _Pickler(file, protocol=2).dump(tables)
            pickle.dump([str(id(one)) for one in tensors], file, protocol=2)
            for one in tensors:
                file.write(struct.pack("<q", len(one.values)) + one.values.tobytes())
        return path

    return write


def test_tensors_come_back_as_they_were_saved(save) -> None:
    rows = np.arange(6, dtype=np.float32).reshape(2, 3)
    table = OrderedDict(rows=Saved(rows), turned=Saved(rows, shape=(3, 2), strides=(1, 3)), one=Saved([7.0]))
    found = read_tensors(save({"model_state": table}), "model_state")
    assert list(found) == ["rows", "turned", "one"]
    np.testing.assert_array_equal(found["rows"], rows)
    np.testing.assert_array_equal(found["turned"], rows.T)
    assert found["one"].dtype == np.float32


class Attack:
    def __init__(self, function, *args):
        self.call = function, args

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize(
    ("call", "asked"),
    [
        (lambda trace: Attack(os.system, f"touch {trace}"), "system"),
        (lambda trace: Attack(eval, f"open({str(trace)!r}, 'w')"), "eval"),
        (lambda trace: Attack(getattr, Path(trace), "touch"), "getattr"),
    ],
    ids=["shell", "eval", "attribute"],
)
def test_a_file_that_wants_to_run_something_is_refused_and_runs_nothing(save, tmp_path, call, asked) -> None:
    trace = tmp_path / "trace"
    path = save({"model_state": {"evil": call(trace), "good": Saved([1.0])}})
    with pytest.raises(WeightsError, match="no tensor needs") as error:
        read_tensors(path, "model_state")
    assert asked in str(error.value)
    assert not trace.exists()


def test_a_tensor_that_reaches_beyond_its_numbers_is_refused(save) -> None:
    for shape, strides, offset in (((4,), (1,), 0), ((2,), (1,), 2), ((2,), (-1,), 1)):
        path = save({"model_state": {"w": Saved([1, 2, 3], shape=shape, strides=strides, offset=offset)}})
        with pytest.raises(WeightsError, match="reaches beyond"):
            read_tensors(path, "model_state")


def test_a_damaged_file_is_refused_in_one_line(save, tmp_path) -> None:
    whole = save({"model_state": {"w": Saved(np.ones(50))}}).read_bytes()
    huge = save({"model_state": {"w": Saved([1.0], elements=1 << 60)}}, "huge.pt").read_bytes()
    wrong = save({"model_state": {}}, "wrong.pt", magic=7).read_bytes()
    for content in (whole[:-4], whole[:30], b"", b"PK\x03\x04 a zip", huge, wrong):
        path = tmp_path / "damaged.pt"
        path.write_bytes(content)
        with pytest.raises(WeightsError) as error:
            read_tensors(path, "model_state")
        assert "\n" not in str(error.value)
    with pytest.raises(WeightsError, match="'another'"):
        read_tensors(save({"model_state": {}}), "another")


def random_weights() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    tensors = {}
    for layer in range(LAYERS):
        given = 256 if layer else 40
        for name, shape in (
            ("weight_ih", (1024, given)),
            ("weight_hh", (1024, 256)),
            ("bias_ih", (1024,)),
            ("bias_hh", (1024,)),
        ):
            tensors[f"lstm.{name}_l{layer}"] = random.normal(0, 0.1, shape).astype(np.float32)
    tensors["linear.weight"] = random.normal(0, 0.1, (256, 256)).astype(np.float32)
    tensors["linear.bias"] = random.normal(0, 0.1, 256).astype(np.float32)
    return tensors


def embeddings_by_numpy(tensors, mels: np.ndarray) -> np.ndarray:
    """PyTorch's LSTM (gates input, forget, cell, output), projection, ReLU, unit length."""
    states = mels.astype(np.float64)
    for layer in range(LAYERS):
        w, r, b, c = (
            tensors[f"lstm.{name}_l{layer}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        hidden = cell = np.zeros((mels.shape[1], 256))
        run = []
        for frame in states:
            i, f, g, o = np.split(frame @ w.T + hidden @ r.T + b + c, 4, axis=1)
            cell = sigmoid(f) * cell + sigmoid(i) * np.tanh(g)
            hidden = sigmoid(o) * np.tanh(cell)
            run.append(hidden)
        states = np.stack(run)
    positive = np.maximum(0, states[-1] @ tensors["linear.weight"].T + tensors["linear.bias"])
    return positive / np.linalg.norm(positive, axis=1, keepdims=True)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def test_the_converted_network_is_pytorchs_lstm(save, tmp_path) -> None:
    import onnxruntime

    tensors = random_weights()
    save({"model_state": OrderedDict((name, Saved(value)) for name, value in tensors.items())})
    convert(tmp_path)
    session = onnxruntime.InferenceSession(str(tmp_path / "ge2e.onnx"))
    for frames, batch in ((12, 3), (5, 1)):
        mels = np.random.default_rng(1).random((frames, batch, 40), np.float32)
        [found] = session.run(None, {"mels": mels})
        np.testing.assert_allclose(found, embeddings_by_numpy(tensors, mels), atol=1e-5)
