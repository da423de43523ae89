"""Callbacks of training libraries, by what the libraries call.

`recorded/` has every hook that the real libraries called in a training of two epochs with two batches each and a validation
after each epoch, then a test and a prediction; the file says which release. Where a library is installed, it is used too.
"""

import importlib
import importlib.util
import json
import os
import sys
import textwrap
import types
import unittest

from marks import Listening

RECORDED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded")


def recording(name):
    with open(os.path.join(RECORDED, f"{name}.json")) as file:
        return json.load(file)["calls"]


def fresh(name):
    """Our module, with its class made anew."""
    module = importlib.import_module(f"joulebook.{name}")
    return importlib.reload(module)


def told(lines, *keys):
    """The lines that have one of these keys, without metrics."""
    return [{key: value for key, value in line.items() if key != "metric"}
            for line in lines if any(key in line for key in keys)]


def stages(lines):
    return [f"{line['stage']} {line['state']}" for line in lines if "stage" in line]


class Callbacks(Listening):
    def check_training(self, lines, evaluation, total_steps):
        """What all libraries have in common: plan, order of stages, results."""
        self.assertEqual(told(lines, "epoch"), [
            {"epoch": 0, "of": 2}, {"epoch": 1, "of": 2}, {"epoch": 2, "of": 2}])
        steps = [line["step"] for line in lines if "step" in line and line["step"] > 0]
        self.assertEqual(steps, total_steps)
        self.assertEqual(
            [name for name in stages(lines) if name.split()[0] in ("training", evaluation)][:2],
            ["training begin", f"{evaluation} begin"])


