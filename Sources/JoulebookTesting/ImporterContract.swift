import Accounting
import Foundation
package import Importing
import Quantities

/// What every importer promises. Hand in files that it must take whole; get back the promises that it breaks.
package struct ImporterContract {
  private let importer: any Importer
  private let files: [ImportFile]
  private let options: ImportOptions
  private var violations: [String] = []

  /// - Parameter options: with what the files need, such as a pattern.
  package static func violations(
    of importer: any Importer, _ files: [ImportFile], _ options: ImportOptions = ImportOptions()
  ) -> [String] {
    var contract = ImporterContract(importer, files, options)
    contract.checkWhole()
    contract.checkDamaged()
    return contract.violations
  }

  private init(_ importer: any Importer, _ files: [ImportFile], _ options: ImportOptions) {
    self.importer = importer
    self.files = files
    self.options = options
  }

  private mutating func check(_ promise: String, _ holds: Bool) {
    if !holds { violations.append("\(importer.name): \(promise)") }
  }

  private mutating func checkWhole() {
    check(
      "it has a name and says what it reads", !importer.name.isEmpty && !importer.summary.isEmpty)
    check("it knows its own files", files.allSatisfy(importer.recognises))
    guard let batch = try? importer.read(files, options) else {
      return check("it reads its own files", false)
    }
    check("sound files give work", !batch.works.isEmpty)
    check("sound files have nothing refused", batch.refused.isEmpty)
    check("every row was taken or left out", Self.isClosed(batch))
    check("every work has a key of its own", Set(batch.works.map(\.key)).count == batch.works.count)
    check(
      "every work has a length", batch.works.allSatisfy { $0.seconds > 0 && $0.seconds.isFinite })
    check(
      "marks lie within their work",
      batch.works.allSatisfy { work in
        work.marks.allSatisfy { $0.at >= 0 && $0.at <= work.seconds + 0.001 }
      })
    check(
      "powers are none below zero and in order of time",
      batch.works.allSatisfy { work in
        guard case .curves(let curves) = work.power else { return true }
        return curves.allSatisfy { curve in
          curve.points.allSatisfy { $0.watts >= 0 }
            && zip(curve.points, curve.points.dropFirst()).allSatisfy { $0.at < $1.at }
        }
      })
    let again = try? importer.read(files, options)
    check(
      "devices have energies none below zero, in order of time, within the work",
      batch.works.allSatisfy { work in
        guard case .devices(let devices) = work.power else { return true }
        let names = Set(devices.map(\.device))
        return !devices.isEmpty && names.count == devices.count
          && devices.allSatisfy { device in
            Self.isSound(device, in: work.seconds)
              && device.partOf.map { names.contains($0) && $0 != device.device } ?? true
          }
      })
    check("the same files give the same work", again?.works == batch.works)
    let moved = files.map {
      ImportFile(path: "/elsewhere/" + $0.folder + "/" + $0.name, bytes: $0.bytes)
    }
    check(
      "a file that was moved gives work of the same keys",
      (try? importer.read(moved, options))?.works.map(\.key) == batch.works.map(\.key))
  }

  /// Cut, turned over or empty: some of it may be refused, nothing may end the process.
  private mutating func checkDamaged() {
    let whole = (try? importer.read(files, options))?.works.count ?? 0
    for (index, file) in files.enumerated() {
      for part in [0.0, 0.3, 0.5, 0.9, 0.99] {
        var cut = files
        cut[index] = ImportFile(
          path: file.path, bytes: file.bytes.prefix(Int(Double(file.bytes.count) * part)))
        if let batch = try? importer.read(cut, options) {
          check("a file that was cut gives no more work", batch.works.count <= max(whole, 1))
          check("of a cut file every row is accounted for", Self.isClosed(batch))
        }
      }
      for offset in stride(from: 0, to: file.bytes.count, by: max(1, file.bytes.count / 64)) {
        var turned = Data(file.bytes)
        turned[turned.startIndex + offset] ^= 0xFF
        var changed = files
        changed[index] = ImportFile(path: file.path, bytes: turned)
        if let batch = try? importer.read(changed, options) {
          check("of a damaged file every row is accounted for", Self.isClosed(batch))
        }
      }
    }
  }

  private static func isSound(_ device: ImportedDevice, in seconds: Double) -> Bool {
    func isWithin(_ moments: [Double]) -> Bool {
      zip(moments, moments.dropFirst()).allSatisfy { $0 < $1 }
        && moments.allSatisfy { $0 >= -0.001 && $0 <= seconds + 0.001 }
    }
    switch device.record {
    case .sum(let joules): return joules >= 0 && joules.isFinite
    case .counts(let counts):
      return isWithin(counts.map(\.at))
        && zip(counts, counts.dropFirst()).allSatisfy { $0.joules <= $1.joules }
    case .power(let points):
      return isWithin(points.map(\.at)) && points.allSatisfy { $0.watts >= 0 }
    }
  }

  private static func isClosed(_ batch: ImportBatch) -> Bool {
    batch.read == batch.taken + batch.leftOut.values.reduce(0, +) + batch.refusedRows
  }
}
