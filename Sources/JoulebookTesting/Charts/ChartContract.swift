import Foundation
public import Reporting

/// What every chart promises. Hand in a chart as it is with usual values, with one, with none, and with a hostile name;
/// get back the promises that it breaks, none when it may be listed.
public struct ChartContract {
  private var violations: [String] = []
  private let what: String

  /// - Parameters:
  ///   - isEmpty: the chart has no values: then its table may be empty, and it says so in words.
  public static func violations(
    of chart: any Chart, what: String, isEmpty: Bool = false
  ) -> [String] {
    var contract = ChartContract(what: "\(chart.name), \(what)")
    contract.checkWords(chart, isEmpty: isEmpty)
    contract.checkPicture(chart)
    contract.checkTable(chart)
    contract.checkPlot(chart)
    return contract.violations
  }

  /// Whether names stay names: the picture has the same elements whatever they are.
  /// - Parameter make: the chart with this name in every place where a name can stand.
  public static func violations(
    of name: String, names: [String] = HostileNames.known, make: (String) -> any Chart
  ) -> [String] {
    var contract = ChartContract(what: name)
    let plain = Set(MarkupReader(make("plain").svg).elements.map(\.name))
    for hostile in names {
      let chart = make(hostile)
      let (svg, csv) = (chart.svg, chart.csv)
      let shown = String(hostile.prefix(40)).debugDescription
      contract.check("\(shown) stays a name in its title", !chart.title.isEmpty)
      let picture = MarkupReader(svg)
      contract.check(
        "\(shown) leaves the picture well-formed: \(picture.fault ?? "")", picture.fault == nil)
      contract.check(
        "\(shown) brings no element of its own",
        Set(picture.elements.map(\.name)).isSubset(of: plain))
      contract.check("\(shown) hides nothing", ReportStructure.hidden(svg).isEmpty)
      let cells = ReportStructure.csv(csv)
      contract.check("\(shown) is no formula in a spreadsheet", Set(cells).count <= 1)
      contract.check("\(shown) stays in its cell", cells.count == chart.table.rows.count + 1)
      let json = try? JSONSerialization.jsonObject(with: Data(chart.vegaLite.utf8))
      contract.check("\(shown) leaves the specification JSON", json is [String: Any])
    }
    return contract.violations
  }

  private init(what: String) { self.what = what }

  private mutating func check(_ promise: String, _ holds: Bool) {
    if !holds { violations.append("\(what): \(promise)") }
  }