class Transformers(Callbacks):
    def replay(self):
        callback = fresh("huggingface").JoulebookCallback(project="thesis")
        for call in recording("transformers"):
            state = types.SimpleNamespace(**call["state"])
            arguments = types.SimpleNamespace(**call.get("args", {"num_train_epochs": 2, "max_steps": -1}))
            more = {key: call[key] for key in ("logs", "metrics") if key in call}
            result = getattr(callback, call["hook"])(
                arguments, state, "control", model=None, processing_class=None, optimizer=None,
                lr_scheduler=None, train_dataloader=None, eval_dataloader=None, **more)
            self.assertIsNone(result, "None leaves the Trainer's control as it is")

    def test_a_recorded_training_has_its_epochs_steps_stages_and_results(self):
        lines = self.heard(self.replay)
        self.check_training(lines, "evaluation", [1, 2, 3, 4])
        self.assertEqual(stages(lines), [
            "training begin", "evaluation begin", "evaluation end", "evaluation begin",
            "evaluation end", "training end"])
        self.assertTrue(all(line["of"] == 4 for line in lines if "step" in line))
        metrics = [name for line in lines for name in line.get("metric", {})]
        for name in ("loss", "eval_loss", "train_loss", "learning_rate"):
            self.assertIn(name, metrics)
        self.assertNotIn("epoch", metrics)

    def test_tokens_are_told_as_differences(self):
        def work():
            callback = fresh("huggingface").JoulebookCallback()
            arguments = types.SimpleNamespace(num_train_epochs=1, max_steps=5)
            state = types.SimpleNamespace(
                epoch=0, global_step=0, max_steps=5, num_train_epochs=1, num_input_tokens_seen=0)
            callback.on_train_begin(arguments, state, None)
            for state.num_input_tokens_seen in (100, 250):
                callback.on_log(arguments, state, None, logs={"loss": 1.0})
            callback.on_train_end(arguments, state, None)

        lines = self.heard(work)
        self.assertEqual([line["tokens"] for line in lines if "tokens" in line], [100, 150])
        # With a plan in steps, epochs have none.
        self.assertEqual(told(lines, "epoch"), [{"epoch": 0}])

    @unittest.skipUnless(importlib.util.find_spec("transformers"), "needs transformers and torch")
    def test_the_real_trainer_takes_it(self):
        import tempfile

        import torch
        from transformers import Trainer, TrainerCallback, TrainingArguments

        class Model(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.layer = torch.nn.Linear(4, 2)

            def forward(self, x=None, labels=None):
                out = self.layer(x)
                return {"loss": torch.nn.functional.cross_entropy(out, labels), "logits": out}

        data = [{"x": torch.ones(4) * i, "labels": torch.tensor(i % 2)} for i in range(8)]
        callback = fresh("huggingface").JoulebookCallback()
        self.assertIsInstance(callback, TrainerCallback)
        with tempfile.TemporaryDirectory() as folder:
            arguments = TrainingArguments(
                folder, num_train_epochs=2, per_device_train_batch_size=4,
                per_device_eval_batch_size=4, eval_strategy="epoch", logging_steps=1,
                save_strategy="no", report_to=[], disable_tqdm=True, use_cpu=True)
            trainer = Trainer(Model(), arguments, train_dataset=data, eval_dataset=data,
                              callbacks=[callback])
            lines = self.heard(trainer.train)
        self.check_training(lines, "evaluation", [1, 2, 3, 4])


class Lightning(Callbacks):
    def replay(self):
        callback = fresh("lightning").JoulebookCallback()
        self.assertEqual(callback.state_dict(), {})
        self.assertTrue(callback.state_key)
        for call in recording("lightning"):
            trainer = types.SimpleNamespace(
                **call["trainer"], callback_metrics=call["callback_metrics"])
            hook = getattr(callback, call["hook"])
            hook(trainer, types.SimpleNamespace(), *[0] * call["arguments"],
                 **dict.fromkeys(call["named"], 0))

    def test_a_recorded_fit_test_and_predict_have_their_epochs_steps_stages_and_results(self):
        lines = self.heard(self.replay)
        self.assertEqual([line["step"] for line in lines if "step" in line], [1, 2, 3, 4])
        self.assertEqual(told(lines, "epoch"), [
            {"epoch": 0, "of": 2}, {"epoch": 1, "of": 2}, {"epoch": 2, "of": 2}])
        own = [name for name in stages(lines) if not name.startswith("SimpleNamespace")]
        self.assertEqual(own, [
            "validation begin", "validation end",  # the sanity check
            "training begin", "validation begin", "validation end", "validation begin",
            "validation end", "training end", "test begin", "test end", "inference begin",
            "inference end"])
        metrics = {name for line in lines for name in line.get("metric", {})}
        self.assertEqual(metrics, {"loss", "val_loss", "test_loss"})

    def test_a_fit_that_fails_ends(self):
        def work():
            callback = fresh("lightning").JoulebookCallback()
            trainer = types.SimpleNamespace(current_epoch=0, max_epochs=None, max_steps=-1,
                                            callback_metrics={})
            callback.on_fit_start(trainer, None)
            callback.on_train_start(trainer, None)
            callback.on_exception(trainer, None, RuntimeError())

        lines = self.heard(work)
        self.assertIn("training end", stages(lines))
        self.assertEqual(told(lines, "epoch"), [{"epoch": 0}])

    @unittest.skipUnless(importlib.util.find_spec("lightning"), "needs lightning and torch")
    def test_the_real_trainer_takes_it(self):
        import lightning.pytorch as pl
        import torch

        class Module(pl.LightningModule):
            def __init__(self):
                super().__init__()
                self.layer = torch.nn.Linear(4, 1)

            def training_step(self, batch, number):
                return self.layer(batch).mean()

            def validation_step(self, batch, number):
                self.log("val_loss", self.layer(batch).mean())

            def configure_optimizers(self):
                return torch.optim.SGD(self.parameters(), 0.01)

        def data():
            return torch.utils.data.DataLoader(torch.ones(8, 4), batch_size=4)

        callback = fresh("lightning").JoulebookCallback()
        self.assertIsInstance(callback, pl.Callback)
        trainer = pl.Trainer(
            max_epochs=2, callbacks=callback, logger=False, enable_checkpointing=False,
            enable_progress_bar=False, enable_model_summary=False, accelerator="cpu")
        lines = self.heard(lambda: trainer.fit(Module(), data(), data()))
        self.assertEqual(told(lines, "epoch"), [
            {"epoch": 0, "of": 2}, {"epoch": 1, "of": 2}, {"epoch": 2, "of": 2}])
        self.assertEqual([line["step"] for line in lines if "step" in line], [1, 2, 3, 4])


class Keras(Callbacks):
    def replay(self):
        callback = fresh("keras").JoulebookCallback()
        callback.set_model(types.SimpleNamespace(name="net"))
        for call in recording("keras"):
            getattr(callback, call["hook"])(*call["arguments"], **call.get("named", {}))

    def test_a_recorded_fit_evaluate_and_predict_have_their_epochs_stages_and_results(self):
        lines = self.heard(self.replay)
        self.check_training(lines, "validation", [])
        own = [name for name in stages(lines) if not name.startswith("net ")]
        self.assertEqual(own, [
            "training begin", "validation begin", "validation end", "validation begin",
            "validation end", "training end", "evaluation begin", "evaluation end",
            "inference begin", "inference end"])
        # A part of a run that has a name shows under it.
        self.assertEqual(stages(lines).count("net begin"), 3)
        results = [line["metric"] for line in lines if line.get("epoch")]
        self.assertEqual([set(each) for each in results], [{"loss", "val_loss"}] * 2)

    def test_hooks_of_batches_are_marked_as_unused(self):
        callback = fresh("keras").JoulebookCallback()
        for name in ("on_batch_end", "on_train_batch_end", "on_test_batch_end",
                     "on_predict_batch_end"):
            self.assertTrue(getattr(callback, name)._is_default)
        self.assertFalse(getattr(callback.on_epoch_end, "_is_default", False))

    @unittest.skipUnless(importlib.util.find_spec("keras"), "needs keras with a backend")
    def test_the_real_library_takes_it(self):
        os.environ.setdefault("KERAS_BACKEND", "torch")
        import keras
        import numpy

        model = keras.Sequential([keras.layers.Dense(1)], name="net")
        model.compile(loss="mse", optimizer="sgd")
        x, y = numpy.ones((8, 4)), numpy.ones((8, 1))
        callback = fresh("keras").JoulebookCallback()
        self.assertIsInstance(callback, keras.callbacks.Callback)
        lines = self.heard(lambda: model.fit(
            x, y, epochs=2, batch_size=4, validation_data=(x, y), callbacks=[callback], verbose=0))
        self.check_training(lines, "validation", [])


class Importing(unittest.TestCase):
    def test_a_library_that_is_not_in_use_is_not_imported(self):
        import subprocess

        script = """
            import sys
            for name in ("huggingface", "lightning", "keras", "sklearn", "mlflow", "wandb", "comet",
                         "tensorboard", "ipython", "pytest_plugin", "codecarbon"):
                module = __import__(f"joulebook.{name}", fromlist=["x"])
                getattr(module, "JoulebookCallback", object)()
            others = ("torch", "transformers", "lightning", "keras", "sklearn", "mlflow", "wandb",
                      "comet_ml", "tensorboard", "IPython", "pytest", "codecarbon", "numpy", "pandas")
            print([name for name in others if name in sys.modules])
        """
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)], text=True, capture_output=True,
            env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(RECORDED))}, timeout=30)
        self.assertEqual((done.returncode, done.stdout.strip()), (0, "[]"), done.stderr)


if __name__ == "__main__":
    unittest.main()
