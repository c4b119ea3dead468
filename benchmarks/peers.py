"""The full job of `training.py` in other libraries, each written as its own documentation does it.

All get the same data, net, optimizer and batch size, and do the same beside training: validate every epoch,
stop early, keep the best checkpoint on disk, show progress where nobody looks.
"""

import contextlib
import io
import logging
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

LR, BATCH_SIZE = 1e-3, 64


@contextlib.contextmanager
def quiet_folder() -> Iterator[Path]:
    """A folder for checkpoints, with what is printed kept off the terminal."""
    sink = io.StringIO()
    streams = contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), streams[0], streams[1]:
        warnings.simplefilter("ignore")
        yield Path(folder)


def loaders(job: Any) -> tuple[DataLoader, DataLoader]:
    X, y, X_val, y_val = job.data()
    generator = torch.Generator().manual_seed(0)
    train = DataLoader(TensorDataset(X, y), batch_size=BATCH_SIZE, shuffle=True, generator=generator)
    return train, DataLoader(TensorDataset(X_val, y_val), batch_size=512)


def lightning(job: Any) -> nn.Module:
    import lightning as L
    from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint

    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)

    class Net(L.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.net = job.model()

        def training_step(self, batch: Any) -> torch.Tensor:
            X, y = batch
            loss = F.cross_entropy(self.net(X), y)
            self.log("loss", loss, prog_bar=True)
            return loss

        def validation_step(self, batch: Any) -> None:
            X, y = batch
            logits = self.net(X)
            self.log("val_loss", F.cross_entropy(logits, y), prog_bar=True)
            self.log("val_accuracy", (logits.argmax(1) == y).float().mean(), prog_bar=True)

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.Adam(self.parameters(), lr=LR)

    with quiet_folder() as folder:
        trainer = L.Trainer(
            max_epochs=job.epochs,
            accelerator="cpu",
            logger=False,
            enable_model_summary=False,
            num_sanity_val_steps=0,
            callbacks=[
                EarlyStopping("val_loss", patience=job.epochs, check_finite=True),
                ModelCheckpoint(folder, monitor="val_loss"),
            ],
        )
        model = Net()
        trainer.fit(model, *loaders(job))
    return model.net


def skorch(job: Any) -> nn.Module:
    from skorch import NeuralNetClassifier
    from skorch.callbacks import Checkpoint, EarlyStopping
    from skorch.dataset import Dataset
    from skorch.helper import predefined_split

    X, y, X_val, y_val = job.data()
    with quiet_folder() as folder:
        net = NeuralNetClassifier(
            job.model(),
            criterion=nn.CrossEntropyLoss,
            optimizer=torch.optim.Adam,
            lr=LR,
            batch_size=BATCH_SIZE,
            max_epochs=job.epochs,
            iterator_train__shuffle=True,
            iterator_valid__batch_size=512,
            train_split=predefined_split(Dataset(X_val, y_val)),
            callbacks=[EarlyStopping(patience=job.epochs), Checkpoint(dirname=str(folder))],
        )
        net.fit(X, y)
    return net.module_


def ignite(job: Any) -> nn.Module:
    from ignite.engine import Events, create_supervised_evaluator, create_supervised_trainer
    from ignite.handlers import EarlyStopping, ModelCheckpoint, ProgressBar, TerminateOnNan
    from ignite.metrics import Accuracy, Loss

    train, val = loaders(job)
    with quiet_folder() as folder:
        model = job.model()
        optimizer = torch.optim.Adam(model.parameters(), lr=LR)
        trainer = create_supervised_trainer(model, optimizer, F.cross_entropy)
        metrics = {"loss": Loss(F.cross_entropy), "accuracy": Accuracy()}
        evaluator = create_supervised_evaluator(model, metrics)

        def score(engine: Any) -> float:
            return -engine.state.metrics["loss"]

        trainer.add_event_handler(Events.EPOCH_COMPLETED, lambda engine: evaluator.run(val))
        trainer.add_event_handler(Events.ITERATION_COMPLETED, TerminateOnNan())
        evaluator.add_event_handler(Events.COMPLETED, EarlyStopping(job.epochs, score, trainer))
        saver = ModelCheckpoint(folder, "best", n_saved=1, score_function=score, require_empty=False)
        evaluator.add_event_handler(Events.COMPLETED, saver, {"model": model})
        ProgressBar().attach(trainer, output_transform=lambda loss: {"loss": loss})
        trainer.run(train, max_epochs=job.epochs)
    return model


def accelerate(job: Any) -> nn.Module:
    """The bare loop, prepared: this library has no early stopping, so it only saves the best weights."""
    from accelerate import Accelerator
    from tqdm import tqdm

    accelerator = Accelerator(cpu=True)
    with quiet_folder() as folder:
        model = job.model()
        optimizer = torch.optim.Adam(model.parameters(), lr=LR)
        model, optimizer, train, val = accelerator.prepare(model, optimizer, *loaders(job))
        best = float("inf")
        for _ in tqdm(range(job.epochs)):
            model.train()
            for X, y in train:
                optimizer.zero_grad()
                accelerator.backward(F.cross_entropy(model(X), y))
                optimizer.step()
            model.eval()
            with torch.no_grad():
                loss = sum(F.cross_entropy(model(X), y, reduction="sum").item() for X, y in val)
            if loss < best:
                best = loss
                accelerator.save(accelerator.unwrap_model(model).state_dict(), folder / "best.pt")
    return model


def keras(job: Any) -> Any:
    """On torch; Keras has its own layers, so the net is built again with them."""
    os.environ["KERAS_BACKEND"] = "torch"
    import keras
    from keras import layers

    X, y, X_val, y_val = (tensor.numpy() for tensor in job.data())
    if job.net == "MLP":
        net = [layers.Dense(128, "relu"), layers.Dense(64, "relu")]
    else:
        X, X_val = X.transpose(0, 2, 3, 1), X_val.transpose(0, 2, 3, 1)
        convs = [
            part
            for n in (16, 32)
            for part in (layers.Conv2D(n, 3, padding="same", activation="relu"), layers.MaxPool2D())
        ]
        net = [*convs, layers.Flatten(), layers.Dense(64, "relu")]
    with quiet_folder() as folder:
        model = keras.Sequential([*net, layers.Dense(10)])
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.Adam(LR), loss, metrics=["accuracy"])
        callbacks = [
            keras.callbacks.EarlyStopping(patience=job.epochs),
            keras.callbacks.ModelCheckpoint(
                folder / "best.weights.h5", save_best_only=True, save_weights_only=True
            ),
            keras.callbacks.TerminateOnNaN(),
        ]
        data = {"validation_data": (X_val, y_val), "validation_batch_size": 512}
        model.fit(X, y, batch_size=BATCH_SIZE, epochs=job.epochs, callbacks=callbacks, **data)
    return model


def fastai(job: Any) -> nn.Module:
    from fastai.callback.tracker import EarlyStoppingCallback, SaveModelCallback
    from fastai.data.core import DataLoaders
    from fastai.learner import Learner
    from fastai.metrics import accuracy
    from fastai.optimizer import Adam

    with quiet_folder() as folder:
        learner = Learner(
            DataLoaders(*loaders(job)),
            job.model(),
            loss_func=F.cross_entropy,
            opt_func=Adam,
            lr=LR,
            metrics=accuracy,
            path=folder,
            cbs=[EarlyStoppingCallback(patience=job.epochs), SaveModelCallback()],
        )
        learner.fit(job.epochs)
    return learner.model


#: By name: the module that must be importable, and the job.
PEERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "Lightning": ("lightning", lightning),
    "skorch": ("skorch", skorch),
    "ignite": ("ignite", ignite),
    "accelerate": ("accelerate", accelerate),
    "Keras on torch": ("keras", keras),
    "fastai": ("fastai", fastai),
}
