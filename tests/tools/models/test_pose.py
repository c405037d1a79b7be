"""How far a head is turned, told from where five points of it come to lie in the picture."""

import numpy as np
import pytest

from storyreel.tools.models.pose import NOSE_BASE, NOSE_LENGTH, turned_deg


def seen(yaw_deg: float, pitch_deg: float, roll_deg: float = 0.0) -> np.ndarray:
    """Landmarks of a model head of the method's own measures, 60 px from eyes to mouth; shape (1, 5, 2)."""
    eyes_y, mouth_y = NOSE_BASE - 1, NOSE_BASE
    head = np.array(
        [[-0.5, eyes_y, 0], [0.5, eyes_y, 0], [0, 0, NOSE_LENGTH], [-0.4, mouth_y, 0], [0.4, mouth_y, 0]]
    )
    yaw, pitch, roll = np.radians([yaw_deg, pitch_deg, roll_deg])
    about_y = [[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]]
    about_x = [[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]]
    about_z = [[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]]
    turned = head @ (np.array(about_z) @ about_x @ about_y).T
    return (200 + 60 * turned[:, :2])[np.newaxis]


@pytest.mark.parametrize("angle_deg", [0, 15, 40, 65, 85])
def test_turns_to_the_side_and_nods_are_measured_alike(angle_deg) -> None:
    for landmarks in (seen(angle_deg, 0), seen(-angle_deg, 0), seen(0, angle_deg), seen(0, -angle_deg)):
        assert turned_deg(landmarks)[0] == pytest.approx(angle_deg, abs=0.5)


def test_a_head_leaning_on_its_side_is_not_turned_away() -> None:
    assert turned_deg(seen(0, 0, roll_deg=70))[0] == pytest.approx(0, abs=0.5)


def test_a_nose_beyond_what_a_head_can_show_is_a_profile() -> None:
    landmarks = seen(60, 0)
    landmarks[0, 2, 0] += 40
    assert turned_deg(landmarks)[0] == pytest.approx(90)


def test_no_faces_have_no_turns() -> None:
    assert turned_deg(np.zeros((0, 5, 2))).shape == (0,)
