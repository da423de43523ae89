"""A callback without a run around it books one of its own, by the recorded calls of a library."""

import json
import os
import unittest

from support import Home

RECORDED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded")


class Booked(Home):
    def test_a_training_is_a_run_with_its_stages_and_a_receipt(self):
        code, output, errors = self.run_script(f"""
            import json, types
            from joulebook.huggingface import JoulebookCallback
            callback = JoulebookCallback(project="thesis", tags={{"lr": 1}}, name="fine-tuning")
            with open({os.path.join(RECORDED, "transformers.json")!r}) as file:
                calls = json.load(file)["calls"]
            for call in calls:
                if call["hook"] == "on_step_end":
                    sum(range(10**6))
                plan = types.SimpleNamespace(num_train_epochs=2, max_steps=-1, run_name="other")
                more = {{key: call[key] for key in ("logs", "metrics") if key in call}}
                getattr(callback, call["hook"])(
                    plan, types.SimpleNamespace(**call["state"]), None, **more)
            print(json.dumps(callback.receipt))
        """)
        self.assertEqual(code, 0, errors)
        (run,) = self.booked(1)
        self.assertEqual(json.loads(output), run)
        self.assertEqual((run["name"], run["project"], run["tags"], run["exit_code"]),
                         ("fine-tuning", "thesis", {"lr": "1"}, 0))
        shown = self.joulebook("show", run["id"])
        self.assertRegex(shown, r"(?m)^training +1 ")
        self.assertRegex(shown, r"(?m)^evaluation +2 ")

    def test_ranks_without_a_run_around_them_are_tagged(self):
        self.environment.update(RANK="1", WORLD_SIZE="2")
        code, _, errors = self.run_script("""
            import types
            from joulebook.keras import JoulebookCallback
            callback = JoulebookCallback()
            callback.set_model(types.SimpleNamespace(name="net"))
            callback.set_params({"epochs": 1})
            callback.on_train_begin({})
            callback.on_epoch_begin(0, {})
            callback.on_epoch_end(0, {"loss": 1.0})
            callback.on_train_end({})
        """)
        self.assertEqual(code, 0, errors)
        (run,) = self.booked(1)
        self.assertEqual((run["name"], run["tags"]), ("net", {"rank": "1", "world": "2"}))


if __name__ == "__main__":
    unittest.main()
