import Accounting
import Hummingbird
import NIOCore
import Reporting

/// Holds a request against what its route describes.
struct APIReader {
  let site: Site
  let route: APIRoute

  /// - Throws: a refusal that names the parameter that is wrong.
  func request(_ request: Request, parts: [String: String]) throws -> APIRequest {
    var values: [String: [String]] = [:]
    for (name, value) in FormFields(request.uri.query ?? "").pairs {
      guard let parameter = route.parameters.first(where: { $0.name == name && $0.place == .query })
      else {
        throw Self.wrong(
          name, "There is no parameter `\(name.printable.cut(to: 60))` here.", queryNames)
      }
      try check(parameter, value)
      guard parameter.isRepeated || values[name] == nil else {
        throw Self.wrong(name, "`\(name)` is given twice.", "It has one value.")
      }
      values[name, default: []].append(value)
      guard values[name, default: []].count <= APIParameter.most else {
        throw Self.wrong(
          name, "`\(name)` is given too often.",
          "It may be given \(APIParameter.most) times.")
      }
    }
    for parameter in route.parameters {
      if parameter.place == .path {
        let value = parts[parameter.name] ?? ""
        try check(parameter, value)
        values[parameter.name] = [value]
      } else if parameter.isRequired, values[parameter.name] == nil {
        throw Self.wrong(parameter.name, "`\(parameter.name)` is missing.", "It is required.")
      }
    }
    return APIRequest(
      site: site, route: route, values: values,
      form: try form(values["format"]?.first, accept: request.headers[.accept]))
  }

  private func check(_ parameter: APIParameter, _ value: String) throws {
    if let fault = parameter.fault(value) {
      throw Self.wrong(
        parameter.name,
        "Cannot understand `\(value.printable.cut(to: 60))` (\(parameter.name)).", fault)
    }
  }

  private var queryNames: String {
    let names = route.parameters.filter { $0.place == .query }.map(\.name)
    return names.isEmpty
      ? "It takes none." : "There are \(names.joined(separator: ", "))."
  }

  private static func wrong(_ name: String, _ what: String, _ why: String) -> Refusal {
    var refusal = Refusal(
      .badRequest,
      Problem(what, why: why, fix: "Look at \(API.prefix)/\(OpenAPI.file).", exit: .usage))
    refusal.parameter = name.printable.cut(to: 60)
    return refusal
  }

  /// The form by name, else by the header Accept, else the usual one.
  private func form(_ name: String?, accept: String?) throws -> APIForm {
    if let name, let form = route.forms.first(where: { $0.name == name }) { return form }
    guard let accept, !accept.allSatisfy({ $0 == " " }) else { return route.forms[0] }
    let ranges = accept.split(separator: ",").map { MediaRange($0) }
    let liked = route.forms.map { form in (form, ranges.quality(of: form.essence)) }
    // Of equals, the first of the route's list.
    let best = liked.max { $0.1 < $1.1 }?.1 ?? 0
    guard best > 0, let form = liked.first(where: { $0.1 == best })?.0 else {
      throw Refusal(
        .notAcceptable,
        Problem(
          "This cannot be written in a form that you accept.",
          why: "It can be \(route.forms.map(\.essence).joined(separator: ", ")).",
          fix: "Leave the header Accept out, or name one of these."))
    }
    return form
  }

  /// Takes in what was sent along.
  func read(_ body: APIBody, of request: Request, into asked: inout APIRequest) async throws {
    let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
      .filter { $0 != " " }
    guard body.types.contains(type) else {
      throw Refusal(
        .unsupportedMediaType,
        Problem(
          "Cannot take a body of type `\(type.printable.cut(to: 60))`.",
          why: "It can be \(body.types.joined(separator: ", ")).",
          fix: "Name one of these in the header Content-Type."),
        headers: [.accept: body.types.joined(separator: ", ")])
    }
    let buffer: ByteBuffer
    do {
      buffer = try await request.body.collect(upTo: body.limit)
    } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
      throw Self.tooLong(body)
    } catch is NIOTooManyBytesError {
      throw Self.tooLong(body)
    }
    asked.bytes = Array(buffer.readableBytesView)
    guard let schema = body.schema else { return }
    guard let value = try? JSONValue.read(asked.bytes) else {
      throw Self.broken("It is not JSON.")
    }
    let faults = Schemas.rules.violations(value, schema)
    guard faults.isEmpty else { throw Self.broken(faults.joined(separator: "; ") + ".") }
    asked.body = value
  }

  private static func tooLong(_ body: APIBody) -> Refusal {
    Refusal(
      .contentTooLarge,
      Problem(
        "The body is too long.", why: "At most \(body.limit) bytes are taken.",
        fix: "Send less, or use the command line."))
  }

  private static func broken(_ why: String) -> Refusal {
    Refusal(
      .badRequest,
      Problem(
        "Cannot understand the body.", why: why, fix: "Look at \(API.prefix)/\(OpenAPI.file).",
        exit: .usage))
  }
}

/// A part of the header Accept: `text/*;q=0.5`.
private struct MediaRange {
  let type: String
  let quality: Double

  init(_ text: Substring) {
    let parts = text.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
    type = parts.first ?? ""
    quality =
      parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
  }

  /// How closely it names the type; nil where it does not.
  func closeness(_ essence: String) -> Int? {
    if type == essence { return 2 }
    if type == "*/*" { return 0 }
    return type.hasSuffix("/*") && essence.hasPrefix(type.dropLast()) ? 1 : nil
  }
}

extension [MediaRange] {
  /// The closest part decides.
  fileprivate func quality(of essence: String) -> Double {
    compactMap { range in range.closeness(essence).map { ($0, range.quality) } }
      .max { $0.0 < $1.0 }?.1 ?? 0
  }
}
