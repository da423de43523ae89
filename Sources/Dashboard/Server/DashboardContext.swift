import Hummingbird

/// What goes with a request.
struct DashboardContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// A form with a few fields is all that is ever taken.
  var maxUploadSize: Int { 65_536 }

  init(source: Source) { coreContext = .init(source: source) }
}
