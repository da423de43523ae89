import Quantities

/// X30: training operations of a dense language model are 0.7 to 1.5 times 6 × parameters × tokens
/// (Kaplan et al. 2020).
struct FlopAudit: Audit {
  let check = "X30"

  func findings(in catalogue: Catalogue) -> [Finding] {
    catalogue.rows("ai_models").compactMap { row in
      guard let flop = row.number("training_flop"), let parameters = row.number("parameters"),
        let tokens = row.number("tokens_seen"), parameters > 0, tokens > 0
      else { return nil }
      let ratio = flop / (6 * parameters * tokens)
      guard ratio < 0.7 || ratio > 1.5 else { return nil }
      return Finding(
        table: "ai_models", key: row.key, text: "\(ratio.text()) times 6 × parameters × tokens")
    }
  }
}
