/// What a page needs to hold texts.
package enum Markup {
  /// Text made harmless, in elements and in attributes with double quotes.
  package static func escaped(_ text: String) -> String { HTMLPage.escaped(text) }
}
