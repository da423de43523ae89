"""The drop-in for CodeCarbon: its files, its settings, and one run in the ledger."""

import csv
import glob
import importlib.util
import json
import os
import unittest

from support import Home

REAL = all(importlib.util.find_spec(name) for name in ("codecarbon", "pandas"))

# Offline, since a test must not ask the network where it is.
SCRIPT = """
    import sys, time
    from {package} import EmissionsTracker, OfflineEmissionsTracker, track_emissions

    def work(seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            sum(range(1000))

    with OfflineEmissionsTracker(country_iso_code="FRA", log_level="error", project_name="block",
                                 measure_power_secs=0.5) as tracker:
        work(1.2)
    assert tracker.final_emissions > 0
    assert tracker.final_emissions_data.energy_consumed > 0

    tracker = OfflineEmissionsTracker(country_iso_code="USA", region="California", log_level="error",
                                      project_name="tasks", experiment_name="parts", pue=1.5, wue=2,
                                      on_csv_write="update")
    tracker.start()
    tracker.start_task("load")
    work(0.3)
    load = tracker.stop_task()
    assert load.duration > 0.2 and load.energy_consumed > 0
    tracker.start_task("train")
    work(0.4)
    tracker.stop_task("train")
    assert tracker.flush() > 0
    work(0.2)
    assert tracker.stop() > 0

    @track_emissions(offline=True, country_iso_code="BEL", cloud_provider="gcp",
                     cloud_region="europe-west1", log_level="error", project_name="function")
    def decorated(x):
        work(0.3)
        return x + 1

    assert decorated(2) == 3
"""


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


class Comparing(Home):
    @unittest.skipUnless(REAL, "needs codecarbon and pandas from PyPI")
    def test_the_same_script_writes_the_same_columns_and_types_as_the_original(self):
        import pandas

        frames = []
        for package in ("codecarbon", "joulebook.codecarbon"):
            folder = os.path.join(self.folder, package)
            os.mkdir(folder)
            self.environment["CODECARBON_OUTPUT_DIR"] = folder
            code, _, errors = self.run_script(SCRIPT.format(package=package))
            self.assertEqual(code, 0, errors)
            (tasks,) = glob.glob(os.path.join(folder, "emissions_parts_*.csv"))
            frames.append((pandas.read_csv(os.path.join(folder, "emissions.csv")),
                           pandas.read_csv(tasks)))
        for theirs, ours in zip(*frames):
            self.assertEqual(list(theirs.columns), list(ours.columns))
            self.assertEqual(dict(theirs.dtypes.astype(str)), dict(ours.dtypes.astype(str)))
            self.assertEqual(len(theirs), len(ours))
            for name in ("project_name", "country_name", "country_iso_code", "region",
                         "cloud_provider", "cloud_region", "on_cloud", "cpu_count", "cpu_model",
                         "os", "tracking_mode", "pue", "wue", "task_name"):
                if name in theirs:
                    self.assertEqual(
                        list(theirs[name].fillna("")), list(ours[name].fillna("")), name)
            # The clock is the same, whoever meters.
            for a, b in zip(theirs["duration"], ours["duration"]):
                if a > 1:
                    self.assertLess(abs(a - b), 0.5)


