// Text of users, made harmless for the language that it is put into.

/// GitHub's Markdown, in a paragraph or a cell of a table.
enum Markdown {
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#", "!": escaped += "\\\(scalar)"
      case _ where scalar.isHidden: escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A row of a table.
  static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}

/// LaTeX with the fonts that it has without packages.
enum LaTeX {
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.map(escaped).joined().replacing("CO2e", with: "CO$_2$e")
  }

  /// Inside braces of BibTeX, which counts braces even where they are escaped.
  static func field(_ text: String) -> String {
    escaped(text.replacing("{", with: "(").replacing("}", with: ")"))
  }

  /// Letters with accents that the plain fonts can build.
  private static let letters = Set(
    ("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßŒœŠšŽžČčĆćĚěŘřŮůŐőŰűŁłŃńŚśŹźŻżĞğŞş"
      + "–—‘’“”").unicodeScalars)

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": return "\\textbackslash{}"
    case "{", "}", "$", "&", "#", "%", "_": return "\\\(scalar)"
    case "^": return "\\textasciicircum{}"
    case "~": return "\\textasciitilde{}"
    case "<": return "\\textless{}"
    case ">": return "\\textgreater{}"
    case "|": return "\\textbar{}"
    case "\"": return "''"
    // Bare, it would begin an entry for BibTeX, which reads the same file.
    case "@": return "{\\char64}"
    case "×": return "$\\times$"
    case "÷": return "$\\div$"
    case "·": return "$\\cdot$"
    case "…": return "\\ldots{}"
    case _ where scalar.isHidden: return "U+" + String(scalar.value, radix: 16, uppercase: true)
    case _ where scalar.isASCII || letters.contains(scalar): return String(scalar)
    default: return "U+" + String(scalar.value, radix: 16, uppercase: true)
    }
  }
}

/// YAML in double quotes, in which every text can be written.
enum YAML {
  static func quoted(_ text: String) -> String {
    let safe = text.printable.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(safe)\""
  }
}
