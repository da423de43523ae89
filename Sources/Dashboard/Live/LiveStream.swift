import Hummingbird
import JoulebookKit
import NIOCore
import ServiceLifecycle

/// Server-sent events: `/live` for every run that is going on, `/live/ID` for one.
struct LiveStream {
  let hub: LiveHub

  /// A comment after this long without news, so that a listener who has vanished is noticed.
  static let silence = Duration.seconds(15)

  func add(to router: Router<DashboardContext>) {
    router.get("/live") { request, _ in response(request, run: nil) }
    router.get("/live/:id") { request, context in
      guard let id = context.parameters.get("id") else { throw Refusal.missing }
      return response(request, run: id.removingPercentEncodingOrSame)
    }
  }

  private func response(_ request: Request, run: String?) -> Response {
    let fields = FormFields(request.uri.query ?? "")
    let position = LiveLog.Position(
      said: request.headers[header("Last-Event-ID")] ?? fields["from"],
      moment: fields["after"].flatMap(Int.init))
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
        // A proxy that collects before it passes on would hold the news back.
        header("X-Accel-Buffering"): "no",
      ],
      body: .init { writer in
        let (id, news) = await hub.listen()
        do {
          try await send(news, from: position, of: run, to: &writer)
        } catch {
          await hub.leave(id)
          throw error
        }
        await hub.leave(id)
        try await writer.finish(nil)
      })
  }

  private func send(
    _ news: AsyncStream<Void>, from start: LiveLog.Position, of run: String?,
    to writer: inout any ResponseBodyWriter
  ) async throws {
    var position = start
    var lastWord = ContinuousClock.now
    try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
    for await _ in news.cancelOnGracefulShutdown() {
      let new = await hub.news(after: position, of: run)
      position = new.position
      if !new.text.isEmpty {
        try await writer.write(ByteBuffer(string: new.text))
        lastWord = .now
      } else if .now - lastWord > Self.silence {
        try await writer.write(ByteBuffer(string: ": here\n\n"))
        lastWord = .now
      }
      if new.isOver { return }
    }
  }
}
