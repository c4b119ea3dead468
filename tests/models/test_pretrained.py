"""The weights in the package: they are what their card says, and their script makes them again."""

import runpy
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from dlcourse.models import letter_net, pretrained, pretrained_card, pretrained_names
from dlcourse.models.trained import WEIGHTS

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "pretrain_letters.py"


def trained():
    net = letter_net()
    net.load_state_dict(pretrained("letters"))
    return net.eval()


@pytest.fixture(scope="module")
def script():
    """The functions of the script, and its drawings of the test fonts."""
    names = runpy.run_path(str(SCRIPT))
    return names, names["data"](pretrained_card("letters")["copies"], pretrained_card("letters")["seed"])


def test_the_weights_fit_the_net_and_read_the_letters_as_their_card_says(script):
    names, (X, y, X_test, y_test) = script
    card, net = pretrained_card("letters"), trained()
    assert len(X) == card["training_images"]
    measured = {
        "accuracy_training_fonts": names["accuracy"](net, X, y),
        "accuracy_test_fonts": names["accuracy"](net, X_test, y_test),
        "accuracy_test_fonts_ignoring_case": names["accuracy"](net, X_test, y_test, period=26),
    }
    assert measured == pytest.approx({name: card[name] for name in measured}, abs=0.002)


def test_the_files_are_small_and_belong_together():
    for name in pretrained_names():
        assert (WEIGHTS / f"{name}.safetensors").stat().st_size < 100_000
        assert pretrained_card(name)["name"] == name


@pytest.mark.weekly
def test_the_script_writes_the_same_bytes_twice(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        command = [sys.executable, SCRIPT, "--epochs", "1", "--copies", "2", "--output", tmp_path / folder]
        subprocess.run([str(part) for part in command], check=True, capture_output=True)
    for name in ("letters.safetensors", "letters.md"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert (tmp_path / "one/letters.safetensors").read_bytes() != (
        WEIGHTS / "letters.safetensors"
    ).read_bytes()


@pytest.mark.weekly
def test_the_script_makes_weights_as_good_as_those_in_the_package(tmp_path, script):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--output", str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert "letters: 85" in done.stdout
    made = (tmp_path / "letters.md").read_text("utf8")
    names, (_, _, X_test, y_test) = script
    net = letter_net()
    net.load_state_dict(load_file(tmp_path / "letters.safetensors"))
    accuracy = names["accuracy"](net.eval(), X_test, y_test)
    assert accuracy == pytest.approx(pretrained_card("letters")["accuracy_test_fonts"], abs=0.02)
    assert f'torch = "{version("torch").partition("+")[0]}"' in made


def test_a_folder_that_is_not_there_is_refused_before_anything_is_trained(tmp_path):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--output", str(tmp_path / "no")], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "a folder that exists" in done.stderr


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="no pretrained weights 'cats'; there are: letters"):
        pretrained("cats")


def test_a_damaged_file_is_refused(tmp_path, monkeypatch):
    content = bytearray((WEIGHTS / "letters.safetensors").read_bytes())
    content[-1] ^= 1
    (tmp_path / "letters.safetensors").write_bytes(content)
    (tmp_path / "letters.md").write_bytes((WEIGHTS / "letters.md").read_bytes())
    monkeypatch.setattr("dlcourse.models.trained.WEIGHTS", tmp_path)
    with pytest.raises(ValueError, match=r"letters\.safetensors is damaged.*reinstall"):
        pretrained("letters")


def test_a_classifier_needs_two_classes():
    with pytest.raises(ValueError, match="got num_classes=1"):
        letter_net(1)


def test_the_weights_leave_the_caller_alone():
    """Changing one copy changes no other."""
    one, other = pretrained("letters"), pretrained("letters")
    one["head.bias"] += 1
    assert torch.equal(other["head.bias"] + 1, one["head.bias"])
