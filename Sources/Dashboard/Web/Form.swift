import Accounting
import Reporting

/// A field of a form.
struct FormField {
  enum Kind {
    /// - Parameter list: the id of a `<datalist>` with what is often written.
    case text(list: String? = nil)
    case number
    case choice([(value: String, label: String)])
    case flag
  }

  let name: String
  let label: String
  var unit = ""
  var hint = ""
  var example = ""
  var kind = Kind.text()

  /// The label follows from the name: `trial-hours` is `Trial hours`.
  init(
    _ name: String, _ label: String? = nil, unit: String = "", hint: String = "",
    example: String = "", _ kind: Kind = .text()
  ) {
    self.name = name
    self.label = label ?? Self.label(name)
    self.unit = unit
    self.hint = hint
    self.example = example
    self.kind = kind
  }
}

extension FormField {
  private static let acronyms = ["mfu", "hfu", "pue", "wue", "flop"]

  private static func label(_ name: String) -> String {
    if acronyms.contains(name) { return name.uppercased() }
    let words = name.replacing("-", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}

/// A form that asks by its address: the address of an answer asks for it again.
struct Form {
  let action: String
  let given: FormFields
  /// What was wrong with what was given.
  var problem: Problem?
  /// Fields that go along unseen.
  var hidden: [(name: String, value: String)] = []
  private let groups: [(title: String, isOpen: Bool, fields: [FormField])]
  let button: String

  /// - Parameter groups: the first stands open; the others open when something in them is filled.
  init(
    action: String, given: FormFields, problem: Problem? = nil,
    hidden: [(name: String, value: String)] = [], button: String,
    _ groups: [(title: String, fields: [FormField])]
  ) {
    self.action = action
    self.given = given
    self.problem = problem
    self.hidden = hidden
    self.button = button
    let wrong = problem.map { Set($0.names) } ?? []
    self.groups = groups.enumerated().map { index, group in
      let isUsed = group.fields.contains { given[$0.name] != nil || wrong.contains($0.name) }
      return (group.title, index == 0 || isUsed, group.fields)
    }
  }

  /// Names of the fields that the problem is about: by their name, or by the value that they were given.
  private var wrong: [String] {
    guard let problem else { return [] }
    let named = problem.names
    let fields = groups.flatMap(\.fields).map(\.name)
    let found = fields.filter(named.contains)
    return found.isEmpty ? fields.filter { given[$0].map(named.contains) ?? false } : found
  }

  var html: HTML {
    let unseen = hidden.map {
      "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" as HTML
    }
    let parts = groups.enumerated().map { index, group -> HTML in
      let fields: HTML =
        "<div class=\"fields\">\(group.fields.map(html))</div>"
      if index == 0 {
        return "<fieldset><legend>\(group.title)</legend>\(fields)</fieldset>\n"
      }
      return
        "<details\(group.isOpen ? " open" : "")><summary>\(group.title)</summary>\(fields)</details>\n"
    }
    let again = FormFields(pairs: hidden)
    let clear: HTML =
      given == again || given.query.isEmpty
      ? "" : " <a href=\"\(action + again.query)\">Clear the form</a>"
    return """
      \(problemBox)<form class="ask" method="get" action="\(action)">\(unseen)\(parts)
      <p class="actions"><button>\(button)</button>\(clear)</p></form>
      """
  }

  /// What went wrong, above the form; each field that it is about says so too.
  private var problemBox: HTML {
    guard let problem else { return "" }
    let links = wrong.prefix(1).map { name -> HTML in
      " <a href=\"#f-\(name)\">To the field.</a>"
    }
    return """
      <div class="problem" role="alert"><p><strong>\(HTML.words(problem.what.asSentence))</strong> \(HTML.words(problem.why.asSentence))</p>
      <p>Next: \(HTML.words(problem.fix.asSentence))\(links)</p></div>

      """
  }

  private func html(_ field: FormField) -> HTML {
    let id = "f-\(field.name)"
    let isWrong = wrong.contains(field.name)
    let value = given[field.name] ?? ""
    var described: [String] = []
    if !field.hint.isEmpty { described.append("\(id)-hint") }
    if isWrong { described.append("\(id)-wrong") }
    var attributes: HTML = " id=\"\(id)\" name=\"\(field.name)\""
    if !described.isEmpty {
      attributes += " aria-describedby=\"\(described.joined(separator: " "))\""
    }
    if isWrong { attributes += " aria-invalid=\"true\"" }
    let unit: HTML = field.unit.isEmpty ? "" : " <span class=\"unit\">\(field.unit)</span>"
    let hint: HTML =
      field.hint.isEmpty ? "" : "<small id=\"\(id)-hint\">\(field.hint)</small>"
    let words: HTML =
      isWrong
      ? "<small class=\"bad\" id=\"\(id)-wrong\">\(HTML.words(problem?.why.asSentence ?? ""))</small>"
      : ""
    let label: HTML = "<label for=\"\(id)\">\(field.label)\(unit)</label>"
    switch field.kind {
    case .flag:
      let on: HTML = given[field.name] != nil ? " checked" : ""
      return """
        <div class="field flag"><label for="\(id)"><input type="checkbox" value="yes"\(attributes)\(on)> \(field.label)</label>
        \(hint)\(words)</div>
        """
    case .choice(let choices):
      let options = choices.map { choice -> HTML in
        let here: HTML = choice.value == value ? " selected" : ""
        return "<option value=\"\(choice.value)\"\(here)>\(choice.label)</option>"
      }
      return """
        <div class="field">\(label)<select\(attributes)>\(options)</select>
        \(hint)\(words)</div>
        """
    case .text(let list):
      let listed: HTML = list.map { " list=\"\($0)\"" } ?? ""
      return input(field, attributes + listed, label, value, hint + words)
    case .number:
      // Not `type=number`: ranges and `175B` are numbers here.
      return input(field, attributes + " inputmode=\"decimal\"", label, value, hint + words)
    }
  }

  private func input(
    _ field: FormField, _ attributes: HTML, _ label: HTML, _ value: String, _ below: HTML
  ) -> HTML {
    let example: HTML =
      field.example.isEmpty ? "" : " placeholder=\"\(field.example)\""
    return """
      <div class="field">\(label)<input type="text" autocomplete="off" spellcheck="false" value="\(value)"\(attributes)\(example)>
      \(below)</div>
      """
  }

  /// What is often written in a field.
  static func list(_ id: String, _ values: [String]) -> HTML {
    "<datalist id=\"\(id)\">\(values.map { "<option value=\"\($0)\">" as HTML })</datalist>\n"
  }
}

extension Problem {
  /// Names of fields that its first sentence is about: `hours` of "Cannot use `hours` = `x` (--hours)."
  var names: [String] {
    var names: [String] = []
    func take(_ text: Substring) {
      let bare = text.drop { $0 == "-" }.prefix { $0 != " " && $0 != "=" }
      if !bare.isEmpty, !names.contains(String(bare)) { names.append(String(bare)) }
    }
    let parts = what.split(separator: "`", omittingEmptySubsequences: false)
    // An option by name tells more than a word in quotes, which may be a value.
    for part in parts {
      for word in part.split(whereSeparator: { " ()".contains($0) }) where word.hasPrefix("--") {
        take(word.prefix { $0.isLetter || $0.isNumber || $0 == "-" })
      }
    }
    if names.isEmpty { for index in parts.indices where index % 2 == 1 { take(parts[index]) } }
    return names
  }
}
