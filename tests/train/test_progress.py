"""Progress is seen where someone looks: in a terminal, in a notebook, as one line in a file."""

import io
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from rich.console import Console

from dlcourse.train import Callback, LivePlot, Progress, TensorLoader, fit
from dlcourse.train import progress as module
from tests.train.job import data, net


def train(*callbacks: Callback, epochs: int = 3, **options):
    loader = TensorLoader(*data(), batch_size=16)
    return fit(net(), loader, loader, epochs=epochs, callbacks=callbacks, **options)


def test_a_terminal_shows_a_bar_and_the_numbers() -> None:
    screen = io.StringIO()
    history = train(Progress(Console(file=screen, force_terminal=True, width=200)))
    assert "epoch 1/3, batch 1/7: loss" in screen.getvalue()
    assert "3 epochs in " in screen.getvalue()
    assert f"val_loss {history[-1]['val_loss']:.4g}" in screen.getvalue()


def test_a_file_gets_the_last_line_only(capsys) -> None:
    train(Progress())
    assert capsys.readouterr().out.count("epochs in") == 1


def test_it_is_drawn_at_most_ten_times_a_second(monkeypatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    drawn: list[float] = []

    class Tick(Callback):
        def on_step(self, run) -> None:
            clock[0] += 0.03

    class Count(Progress):
        def _show(self, run, line: str) -> None:
            drawn.append(clock[0])

    train(Tick(), Count(), epochs=10)  # 70 steps, 2.1 seconds
    *steps, _ = drawn
    assert min(b - a for a, b in pairwise(steps)) >= 0.1
    assert len(steps) >= 15


def test_why_it_stopped_is_said(capsys) -> None:
    class Stop(Callback):
        def on_epoch(self, run) -> None:
            run.stop("enough")

    assert len(train(Stop(), Progress())) == 1
    assert capsys.readouterr().out.rstrip().endswith("stopped: enough")


def test_the_bar_is_closed_when_training_fails() -> None:
    class Fail(Callback):
        def on_epoch(self, run) -> None:
            raise RuntimeError("as planned")

    progress = Progress(Console(file=io.StringIO(), force_terminal=True))
    with pytest.raises(RuntimeError, match="as planned"):
        train(progress, Fail())
    assert progress.bar.finished or not progress.bar.live.is_started


def test_the_plot_is_written_to_a_file(tmp_path: Path) -> None:
    train(LivePlot(path=tmp_path / "loss.svg"))
    assert "<svg" in (tmp_path / "loss.svg").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["loss.svg"]


@pytest.mark.slow
def test_a_notebook_shows_one_output_each_that_is_replaced() -> None:
    code = """
from tests.train.job import data, net
from dlcourse.train import LivePlot, Progress, TensorLoader, fit
loader = TensorLoader(*data(), batch_size=16)
history = fit(net(), loader, loader, epochs=40, callbacks=[Progress(), LivePlot()])
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    updates = []

    class Watch(NotebookClient):
        def process_message(self, msg, cell, cell_index):
            updates.append(msg["msg_type"])
            return super().process_message(msg, cell, cell_index)

    Watch(notebook, resources={"metadata": {"path": str(Path(__file__).parents[2])}}).execute()
    bar, plot = notebook.cells[0].outputs
    assert 'value="280" max="280"' in bar.data["text/html"]
    assert "40 epochs in" in bar.data["text/html"]
    assert "<svg" in plot.data["text/html"] and "After epoch 40" in plot.data["text/html"]
    assert "update_display_data" in updates
