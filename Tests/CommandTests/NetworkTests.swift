import Testing

/// Nothing leaves the machine.
@Suite struct NetworkTests {
  @Test(.enabled(if: SurvivalTests.mayMount))
  func `a run in an empty network namespace sends and asks for nothing`() throws {
    let told = try Script.measured(
      #"""
      export RUN; unshare -n bash -c '
        $RUN --quiet -- true && echo metered
        tail -n +3 /proc/net/dev | tr -s " :" " " | cut -d" " -f3- | tr " " "\n" | sort -u | tr -d "\n"'
      """#)
    #expect(told.text == "metered\n0")
  }
}
