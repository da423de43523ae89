import Glibc

/// The socket that a job sends its marks to: mode 0600 in a folder of mode 0700, named after the run.
struct MarkSocket {
  let path: String
  let descriptor: Int32
  private let folder: String

  /// In `XDG_RUNTIME_DIR`, else in `/tmp`; nil where neither takes one.
  init?(id: String, environment: [String: String]) {
    for folder in Self.folders(environment) {
      // Another run may take the empty folder away between the two steps.
      for _ in 0..<2 {
        if Self.isOurs(folder), let socket = Self.listen(folder + "/" + id) {
          (path, descriptor, self.folder) = (folder + "/" + id, socket, folder)
          return
        }
      }
    }
    return nil
  }

  /// Where sockets are made, the first choice first.
  static func folders(_ environment: [String: String]) -> [String] {
    var folders = ["/tmp/joulebook-\(getuid())"]
    if let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/") {
      folders.insert(runtime + "/joulebook", at: 0)
    }
    return folders
  }

  /// A connection to a socket that somebody listens on; nil where nobody does.
  static func connect(_ path: String) -> Int32? {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(AF_UNIX, kind, 0)
    guard socket >= 0 else { return nil }
    if with(address(path), { Glibc.connect(socket, $0, $1) == 0 }) { return socket }
    close(socket)
    return nil
  }

  func remove() {
    close(descriptor)
    unlink(path)
    // What runs that were killed left behind: nobody listens there any more.
    for name in FileText.names(in: folder) where Self.isDead(folder + "/" + name) {
      unlink(folder + "/" + name)
    }
    rmdir(folder)
  }

  private static func isDead(_ path: String) -> Bool {
    // A plain file refuses connections too: the folder may be the ledger's own.
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return false }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(AF_UNIX, kind | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard socket >= 0 else { return false }
    defer { close(socket) }
    return !with(address(path), { Glibc.connect(socket, $0, $1) == 0 }) && errno == ECONNREFUSED
  }

  private static func address(_ path: String) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) {
      $0.copyBytes(from: path.utf8.prefix($0.count - 1))
    }
    return address
  }

  private static func with(
    _ address: sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool
  ) -> Bool {
    withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// Makes the folder where it is missing; what somebody else made is not for us.
  private static func isOurs(_ folder: String) -> Bool {
    mkdir(folder, 0o700)
    var status = stat()
    return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == getuid() && status.st_mode & 0o077 == 0
  }

  private static func listen(_ path: String) -> Int32? {
    guard path.utf8.count < MemoryLayout<sockaddr_un>.size - 2 else { return nil }
    let kind =
      Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      | Int32(SOCK_NONBLOCK.rawValue)
    let socket = Glibc.socket(AF_UNIX, kind, 0)
    guard socket >= 0 else { return nil }
    let isBound = with(address(path), { bind(socket, $0, $1) == 0 })
    guard isBound, chmod(path, 0o600) == 0, Glibc.listen(socket, 128) == 0 else {
      close(socket)
      if isBound { unlink(path) }
      return nil
    }
    return socket
  }
}
