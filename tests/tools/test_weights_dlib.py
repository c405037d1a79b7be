"""dlib's face network, converted, gives dlib's own vectors; the reader takes only what it knows."""

import math

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from storyreel.tools import weights
from storyreel.tools.models import centerface, dlib_face
from storyreel.tools.weights.convert_dlib_face import to_onnx
from storyreel.tools.weights.dlib_stream import Stream, read_network

MEAN = (100.5, -3.25, 0.0)
SIDE_PX, FIRST, BLOCK, NUMBERS = 13, 3, 5, 4
"""A picture's side, channels of the first convolution and of the block, numbers of a vector."""


def integer(value: int) -> bytes:
    size = max(1, math.ceil(abs(value).bit_length() / 8))
    return bytes([size | (0x80 if value < 0 else 0)]) + abs(value).to_bytes(size, "little")


def integers(*values: int) -> bytes:
    return b"".join(map(integer, values))


def number(value: float) -> bytes:
    mantissa, exponent = math.frexp(value)
    return integers(int(mantissa * 2**24), exponent - 24)


def text(value: str) -> bytes:
    return integer(len(value)) + value.encode()


def tensor(numbers: np.ndarray) -> bytes:
    shape = numbers.shape if numbers.ndim == 4 else (numbers.size, 1, 1, 1)
    return integers(2, *shape) + numbers.astype("<f4").tobytes()


EMPTY = tensor(np.zeros((0, 0, 0, 0)))
RATES = b"".join(map(number, (1, 1, 1, 0)))


def con(filters: np.ndarray, biases: np.ndarray, stride: int, padding: int) -> bytes:
    made, _, rows, columns = filters.shape
    return b"".join([
        text("con_4"),
        tensor(np.concatenate([filters.ravel(), biases])),
        integers(made, rows, columns, stride, stride, padding, padding),
        integers(1, *filters.shape),
        integers(1, 1, made, 1, 1),
        RATES,
    ])  # fmt: skip


def affine(factors: np.ndarray, summands: np.ndarray) -> bytes:
    part = integers(1, 1, len(factors), 1, 1)
    return text("affine_") + tensor(np.concatenate([factors, summands])) + part + part + integer(0)


def pool(kind: str, size: int, stride: int) -> bytes:
    return text(f"{kind}_pool_2") + integers(size, size, stride, stride, 0, 0)


def fc(product: np.ndarray) -> bytes:
    given, made = product.shape
    part = integers(1, 1, 1, 1, 1)
    return text("fc_2") + integers(made, given) + tensor(product) + part + part + integer(1) + RATES


def written(layers: list[bytes | None]) -> bytes:
    """A network of the given layers, the first first, as dlib would write it; None is a tag or a skip."""
    versions = [3] + [1 if layer is None else 2 for layer in layers[1:]]
    head = integer(1) + text("loss_metric_2") + number(0.04) + number(0.6)
    picture = text("input_rgb_image_sized") + b"".join(map(number, MEAN)) + integers(SIDE_PX, SIDE_PX)
    state = b"010" + 3 * EMPTY
    held = [layer + state if layer else b"" for layer in layers]
    held[0] += integer(1)
    return head + integers(*reversed(versions)) + picture + b"".join(held)


@pytest.fixture(scope="module")
def numbers() -> dict[str, np.ndarray]:
    random = np.random.default_rng(7)
    shapes = {
        "w1": (FIRST, 3, 3, 3), "b1": (FIRST,), "g1": (FIRST,), "s1": (FIRST,),
        "w2": (BLOCK, FIRST, 3, 3), "b2": (BLOCK,), "g2": (BLOCK,), "s2": (BLOCK,),
        "w3": (BLOCK, BLOCK, 3, 3), "b3": (BLOCK,), "g3": (BLOCK,), "s3": (BLOCK,),
        "fc": (BLOCK, NUMBERS),
    }  # fmt: skip
    return {name: random.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}


@pytest.fixture(scope="module")
def small(numbers) -> bytes:
    """A stem, one block that halves the picture and adds channels, and a vector."""
    n = numbers
    return written([
        con(n["w1"], n["b1"], 2, 0), affine(n["g1"], n["s1"]), text("relu_"), pool("max", 3, 1),
        None,
        con(n["w2"], n["b2"], 2, 0), affine(n["g2"], n["s2"]), text("relu_"),
        con(n["w3"], n["b3"], 1, 1), affine(n["g3"], n["s3"]),
        None, None, pool("avg", 2, 2), text("add_prev_"), text("relu_"),
        pool("avg", 0, 1), fc(n["fc"]),
    ])  # fmt: skip


