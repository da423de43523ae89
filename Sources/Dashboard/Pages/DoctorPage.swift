import JoulebookKit

/// What this machine can measure, and what is missing.
struct DoctorPage: Page {
  let path = "/doctor"
  let navigation: String? = "Doctor"

  func view(_ request: PageRequest) async throws -> PageView {
    PageView(title: "Doctor", body: "<p>…</p>")
  }
}