class Booking(Home):
    def script(self, text, **options):
        code, output, errors = self.run_script(text, **options)
        self.assertEqual(code, 0, errors)
        return output, errors

    def test_a_row_says_what_the_ledger_says(self):
        self.script("""
            from joulebook.codecarbon import OfflineEmissionsTracker
            with OfflineEmissionsTracker(country_iso_code="FRA", project_name="thesis", pue=1.2):
                for _ in range(400):
                    sum(range(200_000))
        """)
        (row,) = rows(os.path.join(self.folder, "emissions.csv"))
        (run,) = self.booked(1)
        self.assertEqual((run["project"], run["region"], run["pue"]), ("thesis", "FR", 1.2))
        self.assertEqual(run["exit_code"], 0)
        self.assertEqual(run["tags"]["codecarbon.run"], row["run_id"])
        # The tracker's span ends where the run does, but for what it takes to say so.
        whole = run["facility_energy_joules"] / 3.6e6
        self.assertLess(abs(float(row["energy_consumed"]) - whole), 0.05 * whole)
        self.assertLess(abs(float(row["emissions"]) - run["emissions_grams"] / 1000),
                        0.05 * run["emissions_grams"] / 1000)
        parts = sum(float(row[f"{name}_energy"]) for name in ("cpu", "gpu", "ram"))
        self.assertAlmostEqual(parts, float(row["energy_consumed"]), delta=1e-12)
        watts = sum(float(row[f"{name}_power"]) for name in ("cpu", "gpu", "ram"))
        hours = float(row["duration"]) / 3600
        self.assertAlmostEqual(watts * hours / 1000, float(row["energy_consumed"]), delta=1e-12)

    def test_trackers_in_one_another_share_a_meter(self):
        self.script("""
            from joulebook.codecarbon import EmissionsTracker
            outer = EmissionsTracker(project_name="outer"); outer.start()
            with EmissionsTracker(project_name="inner"):
                for _ in range(30): sum(range(200_000))
            for _ in range(30): sum(range(200_000))
            outer.stop()
        """)
        inner, outer = rows(os.path.join(self.folder, "emissions.csv"))
        self.assertEqual((inner["project_name"], outer["project_name"]), ("inner", "outer"))
        self.assertLess(float(inner["energy_consumed"]), float(outer["energy_consumed"]))
        (run,) = self.booked(1)
        self.assertGreaterEqual(run["energy_joules"], 3.6e6 * float(outer["energy_consumed"]) * 0.95)

    def test_tasks_alone_add_up_to_the_row(self):
        output, _ = self.script("""
            import time
            from joulebook.codecarbon import OfflineEmissionsTracker
            tracker = OfflineEmissionsTracker(country_iso_code="DEU", experiment_name="study")
            tracker.start_task("a")
            for _ in range(30): sum(range(200_000))
            first = tracker.stop_task()
            time.sleep(0.3)
            tracker.start_task("a")
            for _ in range(30): sum(range(200_000))
            second = tracker.stop_task()
            tracker.stop()
            print(first.energy_consumed, second.energy_consumed)
        """)
        told = [float(word) for word in output.split()]
        (row,) = rows(os.path.join(self.folder, "emissions.csv"))
        (path,) = glob.glob(os.path.join(self.folder, f"emissions_study_{row['run_id']}.csv"))
        tasks = rows(path)
        self.assertEqual(tasks[0]["task_name"], "a")
        self.assertTrue(tasks[1]["task_name"].startswith("a_"))
        self.assertEqual([float(task["energy_consumed"]) for task in tasks], told)
        total = float(row["energy_consumed"])
        self.assertLess(abs(sum(told) - total), 0.02 * total)
        # What was drawn between the tasks is the run's and not the tracker's.
        (run,) = self.booked(1)
        self.assertLess(total * 3.6e6, run["energy_joules"])

    def test_within_joulebook_run_the_row_is_a_part_of_that_run(self):
        self.script("""
            import time
            from joulebook.codecarbon import track_emissions
            @track_emissions
            def work():
                for _ in range(30): sum(range(200_000))
            work()
            time.sleep(0.2)
        """, before=[self.environment["JOULEBOOK_BINARY"], "run", "--quiet",
                     "--policy", "whole-machine", "--"])
        (row,) = rows(os.path.join(self.folder, "emissions.csv"))
        (run,) = self.booked(1)
        self.assertEqual(run["project"], "default")
        self.assertGreater(float(row["energy_consumed"]), 0)
        self.assertLess(float(row["energy_consumed"]) * 3.6e6, run["energy_joules"])

    def test_what_the_user_says_goes_before_the_catalogue(self):
        self.script("""
            from joulebook.codecarbon import EmissionsTracker
            with EmissionsTracker(force_carbon_intensity_g_co2e_kwh=100, pue=1.5, wue=2):
                for _ in range(20): sum(range(200_000))
        """)
        (row,) = rows(os.path.join(self.folder, "emissions.csv"))
        energy = float(row["energy_consumed"])
        self.assertAlmostEqual(float(row["emissions"]), energy * 0.1, delta=1e-15)
        # Litres by kWh of the devices.
        self.assertAlmostEqual(float(row["water_consumed"]), energy / 1.5 * 2, delta=1e-12)

    def test_gpus_have_columns_of_their_own(self):
        machine = os.path.join(self.folder, "machine")
        simulated = [self.environment["JOULEBOOK_BINARY"], "simulate", machine,
                     "--scenario", "server", "--"]
        code, output, errors = self.run_script("""
            import time
            from joulebook.codecarbon import EmissionsTracker
            with EmissionsTracker(tracking_mode="machine"):
                time.sleep(1)
        """, before=simulated)
        if "stub driver" in errors:
            self.skipTest("needs the stand-in for NVIDIA's library beside the program")
        self.assertEqual(code, 0, errors)
        (row,) = rows(os.path.join(self.folder, "emissions.csv"))
        self.assertEqual((row["gpu_count"], row["gpu_model"]), ("8", "8 x GPU"))
        (run,) = self.booked(1)
        parts = {}
        for line in run["components"]:
            name = {"memory": "ram"}.get(line["component"], line["component"])
            parts[name] = parts.get(name, 0) + line["energy_joules"] / 3.6e6
        # Metered, and of the same second as the run but for its ends.
        for name in ("cpu", "gpu", "ram"):
            self.assertLess(abs(float(row[f"{name}_energy"]) - parts[name]), 0.1 * parts[name])

    def test_without_the_program_the_work_goes_on_and_no_row_is_made_up(self):
        self.environment["JOULEBOOK_BINARY"] = os.path.join(self.folder, "nothing")
        output, errors = self.script("""
            from joulebook.codecarbon import EmissionsTracker
            with EmissionsTracker() as tracker:
                print("worked")
            print(tracker.stop())
        """)
        self.assertEqual(output.split(), ["worked", "None"])
        self.assertIn("Nothing is metered", errors)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "emissions.csv")))


