"""MLflow with a real server, W&B and Comet offline, TensorBoard's files: what reaches them."""

import glob
import importlib.util
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import textwrap
import time
import unittest
import urllib.request
import zipfile

from support import Home


def has(name):
    return importlib.util.find_spec(name) is not None


BUSY = """
    import time
    def busy(seconds=0.2):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            sum(range(1000))
"""

KEYS = {
    "joulebook/energy_joules": "energy_joules",
    "joulebook/energy_low_joules": "energy_low_joules",
    "joulebook/energy_high_joules": "energy_high_joules",
    "joulebook/facility_energy_joules": "facility_energy_joules",
    "joulebook/emissions_grams": "emissions_grams",
    "joulebook/emissions_low_grams": "emissions_low_grams",
    "joulebook/emissions_high_grams": "emissions_high_grams",
    "joulebook/duration_seconds": "duration_seconds",
    "joulebook/pue": "pue",
}


class Tracking(Home):
    def script(self, text, **options):
        code, output, errors = self.run_script(
            textwrap.dedent(BUSY) + textwrap.dedent(text), **options)
        self.assertEqual(code, 0, errors)
        return output, errors

    def check(self, metrics, run, relative=1e-9):
        """Metrics that a tracker has are the receipt's figures."""
        for name, key in KEYS.items():
            self.assertAlmostEqual(metrics[name], run[key], delta=relative * abs(run[key]), msg=name)
        mix = {name.rpartition("_")[2]: value for name, value in metrics.items()
               if name.startswith("joulebook/evidence_")}
        self.assertEqual(set(mix), set(run["evidence_mix"]))

    def check_labels(self, labels, run):
        self.assertEqual(labels["run"], run["id"])
        self.assertEqual(labels["region"], run["region"])
        self.assertIn("100% modelled", labels["evidence"])
        self.assertTrue(labels["factor"].startswith("DE 20"), labels["factor"])
        self.assertIn("location-based", labels["basis"])


