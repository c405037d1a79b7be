"""A server that fails is left alone for a while."""

from storyreel.agent.llm.circuit import REST_S, Circuit


class Clock:
    def __init__(self) -> None:
        self.time_s = 0.0

    def __call__(self) -> float:
        return self.time_s


def test_it_is_closed_at_first():
    assert Circuit().broken() is None


def test_it_opens_with_the_reason_and_closes_after_a_rest():
    clock = Clock()
    circuit = Circuit(clock)
    circuit.failed("gone")
    assert circuit.broken() == "gone"
    clock.time_s = REST_S
    assert circuit.broken() is None


def test_an_answer_closes_it():
    circuit = Circuit()
    circuit.failed("gone")
    circuit.worked()
    assert circuit.broken() is None
