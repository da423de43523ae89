public import Accounting
import Forecasting
import Foundation
import Quantities
import ReferenceData
public import Reporting

extension Joulebook {
  /// Fits the law of loss again: to the points of the catalogue, or to a table of the user's.
  /// - Parameters:
  ///   - file: with the columns parameters, loss, and tokens or training_flop.
  ///   - dropping: so many points with the highest loss are left out of a second fit.
  public func lossLawFit(_ file: String?, dropping: Int) throws(Problem) -> LossLawFitAnswer {
    guard (0...1000).contains(dropping) else {
      throw Problem(
        "Cannot leave out \(dropping) points.", why: "It is a whole number from 0 on.",
        fix: "Write `--drop 5`.", exit: .usage)
    }
    let points: [LossPoint]
    let source: String
    if let file {
      points = try LossPointFile(path: file).points()
      source = file
    } else {
      points = try openCatalogue().lossPoints.map {
        LossPoint(parameters: $0.parameters, tokens: $0.flop / (6 * $0.parameters), loss: $0.loss)
      }
      source = "Figure 4 of Hoffmann et al. 2022, read off by Besiroglu et al. 2024"
    }
    let sorted = points.sorted { ($1.loss, $0.parameters) < ($0.loss, $1.parameters) }
    var fits: [LossLawFitAnswer.Fit] = []
    for (label, used) in [
      ("without the \(dropping) of highest loss", Array(sorted.dropFirst(dropping))),
      ("all points", sorted),
    ] where label == "all points" || dropping > 0 {
      guard let fit = LossLawFit(used, name: label) else {
        throw Problem(
          "There is no law through \(used.count) points.",
          why: "Five coefficients need six points with size, tokens and loss above zero.",
          fix: "Give more points, or leave out fewer: `--drop 0`.", exit: .usage)
      }
      let law = fit.law
      fits.append(
        .init(
          label: label, points: fit.points, floor: law.floor, sizeWeight: law.sizeWeight,
          dataWeight: law.dataWeight,
          sizeExponent: law.sizeExponent, dataExponent: law.dataExponent, objective: fit.objective,
          tokensPerParameter: law.optimum(flop: 1e21).tokensPerParameter))
    }
    return LossLawFitAnswer(source: source, fits: fits)
  }
}

/// Reads a table of training runs.
struct LossPointFile {
  let path: String

  func points() throws(Problem) -> [LossPoint] {
    guard let data = FileManager.default.contents(atPath: path), data.count < 16 << 20 else {
      throw Problem(
        "Cannot read `\(path.printable)`.", why: "There is no such file of at most 16 MiB.",
        fix: "Give a table with parameters, tokens and loss.", exit: .usage)
    }
    let records = try DelimitedText(Array(data), file: path, limit: 20_000).records
    let header = records.first?.cells.map { $0.lowercased() } ?? []
    guard let size = header.firstIndex(of: "parameters"), let loss = header.firstIndex(of: "loss"),
      let work = header.firstIndex(of: "tokens") ?? header.firstIndex(of: "training_flop")
    else {
      throw Problem(
        "Cannot read `\(path.printable)`, line 1.",
        why: "It does not name parameters, loss, and tokens or training_flop.",
        fix: "Write the first line so: parameters,tokens,loss", exit: .usage)
    }
    var points: [LossPoint] = []
    for record in records.dropFirst() {
      guard record.cells.count == header.count, let n = Double(record.cells[size]),
        let w = Double(record.cells[work]),
        let l = Double(record.cells[loss]), n > 0, w > 0, l > 0, n.isFinite, w.isFinite, l.isFinite
      else {
        throw Problem(
          "Cannot read `\(path.printable)`, line \(record.line).",
          why: "Its parameters, \(header[work]) and loss are not three numbers above zero.",
          fix: "Mend the line, or take it out.", exit: .usage)
      }
      points.append(
        LossPoint(parameters: n, tokens: header[work] == "tokens" ? w : w / (6 * n), loss: l))
    }
    return points
  }
}

/// A law of loss that was fitted again.
public struct LossLawFitAnswer: Answer {
  public let source: String
  public let fits: [Fit]

  public struct Fit: Encodable, Hashable, Sendable {
    public let label: String
    public let points: Int
    public let floor: Double
    public let sizeWeight: Double
    public let dataWeight: Double
    public let sizeExponent: Double
    public let dataExponent: Double
    public let objective: Double
    public let tokensPerParameter: Double

    enum CodingKeys: String, CodingKey {
      case label, points, objective, floor = "E", sizeWeight = "A", dataWeight = "B", sizeExponent =
        "alpha", dataExponent = "beta"
      case tokensPerParameter = "tokens_per_parameter_at_1e21_flop"
    }
  }

  public func text(style: TextStyle) -> String {
    var lines = table.lines
    lines += ["", note]
    if let warning { lines.append("! \(warning)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the last column counts, and where the points are from.
  public var note: String {
    "Tokens for each parameter at the best size for 1e21 FLOP. \(source.printable)."
  }

  /// Said where a few points decide.
  public var warning: String? {
    guard fits.count == 2, abs(fits[0].dataExponent / fits[1].dataExponent - 1) > 0.1 else {
      return nil
    }
    return
      "A few points decide: β is \(fits[0].dataExponent.text(significant: 3)) without them and "
      + "\(fits[1].dataExponent.text(significant: 3)) with them."
  }

  /// A row for each fit.
  package var table: TextTable {
    var table = TextTable([.left, .right, .right, .right, .right, .right, .right, .right])
    table.add(["L = E + A/N^α + B/D^β", "Points", "E", "A", "B", "α", "β", "Tokens/parameter"])
    for fit in fits {
      table.add([
        fit.label, "\(fit.points)", fit.floor.text(significant: 5),
        fit.sizeWeight.text(significant: 4),
        fit.dataWeight.text(significant: 4), fit.sizeExponent.text(significant: 4),
        fit.dataExponent.text(significant: 4),
        fit.tokensPerParameter.text(significant: 3),
      ])
    }
    return table
  }

  public func encode(to encoder: any Encoder) throws {
    try Message(source: source, fits: fits).encode(to: encoder)
  }

  private struct Message: Encodable {
    let schema = 1
    let source: String
    let fits: [Fit]
  }
}
