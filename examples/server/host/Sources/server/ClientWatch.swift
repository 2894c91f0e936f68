import NIOCore

// sample: watch
/// Notices that a client has hung up. One that has closed the connection looks like one that will only send no more, until it
/// is sent something; so both count as gone.
final class ClientWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let client = Client()

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed = event as? ChannelEvent { client.leave() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        client.leave()
        context.fireChannelInactive()
    }

    /// The client at the other end of a connection that has a watch.
    static func client(of channel: any Channel) async throws -> Client {
        do {
            return try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.handler(type: ClientWatch.self).client
            }.get()
        } catch {
            // A connection that is closed has no handlers any more.
            throw CancellationError()
        }
    }
}
// end sample
