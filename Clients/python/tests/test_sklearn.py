"""Searches of scikit-learn, with the real package."""

import importlib.util
import json
import unittest

from support import Home

SKLEARN = importlib.util.find_spec("sklearn")

SCRIPT = """
    import json, sys, warnings
    import joulebook
    from joulebook.sklearn import search
    from sklearn.datasets import make_classification
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import GridSearchCV

    X, y = make_classification(400, random_state=1)
    jobs = json.loads(sys.argv[1])
    grid = GridSearchCV(RandomForestClassifier(random_state=1),
                        {"n_estimators": [5, 20, 120]}, cv=2, n_jobs=jobs)
    with search(grid, project="thesis", interval="20ms") as metered:
        grid.fit(X, y)
    from sklearn.model_selection import _search
    print(json.dumps({"rows": metered.candidates(), "run": metered.run.id,
                      "scores": list(grid.cv_results_["mean_test_score"]),
                      "restored": _search._fit_and_score.__module__}))
"""


@unittest.skipUnless(SKLEARN, "needs scikit-learn from PyPI")
class Searching(Home):
    def result(self, jobs, before=()):
        code, output, errors = self.run_script(SCRIPT, json.dumps(jobs), before=before)
        self.assertEqual(code, 0, errors)
        return json.loads(output)

    def test_candidates_one_after_the_other_are_stages_with_their_own_energy(self):
        result = self.result(None)
        (run,) = self.booked(1)
        self.assertEqual((run["name"], run["project"]), ("GridSearchCV", "thesis"))
        rows = result["rows"]
        self.assertEqual([row["params"]["n_estimators"] for row in rows], [5, 20, 120])
        self.assertEqual({row["how"] for row in rows}, {"span"})
        self.assertEqual([row["score"] for row in rows], result["scores"])
        energies = [row["energy_joules"] for row in rows]
        self.assertEqual(energies, sorted(energies), "more trees draw more")
        self.assertLessEqual(sum(energies), run["energy_joules"] * 1.001)
        self.assertGreater(sum(energies), run["energy_joules"] * 0.3)
        shown = self.joulebook("show", result["run"])
        for number in (1, 2, 3):
            self.assertIn(f"candidate {number}", shown)
        self.assertTrue(result["restored"].startswith("sklearn."))

    def test_candidates_beside_each_other_share_what_was_drawn_by_their_fit_times(self):
        result = self.result(2)
        (run,) = self.booked(1)
        self.assertEqual({row["how"] for row in result["rows"]}, {"share of fit time"})
        total = sum(row["energy_joules"] for row in result["rows"])
        self.assertGreater(total, 0)
        self.assertLessEqual(total, run["energy_joules"] * 1.001)
        self.assertNotIn("candidate 1", self.joulebook("show", result["run"]))

    def test_within_joulebook_run_the_marks_go_there_and_nothing_is_booked_twice(self):
        result = self.result(1, before=[self.environment["JOULEBOOK_BINARY"], "run", "--quiet", "--"])
        (run,) = self.booked(1)
        self.assertEqual(run["id"], result["run"])
        self.assertIn("candidate 3", self.joulebook("show", run["id"]))
        # That run goes on when the search is asked: it is in no ledger yet.
        self.assertEqual({row["energy_joules"] for row in result["rows"]}, {None})

    def test_halving_counts_the_candidates_of_all_rounds_and_a_failing_search_leaves_no_trace(self):
        code, output, errors = self.run_script("""
            import json
            from joulebook.sklearn import search
            from sklearn.datasets import make_classification
            from sklearn.experimental import enable_halving_search_cv
            from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, _search
            from sklearn.svm import SVC
            from sklearn.tree import DecisionTreeClassifier
            X, y = make_classification(400, random_state=1)
            before = _search._fit_and_score
            failing = GridSearchCV(SVC(), {"C": [1]}, cv=2)
            try:
                with search(failing):
                    failing.fit([[1], [2]], [0, 0])
            except ValueError as error:
                assert "classes" in str(error), repr(error)
            assert _search._fit_and_score is before
            grid = HalvingGridSearchCV(DecisionTreeClassifier(random_state=1),
                                       {"max_depth": [1, 2, 3, 4, 5, 6]}, cv=2, factor=2)
            with search(grid, interval="20ms") as metered:
                grid.fit(X, y)
            print(json.dumps([len(grid.cv_results_["params"]), metered.candidates()]))
        """)
        self.assertEqual(code, 0, errors)
        count, rows = json.loads(output)
        self.assertGreater(count, 6)
        self.assertEqual(len(rows), count)
        self.assertEqual({row["how"] for row in rows}, {"span"})
        self.assertNotIn("Nothing is metered", errors)
        failed, searched = self.booked(2)
        self.assertEqual((failed["exit_code"], searched["exit_code"]), (1, 0))


if __name__ == "__main__":
    unittest.main()
