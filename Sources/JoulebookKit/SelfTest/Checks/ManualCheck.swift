import Accounting

/// The manual page is where `man` looks.
struct ManualCheck: SelfCheck {
  let name = "manual"
  let summary = "the manual page"

  func perform(on bench: SelfTestBench) -> SelfCheckResult {
    guard let page = bench.files.manual else {
      return .note(
        "There is no manual page beside this program or in the system's folders.",
        next:
          "Install with `make install`, the package or the whole tarball; `joulebook --help` says "
          + "the same.")
    }
    return .passed("\(page)")
  }
}
