import CLinux
import Glibc

/// The process that meters a node for several ranks, and the processes that it follows without being
/// their parent.
package enum MeterProcess {
  /// Starts this program again with `arguments`, in a session of its own, with the listening socket as
  /// its standard input. It goes on when we end. False when it cannot be started.
  package static func start(_ arguments: [String], listener: Int32) -> Bool {
    var argv = (["joulebook"] + arguments).map { strdup($0) } + [nil]
    defer { for text in argv { free(text) } }
    // The name is the meter's alone: it is free again when that ends.
    defer { close(listener) }
    return clinux_helper_start(&argv, listener, -1) > 0
  }

  /// The listening socket that we were started with, kept from programs that we start.
  package static func takeListener() -> Int32? {
    var status = stat()
    guard fstat(0, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    let listener = fcntl(0, F_DUPFD_CLOEXEC, 10)
    guard listener >= 0, fcntl(listener, F_SETFL, O_NONBLOCK) == 0 else { return nil }
    clinux_set_name("joulebook-meter")
    close(0)
    // The number stays taken, so that no file of ours becomes standard input.
    _ = open("/dev/null", O_RDONLY)
    return listener
  }

  /// A descriptor that becomes readable when the process ends; nil where the kernel has none or the
  /// process is gone.
  package static func watch(_ process: Int32) -> Int32? {
    let descriptor = clinux_rank_watch(process)
    return descriptor >= 0 ? descriptor : nil
  }

  /// CPU seconds of this process so far.
  package static var ownCPU: Double { Double(max(0, clinux_process_cpu(getpid()))) * 1e-9 }

  /// Our parent, and the clock tick after boot at which it began: together they name it for good.
  package static var parent: (pid: Int32, start: UInt64) {
    let pid = getppid()
    return (pid, ProcessStat.of(pid)?.start ?? 0)
  }
}

/// A folder held open, for a program that is to be born in it.
package struct FolderHandle {
  package let descriptor: Int32

  package init?(path: String) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
  }

  package func close() { Glibc.close(descriptor) }
}

extension MeterProcess {
  package static var ownNumber: Int32 { getpid() }
}

extension MeterProcess {
  /// Where this program lies; its bare name where the kernel does not say.
  package static var programPath: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return "joulebook" }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