class Settings(Home):
    def script(self, text):
        code, output, errors = self.run_script(text)
        self.assertEqual(code, 0, errors)
        return output, errors

    def test_arguments_go_before_variables_the_folder_and_the_home(self):
        home, folder = os.path.join(self.folder, "home"), os.path.join(self.folder, "here")
        for path in (home, folder):
            os.mkdir(path)
        keys = ("project_name", "experiment_id", "experiment_name", "output_file")
        for path, known in ((home, keys), (folder, keys[1:])):
            with open(os.path.join(path, ".codecarbon.config"), "w") as file:
                file.write("[codecarbon]\n" + "".join(
                    f"{key}={os.path.basename(path)}\n" for key in known))
        self.environment["HOME"] = home
        self.environment["CODECARBON_EXPERIMENT_NAME"] = "variable"
        self.environment["codecarbon_output_file"] = "variable"
        output, _ = self.script(f"""
            import os
            os.chdir({folder!r})
            from joulebook.codecarbon.config import resolve
            settings = resolve({{"output_file": "argument"}})
            print(*(settings[key] for key in {keys!r}))
        """)
        self.assertEqual(output.split(), ["home", "here", "variable", "argument"])

    def test_what_has_no_effect_is_said_once_by_name(self):
        output, errors = self.script("""
            from joulebook.codecarbon import EmissionsTracker
            for _ in range(2):
                EmissionsTracker(gpu_ids=[0], save_to_api=True, default_cpu_power=20,
                                 rapl_include_dram=False, force_cpu_power=None)
        """)
        for name in ("gpu_ids", "save_to_api", "default_cpu_power"):
            self.assertEqual(errors.count(f"`{name}` has no effect"), 1, errors)
        self.assertNotIn("rapl_include_dram", errors)
        self.assertNotIn("force_cpu_power", errors)

    def test_an_argument_that_never_was_is_a_mistake(self):
        self.script("""
            from joulebook.codecarbon import EmissionsTracker, track_emissions
            for call in (lambda: EmissionsTracker(projekt="x"),
                         lambda: EmissionsTracker(country_iso_code="FRA"),
                         lambda: track_emissions(projekt="x")):
                try:
                    call()
                except TypeError as error:
                    assert "no argument" in str(error), error
                else:
                    raise SystemExit("taken")
        """)

    def test_arguments_without_names_keep_their_order(self):
        output, _ = self.script("""
            from joulebook.codecarbon import EmissionsTracker
            tracker = EmissionsTracker("thesis", 5, 8, "", "", ".", "other.csv")
            print(tracker._settings["project_name"], tracker._settings["output_file"])
        """)
        self.assertEqual(output.split(), ["thesis", "other.csv"])

    def test_one_at_a_time_where_that_is_asked_for(self):
        output, errors = self.script("""
            from joulebook.codecarbon import EmissionsTracker
            first = EmissionsTracker(allow_multiple_runs=False); first.start()
            second = EmissionsTracker(allow_multiple_runs=False); second.start()
            print(second.stop())
            first.stop()
            second.start(); print(second.stop() is not None)
        """)
        self.assertEqual(output.split(), ["None", "True"])
        self.assertIn("allow_multiple_runs", errors)

    def test_handlers_of_the_users_own_are_called(self):
        output, _ = self.script("""
            import logging, sys
            from joulebook.codecarbon import BaseOutput, EmissionsTracker, LoggerOutput
            logging.basicConfig(stream=sys.stdout, level="INFO", format="%(message)s")
            class Mine(BaseOutput):
                def out(self, total, delta): print("out", total.duration >= delta.duration)
                def live_out(self, total, delta): print("live")
                def task_out(self, data, experiment_name): print("task", data[0].task_name)
                def exit(self): print("exit")
            tracker = EmissionsTracker(save_to_file=False, output_handlers=[Mine()],
                                       save_to_logger=True, logging_logger=LoggerOutput(logging.getLogger("x")))
            tracker.start()
            tracker.start_task("t"); tracker.stop_task()
            tracker.flush(); tracker.stop()
        """)
        lines = [line for line in output.splitlines() if not line.startswith("{")]
        self.assertEqual(
            lines, ["out True", "live", "task t", "out True", "task t", "exit"])
        logged = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
        self.assertEqual(len(logged), 2)
        self.assertIn("energy_consumed", logged[0])
        self.assertFalse(os.path.exists(os.path.join(self.folder, "emissions.csv")))