@unittest.skipUnless(has("mlflow"), "needs mlflow from PyPI")
class MLflow(Tracking):
    """One server for all of them, on a port that the system chooses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        import tempfile

        cls.store = tempfile.TemporaryDirectory()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        cls.uri = f"http://127.0.0.1:{port}"
        folder = cls.store.name
        cls.server = subprocess.Popen(
            [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port),
             "--workers", "1", "--backend-store-uri", f"sqlite:///{folder}/mlflow.sqlite",
             "--artifacts-destination", f"{folder}/artifacts"],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"})
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{cls.uri}/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                if cls.server.poll() is not None or time.monotonic() > deadline:
                    cls.tearDownClass()
                    raise
            time.sleep(0.1)

    @classmethod
    def tearDownClass(cls):
        # The server is the first of a session of its own: its workers end with it.
        try:
            os.killpg(cls.server.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        cls.server.wait(timeout=10)
        cls.store.cleanup()
        super().tearDownClass()

    def setUp(self):
        super().setUp()
        self.environment.update(
            MLFLOW_TRACKING_URI=self.uri, MLFLOW_DISABLE_TELEMETRY="true", DO_NOT_TRACK="true")

    def ask(self, path):
        with urllib.request.urlopen(f"{self.uri}/api/2.0/mlflow/{path}", timeout=10) as answer:
            return json.load(answer)

    def logged(self, run):
        data = self.ask(f"runs/get?run_id={run}")["run"]["data"]
        metrics = {each["key"]: each["value"] for each in data["metrics"]}
        tags = {each["key"]: each["value"] for each in data["tags"]}
        labels = {name[10:]: text for name, text in tags.items() if name.startswith("joulebook.")}
        return metrics, labels

    def test_a_block_is_logged_to_the_active_run_with_its_receipt(self):
        output, errors = self.script("""
            import mlflow, joulebook.mlflow
            with mlflow.start_run() as active, joulebook.mlflow.run(project="thesis", tags={"a": 1}):
                busy()
            print(active.info.run_id, active.info.experiment_id)
        """)
        self.assertNotIn("RuntimeWarning", errors)
        identity, experiment = output.splitlines()[-1].split()
        (run,) = self.booked(1)
        metrics, labels = self.logged(identity)
        self.check(metrics, run)
        self.check_labels(labels, run)
        self.assertEqual(labels["state"], "ended")
        self.assertEqual(labels["project"], "thesis")
        # The ledger finds it by MLflow's id, as it does runs of `joulebook run`.
        self.assertEqual(
            run["tags"], {"a": "1", "mlflow.run": identity, "mlflow.experiment": experiment})
        with urllib.request.urlopen(
            f"{self.uri}/get-artifact?run_id={identity}&path=joulebook/receipt.json", timeout=10
        ) as answer:
            self.assertEqual(json.load(answer), run)

    def test_within_joulebook_run_what_was_drawn_so_far_is_logged(self):
        # By hand, without a block, and with the id that a launcher gave.
        output, _ = self.script("""
            import mlflow, time, joulebook.mlflow
            with mlflow.start_run() as active:
                busy(0.5)
                assert joulebook.mlflow.log()
            print(active.info.run_id)
        """, before=[self.environment["JOULEBOOK_BINARY"], "run", "--quiet", "--"])
        (run,) = self.booked(1)
        metrics, labels = self.logged(output.splitlines()[-1])
        self.assertEqual(labels["run"], run["id"])
        self.assertEqual(labels["state"], "going on")
        self.assertGreater(metrics["joulebook/energy_joules"], 0)
        self.assertLess(metrics["joulebook/energy_joules"], run["energy_joules"])

    def test_an_id_in_the_environment_tags_the_run_of_joulebook_run(self):
        self.environment.update(MLFLOW_RUN_ID="f00d", MLFLOW_EXPERIMENT_ID="7")
        self.joulebook("run", "--quiet", "--", "true")
        (run,) = self.booked(1)
        self.assertEqual(run["tags"], {"mlflow.run": "f00d", "mlflow.experiment": "7"})

    def test_without_an_active_run_there_is_a_warning_and_the_work_goes_on(self):
        _, errors = self.script("""
            import joulebook.mlflow
            with joulebook.mlflow.run():
                busy(0.1)
        """)
        self.assertIn("not logged to MLflow: no run is active", errors)
        self.booked(1)

    def test_a_server_that_is_gone_does_not_fail_the_work(self):
        self.environment.update(MLFLOW_HTTP_REQUEST_MAX_RETRIES="0")
        output, errors = self.script("""
            import mlflow, joulebook, joulebook.mlflow
            with joulebook.run() as run:
                busy(0.1)
            sink = {"run": "f00d", "uri": "http://127.0.0.1:9"}
            print(joulebook.mlflow.log(run, to=sink))
        """)
        self.assertEqual(output.split(), ["False"])
        self.assertIn("not logged to MLflow", errors)


@unittest.skipUnless(has("wandb"), "needs wandb from PyPI")
class WandB(Tracking):
    def test_an_offline_run_has_the_figures_in_its_file(self):
        output, errors = self.script("""
            import wandb, joulebook.wandb
            with wandb.init(mode="offline", project="x", settings=wandb.Settings(silent=True)) as active:
                with joulebook.wandb.run(project="thesis"):
                    busy()
                print(active.id)
        """)
        self.assertNotIn("RuntimeWarning", errors)
        (run,) = self.booked(1)
        self.assertEqual(run["tags"], {"wandb.run": output.splitlines()[-1]})
        (path,) = glob.glob(os.path.join(self.folder, "wandb", "offline-run-*", "run-*.wandb"))
        summary, config = self.records(path)
        self.check({name: json.loads(text) for name, text in summary.items()
                    if name.startswith("joulebook/")}, run)
        self.check_labels(json.loads(config["joulebook"]), run)
        (receipt,) = glob.glob(
            os.path.join(self.folder, "wandb", "offline-run-*", "files", "joulebook-receipt.json"))
        with open(receipt) as file:
            self.assertEqual(json.load(file), run)

    @staticmethod
    def records(path):
        """Summary and configuration in the file that W&B would upload: its records, in LevelDB's log format."""
        from wandb.proto import wandb_internal_pb2

        with open(path, "rb") as file:
            data = file.read()
        assert data[:4] == b":W&B"
        place, whole, summary, config = 7, b"", {}, {}
        while len(data) - place >= 7:
            left = 32768 - place % 32768
            if left < 7:
                place += left
                continue
            length, kind = struct.unpack_from("<HB", data, place + 4)
            whole += data[place + 7:place + 7 + length]
            place += 7 + length
            # 1 is a whole record, 4 the last part of one.
            if kind in (1, 4):
                record = wandb_internal_pb2.Record()
                record.ParseFromString(whole)
                whole = b""
                for known, items in ((summary, record.summary.update), (config, record.config.update)):
                    known.update(("/".join(item.nested_key) or item.key, item.value_json)
                                 for item in items)
        return summary, config


