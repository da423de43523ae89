import CNVML

/// NVIDIA's management library, loaded and started. Shut down when the last probe is gone.
final class NVMLLibrary {
  let api: cnvml_api

  /// Why there is no library to call.
  enum Failure: Error, Hashable {
    /// No such file anywhere.
    case missing(String)
    /// A file that is not the library.
    case unusable(String)
    /// The library would not start, with NVML's code.
    case notStarted(Int32)
  }

  init(path: String) throws(Failure) {
    var api = cnvml_api()
    var why = [CChar](repeating: 0, count: 512)
    let status = cnvml_load(&api, path, &why, UInt32(why.count))
    let reason = String(
      decoding: why.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard Int(status) == CNVML_LOADED else {
      // A bare name is looked for by the loader; a path either is there or is not.
      let isThere =
        path.contains("/") ? FileText.exists(path) : !reason.contains("cannot open shared object")
      throw isThere ? .unusable(reason) : .missing(reason)
    }
    let started = api.start()
    guard started == Self.success else {
      cnvml_unload(&api)
      throw .notStarted(started)
    }
    self.api = api
  }

  deinit {
    var api = api
    _ = api.shutdown?()
    cnvml_unload(&api)
  }

  static let success = Int32(CNVML_SUCCESS)
  static let notSupported = Int32(CNVML_NOT_SUPPORTED)

  /// A device's text, such as its UUID; empty where there is none.
  static func text(
    _ device: cnvml_device?,
    _ call: (@convention(c) (cnvml_device?, UnsafeMutablePointer<CChar>?, UInt32) -> Int32)?
  ) -> String {
    var buffer = [CChar](repeating: 0, count: 96)
    guard let call, call(device, &buffer, UInt32(buffer.count)) == success else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension ReadFailure {
  /// What an NVML status other than success means for a read.
  init(nvml status: Int32) {
    switch Int(status) {
    case CNVML_NO_PERMISSION: self = .denied
    // A GPU that needs a reset answers nothing more until somebody resets it.
    case CNVML_GPU_IS_LOST, CNVML_RESET_REQUIRED: self = .vanished
    default: self = .failed(status)
    }
  }
}