class Files(Home):
    def setUp(self):
        super().setUp()
        import sys

        sys.path.insert(0, self.environment["PYTHONPATH"])
        self.addCleanup(sys.path.remove, self.environment["PYTHONPATH"])
        from joulebook.codecarbon import EmissionsData, FileOutput
        from joulebook.codecarbon.data import COLUMNS

        self.columns = COLUMNS
        self.data = lambda run, **more: EmissionsData(
            {**dict.fromkeys(COLUMNS), "run_id": run, **more})
        self.output = lambda mode: FileOutput("e.csv", self.folder, mode)
        self.path = os.path.join(self.folder, "e.csv")

    def test_update_takes_the_place_of_the_runs_own_row(self):
        for run, emissions in (("a", 1.0), ("b", 2.0), ("a", 3.0)):
            self.output("update").out(self.data(run, emissions=emissions))
        self.assertEqual(
            [(row["run_id"], row["emissions"]) for row in rows(self.path)],
            [("b", "2.0"), ("a", "3.0")])

    def test_append_adds_and_keeps_the_files_order_of_columns(self):
        with open(self.path, "w") as file:
            file.write(",".join(reversed(self.columns)) + "\n")
        self.output("append").out(self.data("a", emissions=1.0, project_name='with, "marks"'))
        self.output("append").out(self.data("a", emissions=2.0))
        found = rows(self.path)
        self.assertEqual([row["emissions"] for row in found], ["1.0", "2.0"])
        self.assertEqual(found[0]["project_name"], 'with, "marks"')

    def test_a_file_with_other_columns_is_kept_under_another_name(self):
        for _ in range(2):
            with open(self.path, "w") as file:
                file.write("timestamp,emissions\n2020,1\n")
            self.output("append").out(self.data("a"))
        self.assertEqual(rows(self.path)[0]["run_id"], "a")
        for name in ("e.csv.bak", "e.csv_0.bak"):
            with open(os.path.join(self.folder, name)) as file:
                self.assertIn("2020,1", file.read())


if __name__ == "__main__":
    unittest.main()
