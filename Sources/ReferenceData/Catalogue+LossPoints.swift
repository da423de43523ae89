extension Catalogue {
  /// Training runs that the law of loss was fitted on: parameters, FLOP and loss in nat per token.
  package var lossPoints: [(parameters: Double, flop: Double, loss: Double)] {
    rows("loss_points").compactMap { row in
      guard let parameters = row.number("parameters"), let flop = row.number("training_flop"),
        let loss = row.number("loss")
      else { return nil }
      return (parameters, flop, loss)
    }
  }
}
