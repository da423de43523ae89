/// Least squares with a price on large coefficients (Hoerl and Kennard 1970), from the sums of products alone.
struct IntensityRidge {
  /// Sums of products of features, lower triangle by rows; sums of products of feature and outcome.
  var products: [Double]
  var outcomes: [Double]
  let count: Int

  init(count: Int) {
    self.count = count
    products = Array(repeating: 0, count: count * (count + 1) / 2)
    outcomes = Array(repeating: 0, count: count)
  }

  mutating func add(_ row: UnsafePointer<Double>, outcome: Double) {
    products.withUnsafeMutableBufferPointer { products in
      outcomes.withUnsafeMutableBufferPointer { outcomes in
        guard let sums = products.baseAddress, let right = outcomes.baseAddress else { return }
        var place = 0
        var i = 0
        while i < count {
          let factor = row[i]
          right[i] += factor * outcome
          var j = 0
          while j <= i {
            sums[place] += factor * row[j]
            place += 1
            j += 1
          }
          i += 1
        }
      }
    }
  }

  mutating func add(_ other: Self, weight: Double) {
    for index in products.indices { products[index] += weight * other.products[index] }
    for index in outcomes.indices { outcomes[index] += weight * other.outcomes[index] }
  }

  /// The same sums for what `coefficients` leave unexplained.
  func remaining(after coefficients: [Double]) -> Self {
    var rest = self
    for i in 0..<count {
      for j in 0..<count { rest.outcomes[i] -= self[i, j] * coefficients[j] }
    }
    return rest
  }

  /// The coefficients, by Cholesky's decomposition; `penalty` is above zero.
  func solved(penalty: Double) -> [Double] {
    var factor = products
    var solution = outcomes
    for i in 0..<count {
      for j in 0...i {
        var sum = factor[Self.place(i, j)] + (i == j ? penalty : 0)
        for k in 0..<j { sum -= factor[Self.place(i, k)] * factor[Self.place(j, k)] }
        factor[Self.place(i, j)] = i == j ? sum.squareRoot() : sum / factor[Self.place(j, j)]
      }
    }
    for i in 0..<count {
      for k in 0..<i { solution[i] -= factor[Self.place(i, k)] * solution[k] }
      solution[i] /= factor[Self.place(i, i)]
    }
    for i in (0..<count).reversed() {
      for k in i + 1..<max(count, i + 1) { solution[i] -= factor[Self.place(k, i)] * solution[k] }
      solution[i] /= factor[Self.place(i, i)]
    }
    return solution
  }

  private subscript(i: Int, j: Int) -> Double { products[Self.place(max(i, j), min(i, j))] }

  private static func place(_ i: Int, _ j: Int) -> Int { i * (i + 1) / 2 + j }
}