def convolved(x, filters, biases, stride, padding):
    padded = np.pad(x, [(0, 0), (padding, padding), (padding, padding)])
    windows = sliding_window_view(padded, filters.shape[1:])[0][::stride, ::stride]
    return np.einsum("rcgij,mgij->mrc", windows, filters) + biases[:, None, None]


def pooled(x, size, stride, reduce):
    return reduce(sliding_window_view(x, (size, size), axis=(1, 2))[:, ::stride, ::stride], axis=(3, 4))


def scaled(x, factors, summands):
    return x * factors[:, None, None] + summands[:, None, None]


def by_numpy(n, chip):
    """What dlib's layers say, one after another, with nothing folded."""
    x = (chip.transpose(2, 0, 1) - np.array(MEAN)[:, None, None]) / 256
    x = np.maximum(scaled(convolved(x, n["w1"], n["b1"], 2, 0), n["g1"], n["s1"]), 0)
    x = pooled(x, 3, 1, np.max)
    y = np.maximum(scaled(convolved(x, n["w2"], n["b2"], 2, 0), n["g2"], n["s2"]), 0)
    y = scaled(convolved(y, n["w3"], n["b3"], 1, 1), n["g3"], n["s3"])
    x = pooled(x, 2, 2, np.mean)
    assert (x.shape, y.shape) == ((FIRST, 2, 2), (BLOCK, 1, 1))
    together = np.zeros((BLOCK, 2, 2))
    together[:FIRST] += x
    together[:, :1, :1] += y
    return np.maximum(together, 0).mean(axis=(1, 2)) @ n["fc"]


def test_a_converted_network_computes_what_its_layers_say(small, numbers) -> None:
    import onnxruntime

    session = onnxruntime.InferenceSession(to_onnx(read_network(small)).SerializeToString())
    chips = np.random.default_rng(1).integers(0, 256, (3, SIDE_PX, SIDE_PX, 3), dtype=np.uint8)
    (vectors,) = session.run(None, {"chips": chips})
    assert vectors == pytest.approx(np.array([by_numpy(numbers, chip) for chip in chips]), abs=1e-4)


def test_the_reader_stops_at_anything_that_it_does_not_expect(small) -> None:
    for data, complaint in {
        small[:-1]: "bytes more",
        small + b"0": "what is left",
        small.replace(b"loss_metric_2", b"loss_metric_9"): "expected the loss to be 'loss_metric_2'",
        small.replace(b"relu_", b"selu_"): "expected a layer that is known here, got 'selu_'",
    }.items():
        with pytest.raises(ValueError, match=complaint):
            read_network(data)


@pytest.mark.parametrize("value", [0.0, 1.0, -0.75, 122.782, 1e-6])
def test_fractions_are_read_as_written(value) -> None:
    assert Stream(number(value)).number() == pytest.approx(value, rel=1e-6)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        Stream(integers(0, 32002)).number()


def test_real_faces_get_dlibs_own_vectors(footage) -> None:
    import cv2
    import dlib

    peer = dlib.face_recognition_model_v1(
        str(weights.path("dlib-face", "dlib_face_recognition_resnet_model_v1.dat"))
    )
    pictures = [cv2.imread(str(footage(f"{name}.jpg")))[..., ::-1] for name in ("obama", "obama2", "biden")]
    chips = [dlib_face.chip(one, centerface.detect(one, 0.5, 320)[0].landmarks) for one in pictures]
    chips += [np.ascontiguousarray(chip[:, ::-1]) for chip in chips]
    wanted = np.array([np.array(peer.compute_face_descriptor(chip)) for chip in chips])
    assert dlib_face.vectors(chips) == pytest.approx(wanted, abs=1e-4)


def test_a_face_and_its_mirror_image_are_one_face(footage) -> None:
    import cv2

    picture = cv2.imread(str(footage("obama.jpg")))[..., ::-1]
    chip = dlib_face.chip(picture, centerface.detect(picture, 0.5, 320)[0].landmarks)
    face, mirrored = dlib_face.embed([chip, chip[:, ::-1]])
    assert face == pytest.approx(mirrored, abs=1e-5)


def test_a_large_picture_is_shrunk_before_single_pixels_are_taken_of_it() -> None:
    """A grey made of black and white dots stays grey."""
    dots = (np.indices((1200, 1200)).sum(axis=0) % 2 * 255).astype(np.uint8)
    landmarks = dlib_face.TEMPLATE / dlib_face.CHIP_PX
    chip = dlib_face.chip(np.dstack([dots] * 3), landmarks)
    assert chip.shape == (150, 150, 3)
    assert chip[10:-10, 10:-10].std() < 3


def test_no_face_has_no_vector() -> None:
    assert dlib_face.embed([]).shape == (0, 128)
