/// Which build a run belongs to, as continuous integration says it in the environment: kept as tags.
enum CITags {
  static let commit = "ci.commit"
  static let branch = "ci.branch"
  static let base = "ci.base"
  static let job = "ci.job"
  static let build = "ci.build"

  /// By tag, variables in the order of preference. A pull request runs under a name of its own; where it comes from
  /// and goes to stands beside it.
  private static let services: [(isOn: String, variables: [(tag: String, names: [String])])] = [
    (
      "GITHUB_ACTIONS",
      [
        (commit, ["GITHUB_SHA"]), (branch, ["GITHUB_HEAD_REF", "GITHUB_REF_NAME"]),
        (base, ["GITHUB_BASE_REF"]), (job, ["GITHUB_JOB"]), (build, ["GITHUB_RUN_ID"]),
      ]
    ),
    (
      "GITLAB_CI",
      [
        (commit, ["CI_COMMIT_SHA"]),
        (branch, ["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_REF_NAME"]),
        (base, ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"]), (job, ["CI_JOB_NAME"]),
        (build, ["CI_PIPELINE_ID"]),
      ]
    ),
  ]

  /// Empty outside GitHub and GitLab.
  static func of(_ environment: [String: String]) -> [String: String] {
    guard let service = services.first(where: { environment[$0.isOn] == "true" }) else {
      return [:]
    }
    return service.variables.reduce(into: [:]) { tags, entry in
      let value = entry.names.lazy.compactMap { environment[$0] }.first {
        !$0.isEmpty && $0.count <= 128 && $0.allSatisfy { !$0.isNewline }
      }
      if let value { tags[entry.tag] = value }
    }
  }
}
