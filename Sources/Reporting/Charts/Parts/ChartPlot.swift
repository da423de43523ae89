import Accounting

/// How a chart's table is drawn by Vega-Lite 5: layers of marks over its columns.
public struct ChartPlot: Sendable {
  public enum Mark: String, Sendable { case area, bar, line, point, rect, rule, tick }

  public enum Channel: String, Sendable {
    case x, y, x2, y2, color, opacity, shape, size, detail, row, facet, fill
  }

  /// A column on a channel.
  public struct Field: Sendable {
    public enum Kind: Sendable {
      case number
      /// On a logarithmic axis.
      case ratio
      /// Bars begin at zero.
      case fromZero
      /// A moment or a date in UTC.
      case time
      /// Bounds of bins that are made already.
      case binned
      case name
      /// Names in the order of the rows.
      case ordered
      /// Evidence: the weaker, the paler.
      case evidence
    }

    let column: String
    let kind: Kind
    let title: String?

    public init(_ column: String, _ kind: Kind, title: String? = nil) {
      self.column = column
      self.kind = kind
      self.title = title
    }
  }

  public struct Layer: Sendable {
    let mark: Mark
    let fields: [(channel: Channel, field: Field)]
    let style: [(key: String, value: JSONText)]
    let filter: (column: String, values: [String])?

    /// - Parameter rows: only rows whose column holds one of these; fixed words, never names of users.
    package init(
      _ mark: Mark, _ fields: [(channel: Channel, field: Field)],
      style: [(key: String, value: JSONText)] = [],
      rows: (column: String, values: [String])? = nil
    ) {
      self.mark = mark
      self.fields = fields
      self.style = style
      filter = rows
    }
  }

  let layers: [Layer]
  /// A panel for each value of a column, this many beside each other.
  let panels: (column: String, beside: Int)?

  public init(_ layers: [Layer], panels: (column: String, beside: Int)? = nil) {
    self.layers = layers
    self.panels = panels
  }

  // MARK: Writing

  func specification(of chart: some Chart) -> String {
    let table = chart.table
    var members: [(key: String, value: JSONText)] = [
      ("$schema", "https://vega.github.io/schema/vega-lite/v5.json"),
      (
        "title",
        .object([
          ("text", .string(chart.title)), ("subtitle", .string(chart.subtitle)),
          ("anchor", "start"),
        ])
      ),
      ("description", .string(chart.alternative)),
      ("data", .object([("values", .array(values(table)))])),
    ]
    let layer = JSONText.array(layers.map(layer))
    if let panels {
      members += [
        (
          "facet",
          .object([
            ("field", .string(Self.path(panels.column))), ("type", "nominal"), ("title", .null),
            ("sort", .null),
          ])
        ),
        ("columns", .number(Double(panels.beside))),
        ("spec", .object([("width", 190), ("height", 110), ("layer", layer)])),
      ]
    } else {
      members += [("width", 640), ("height", 320), ("layer", layer)]
    }
    return JSONText.object(members).text
  }

  private func values(_ table: ChartTable) -> [JSONText] {
    var numeric: Set<String> = []
    for layer in layers {
      for (_, field) in layer.fields {
        switch field.kind {
        case .number, .ratio, .fromZero, .binned: numeric.insert(field.column)
        case .time, .name, .ordered, .evidence: continue
        }
      }
    }
    return table.rows.map { row in
      .object(
        zip(table.columns, row).map { column, cell in
          (
            column,
            numeric.contains(column) ? Double(cell).map { .number($0) } ?? .null : .string(cell)
          )
        })
    }
  }

  private func layer(_ layer: Layer) -> JSONText {
    var members: [(key: String, value: JSONText)] = []
    if let filter = layer.filter {
      members.append(
        (
          "transform",
          .array([
            .object([
              (
                "filter",
                .object([
                  ("field", .string(Self.path(filter.column))),
                  ("oneOf", .array(filter.values.map { .string($0) })),
                ])
              )
            ])
          ])
        ))
    }
    members.append(
      (
        "mark",
        .object([("type", .string(layer.mark.rawValue)), ("tooltip", .bool(true))] + layer.style)
      ))
    members.append(
      (
        "encoding",
        .object(layer.fields.map { ($0.channel.rawValue, Self.encoding($0.channel, $0.field)) })
      ))
    return .object(members)
  }

  private static func encoding(_ channel: Channel, _ field: Field) -> JSONText {
    var members: [(key: String, value: JSONText)] = [("field", .string(path(field.column)))]
    let isSecond = channel == .x2 || channel == .y2
    // The second end of a mark takes the type and the scale of the first.
    guard !isSecond else { return .object(members) }
    switch field.kind {
    case .number:
      members += [("type", "quantitative"), ("scale", .object([("zero", .bool(false))]))]
    case .fromZero:
      members += [("type", "quantitative"), ("scale", .object([("zero", .bool(true))]))]
    case .ratio: members += [("type", "quantitative"), ("scale", .object([("type", "log")]))]
    case .time:
      members += [("type", "temporal"), ("scale", .object([("type", "utc")]))]
    case .binned: members += [("type", "quantitative"), ("bin", "binned")]
    case .name: members += [("type", "nominal")]
    case .ordered: members += [("type", "nominal"), ("sort", .null)]
    case .evidence:
      members += [
        ("type", "ordinal"),
        (
          "scale",
          .object([
            ("domain", .array(Evidence.allCases.map { .string($0.rawValue) })),
            ("range", .array([1, .number(0.8), .number(0.55), .number(0.35)])),
          ])
        ),
      ]
    }
    if let title = field.title { members.append(("title", .string(title))) }
    return .object(members)
  }

  /// Names of columns as Vega-Lite reads them, where a point would lead into an object.
  private static func path(_ column: String) -> String {
    column.replacing("\\", with: "\\\\").replacing(".", with: "\\.")
      .replacing("[", with: "\\[").replacing("]", with: "\\]")
  }
}
