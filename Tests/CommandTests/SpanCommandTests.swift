import Foundation
import Testing

/// What `joulebook show --from --to --format json` tells programs of a part of a run.
@Suite struct SpanCommandTests {
  @Test
  func `a part says when its run began and what its emissions rest on, also while it goes on`()
    throws
  {
    let told = try Script.plain(
      """
      joulebook() { '\(JoulebookBinary.path)' "$@"; }
      export -f joulebook
      joulebook run --quiet --region FR --pue 1.3 --interval 50ms -- bash -c '
        end=$((SECONDS + 10)); until joulebook show $JOULEBOOK_RUN_ID --from 0 --format json > live; do
          [ $SECONDS -lt $end ] || exit 1; done' 2> told
      joulebook show last --from 0 --format json > part
      joulebook show last --format json > whole
      python3 - <<'END'
      import json
      part, whole, live = (json.load(open(name)) for name in ("part", "whole", "live"))
      print(part["started"] == whole["started"] == live["started"], part["pue"])
      factor = part["factor"]
      print(factor["region"], factor == live["factor"], bool(factor["basis"] and factor["source"]))
      print(factor["low_grams_per_kwh"] <= factor["grams_per_kwh"] <= factor["high_grams_per_kwh"])
      grams = part["facility_energy_joules"] / 3.6e6 * factor["grams_per_kwh"]
      print(abs(grams - part["emissions_grams"]) <= 1e-9 * grams)
      END
      """)
    #expect(told.text == "True 1.3\nFR True True\nTrue\nTrue\n", "\(told)")
  }
}