  private mutating func checkWords(_ chart: any Chart, isEmpty: Bool) {
    check(
      "its name is one of letters, digits and dashes",
      !chart.name.isEmpty
        && chart.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
    check("it has a title", !chart.title.isEmpty)
    check("its title has no full stop", !chart.title.hasSuffix("."))
    check("it has a subtitle", !chart.subtitle.isEmpty)
    check("it has a text for those who cannot see it", chart.alternative.count > 10)
    check("its table has columns", !chart.table.columns.isEmpty)
    check("its table has rows", isEmpty || !chart.table.rows.isEmpty)
    for text in [chart.title, chart.subtitle, chart.alternative] {
      for word in ["nan", "inf", "infinity", "nil", "optional("] {
        let words = text.lowercased().split { !$0.isLetter && $0 != "(" }.map(String.init)
        check("\(word) stands in \(text)", !words.contains(word))
      }
    }
  }

  private mutating func checkPicture(_ chart: any Chart) {
    let svg = chart.svg
    let reader = MarkupReader(svg)
    check("its picture is well-formed: \(reader.fault ?? "")", reader.fault == nil)
    check("its picture is the same each time", svg == chart.svg)
    check("its picture has no script", !reader.elements.contains { $0.name == "script" })
    check(
      "its picture asks for nothing from elsewhere",
      !svg.contains("href") && svg.components(separatedBy: "://").count == 2
        && !svg.contains("@import"))
    check(
      "its picture says itself in words",
      reader.elements.contains { $0.name == "title" && $0.text == chart.title }
        && reader.elements.contains { $0.name == "desc" && !$0.text.isEmpty })
    check(
      "its picture is light and dark", svg.contains("prefers-color-scheme:dark"))
    check(
      "its colours are names, which both palettes have",
      !reader.elements.contains { element in
        ["fill", "stroke", "style", "color"].contains {
          element.attributes[$0].map { !$0.hasPrefix("url(#") } ?? false
        }
      })
    for element in reader.elements where element.name != "style" {
      for (key, value) in element.attributes {
        check(
          "\(key) of \(element.name) is a number: \(value.prefix(40))",
          !["nan", "inf"].contains { value.lowercased().contains($0) } || key.hasPrefix("aria"))
      }
    }
    let box = reader.elements.first?.attributes["viewBox"]?.split(separator: " ").compactMap {
      Double($0)
    }
    guard let box, box.count == 4 else { return check("its picture has a size", false) }
    checkPlaces(reader, width: box[2], height: box[3])
    checkUnstyled(chart)
  }

  /// Nothing is drawn where nobody sees it. Text is measured as a wide font would set it.
  private mutating func checkPlaces(_ reader: MarkupReader, width: Double, height: Double) {
    let isInside = { (x: Double, y: Double) in
      x >= -0.6 && y >= -0.6 && x <= width + 0.6 && y <= height + 0.6
    }
    var isDefinition = false
    for element in reader.elements {
      if element.name == "defs" { isDefinition = true }
      if ["pattern"].contains(element.name) || (isDefinition && isTexture(element)) { continue }
      isDefinition = isDefinition && element.name == "defs"
      func number(_ key: String) -> Double? { element.attributes[key].flatMap { Double($0) } }
      switch element.name {
      case "rect":
        let (x, y) = (number("x") ?? 0, number("y") ?? 0)
        let (w, h) = (number("width") ?? -1, number("height") ?? -1)
        check(
          "a bar lies inside: \(x) \(y) \(w) \(h)",
          w >= 0 && h >= 0 && isInside(x, y) && isInside(x + w, y + h))
      case "circle":
        check("a point lies inside", isInside(number("cx") ?? -9, number("cy") ?? -9))
      case "path":
        let places = Self.places(element.attributes["d"] ?? "")
        check(
          "a line lies inside: \(element.attributes["d"]?.prefix(60) ?? "")",
          places.allSatisfy { isInside($0.0, $0.1) })
      case "text":
        let bold = (element.attributes["class"] ?? "").contains("bo")
        let wide = TextWidth.of(
          element.text, size: Self.size(element.attributes["class"] ?? ""), bold: bold)
        let x = number("x") ?? -9
        let start =
          switch element.attributes["text-anchor"] {
          case "end": x - wide
          case "middle": x - wide / 2
          case _: x
          }
        check(
          "the text \(element.text.prefix(40)) lies inside: \(start.rounded()) to \((start + wide).rounded())",
          start >= -1 && start + wide <= width + 1 && isInside(x, number("y") ?? -9))
      default: continue
      }
    }
  }

  private func isTexture(_ element: MarkupReader.Element) -> Bool {
    ["hl", "hd", "hm"].contains(element.attributes["class"] ?? "")
  }

  private static func size(_ style: String) -> Double {
    let words = style.split(separator: " ")
    return words.contains("ti") ? 16 : words.contains("sm") ? 11 : 12
  }

  private static func places(_ path: String) -> [(Double, Double)] {
    let numbers = path.split { "MLZ ".contains($0) }.compactMap { Double($0) }
    return stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
  }

  private mutating func checkUnstyled(_ chart: any Chart) {
    let second = chart.svg(id: "second one\"", styled: false)
    let reader = MarkupReader(second)
    check("a page may give it an id", reader.fault == nil && second.contains("\"secondone-title\""))
    check("a page may bring its own style", !reader.elements.contains { $0.name == "style" })
    let ids = reader.elements.compactMap { $0.attributes["id"] }
    check("its ids begin with its own", ids.allSatisfy { $0.hasPrefix("secondone-") })
    check("its ids are there once", Set(ids).count == ids.count)
  }

  private mutating func checkTable(_ chart: any Chart) {
    let table = chart.table
    check(
      "each row has a cell for each column",
      table.rows.allSatisfy { $0.count == table.columns.count })
    check("its columns have names of their own", Set(table.columns).count == table.columns.count)
    check(
      "its columns are keys",
      table.columns.allSatisfy { column in
        !column.isEmpty
          && column.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" || $0 == "-" }
      })
    check(
      "no cell is no number",
      !table.rows.contains { $0.contains { ["nan", "inf", "-inf"].contains($0) } })
  }

  private mutating func checkPlot(_ chart: any Chart) {
    let text = chart.vegaLite
    guard
      let object = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]
    else { return check("its Vega-Lite specification is JSON", false) }
    let data = object["data"] as? [String: Any]
    let values = data?["values"] as? [[String: Any]]
    check("its specification holds its values", values?.count == chart.table.rows.count)
    check(
      "its specification names its version",
      (object["$schema"] as? String)?.hasSuffix("/vega-lite/v5.json") == true)
    let spec = object["spec"] as? [String: Any] ?? object
    let layers = spec["layer"] as? [[String: Any]] ?? []
    check("its specification has layers", !layers.isEmpty)
    for layer in layers {
      let encoding = layer["encoding"] as? [String: [String: Any]] ?? [:]
      check("a layer has an encoding", !encoding.isEmpty)
      for (channel, field) in encoding {
        let column = field["field"] as? String ?? ""
        check("\(channel) shows a column of the table", chart.table.columns.contains(column))
      }
    }
  }
}
