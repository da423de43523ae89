import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server on loopback that answers as a test wants, and keeps what it was asked.
final class LocalServer: Sendable {
  struct Request: Sendable {
    let method: String
    /// Path and query.
    let uri: String
    let headers: [String: String]
  }

  struct Reply: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body = ""
    /// Seconds before the answer.
    var delay = 0.0
    /// Closes the connection after half of the body.
    var breaksOff = false

    static func json(_ body: String, headers: [String: String] = [:]) -> Reply {
      Reply(headers: headers, body: body)
    }
  }

  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let asked = Mutex<[Request]>([])
  let base: String

  init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let box = Hook()
    channel = try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 16)
      .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline(withErrorHandling: true).flatMapThrowing {
          try channel.pipeline.syncOperations.addHandler(
            Answerer { request in
              box.record(request)
              return answer(request)
            })
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    self.group = group
    base = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    box.server = { [weak self] request in self?.asked.withLock { $0.append(request) } }
  }

  deinit {
    try? channel.close().wait()
    group.shutdownGracefully { _ in }
  }

  var requests: [Request] { asked.withLock { $0 } }

  /// Lets the handler reach the server that is still being made.
  private final class Hook: Sendable {
    private let hook = Mutex<(@Sendable (Request) -> Void)?>(nil)
    var server: (@Sendable (Request) -> Void)? {
      get { hook.withLock { $0 } }
      set { hook.withLock { $0 = newValue } }
    }
    func record(_ request: Request) { server?(request) }
  }
}

private final class Answerer: ChannelInboundHandler, Sendable {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let answer: @Sendable (LocalServer.Request) -> LocalServer.Reply

  init(_ answer: @escaping @Sendable (LocalServer.Request) -> LocalServer.Reply) {
    self.answer = answer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    var headers: [String: String] = [:]
    for (name, value) in head.headers { headers[name.lowercased()] = value }
    let reply = answer(
      LocalServer.Request(method: head.method.rawValue, uri: head.uri, headers: headers))
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .milliseconds(Int64(reply.delay * 1000))) {
      self.send(reply, bound.value)
    }
  }

  private func send(_ reply: LocalServer.Reply, _ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    let bytes = Array(reply.body.utf8)
    var head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status))
    for (name, value) in reply.headers { head.headers.add(name: name, value: value) }
    if reply.status != 304 {
      head.headers.replaceOrAdd(name: "content-length", value: "\(bytes.count)")
    }
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let part = reply.breaksOff ? Array(bytes.prefix(bytes.count / 2)) : bytes
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: part)))), promise: nil)
    if reply.breaksOff {
      context.flush()
      context.close(promise: nil)
    } else {
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