@unittest.skipUnless(has("comet_ml"), "needs comet_ml from PyPI")
class Comet(Tracking):
    def test_an_offline_archive_has_the_figures(self):
        self.environment.update(COMET_OFFLINE_DIRECTORY=self.folder, COMET_DISABLE_ANNOUNCEMENT="1")
        self.script("""
            import comet_ml, joulebook.comet
            experiment = comet_ml.OfflineExperiment(
                project_name="x", workspace="w", log_code=False, log_env_details=False,
                parse_args=False, auto_output_logging=False, display_summary_level=0)
            with joulebook.comet.run(project="thesis"):
                busy()
            experiment.end()
        """)
        (run,) = self.booked(1)
        (path,) = glob.glob(os.path.join(self.folder, "*.zip"))
        metrics, others, receipt = {}, {}, None
        with zipfile.ZipFile(path) as archive:
            for line in archive.read("messages.json").decode().splitlines():
                message = json.loads(line)
                payload = message["payload"]
                if message["type"] == "metric_msg":
                    metrics[payload["metric"]["metricName"]] = payload["metric"]["metricValue"]
                if message["type"] == "log_other":
                    others[payload["key"]] = payload["value"]
                if message["type"] == "file_upload" and (
                    payload["additional_params"]["fileName"] == "joulebook-receipt.json"
                ):
                    receipt = json.loads(archive.read(os.path.basename(payload["file_path"])))
        self.check(metrics, run)
        self.check_labels({name.partition(".")[2]: text for name, text in others.items()
                           if name.startswith("joulebook.")}, run)
        self.assertEqual(receipt, run)


class TensorBoard(Tracking):
    @unittest.skipUnless(has("tensorboard"), "needs tensorboard from PyPI")
    def test_tensorboard_reads_the_file_that_is_written_here(self):
        self.script("""
            import joulebook, joulebook.tensorboard
            with joulebook.run() as run:
                busy()
            assert joulebook.tensorboard.log(run, "logs/run1", step=300)
        """)
        (run,) = self.booked(1)
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        events = EventAccumulator(os.path.join(self.folder, "logs", "run1"))
        events.Reload()
        metrics = {}
        for name in events.Tags()["scalars"]:
            (event,) = events.Scalars(name)
            self.assertEqual(event.step, 300)
            metrics[name] = event.value
        # TensorBoard keeps scalars in single precision.
        self.check(metrics, run, relative=1e-6)
        self.assertIn("joulebook/basis/text_summary", events.Tags()["tensors"])
        (text,) = events.Tensors("joulebook/basis/text_summary")
        self.assertIn(run["id"], text.tensor_proto.string_val[0].decode())

    def test_a_writer_is_handed_the_same(self):
        output, _ = self.script("""
            import joulebook, joulebook.tensorboard
            class Writer:
                def add_scalar(self, tag, value, step): print(tag, value, step)
                def add_text(self, tag, text, step): print("text", tag)
            with joulebook.run() as run:
                busy()
            assert joulebook.tensorboard.log(run, Writer(), step=7)
        """)
        (run,) = self.booked(1)
        lines = [line.split() for line in output.splitlines()]
        self.check({line[0]: float(line[1]) for line in lines if line[2:] == ["7"]}, run)
        self.assertIn(["text", "joulebook/basis"], lines)


if __name__ == "__main__":
    unittest.main()
