/// What a page needs to hold texts and charts.
package enum Markup {
  /// Text made harmless, in elements and in attributes with double quotes.
  package static func escaped(_ text: String) -> String { HTMLPage.escaped(text) }

  /// The style of all charts, for a page that holds them without one of their own.
  package static var chartStyle: String { ChartStyle.sheet }
}

extension Chart {
  /// The picture for a page whose style sheet has `Markup.chartStyle`.
  package var figure: String { svg.replacing("<style>\(ChartStyle.sheet)</style>\n", with: "") }
}
