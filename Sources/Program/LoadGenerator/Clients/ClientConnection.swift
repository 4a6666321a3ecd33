internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore
internal import Synchronization

/// One connection of simulated Envoys, which reconnects as Envoy does.
final class ClientConnection: Sendable {
    private let address: SocketAddress
    private let loop: any EventLoop
    private let path: String
    private let context: RunContext
    private let recorder: Recorder
    private let streams: NIOLoopBoundBox<[ClientStream]>
    private let connection = Mutex<GRPCClientConnection?>(nil)

    /// - Parameters:
    ///   - roster: the streams.
    ///   - nodes: the node of each stream, in order.
    ///   - connectTime: the time to connect, on the run's clock.
    init(
        _ roster: ClientRoster.Connection,
        nodes: [EncodedNodeParts],
        to address: SocketAddress,
        on loop: any EventLoop,
        connectTime: Int64,
        context: RunContext,
        recorder: Recorder
    ) {
        self.address = address
        self.loop = loop
        self.context = context
        self.recorder = recorder
        path = roster.protocolName.path
        let streams = zip(roster.streams, nodes).map { stream, node in
            ClientStream(
                stream,
                speaking: roster.protocolName,
                node: node,
                connectTime: connectTime,
                on: loop,
                context: context,
                recorder: recorder
            )
        }
        self.streams = NIOLoopBoundBox.makeBoxSendingValue(streams, eventLoop: loop)
    }

    /// Connects and subscribes on all streams; returns a Boolean value that indicates whether that succeeded.
    func open() async -> Bool {
        do {
            let made = try await GRPCClientConnection.connect(
                to: address,
                group: loop,
                configuration: configuration
            )
            try await made.run { [streams, path] session in
                for stream in streams.value { stream.open(on: session, path: path) }
            }.get()
            connection.withLock { $0 = made }
            recorder.update { $0[.connections] += 1 }
            return true
        } catch {
            recorder.update { $0[.connectionFailures] += 1 }
            context.progress.addFailure()
            return false
        }
    }

    /// Reconnects after every loss of the connection, until the task is cancelled or the run ends.
    func keep() async {
        var backoff = Backoff()
        var random = SystemRandomNumberGenerator()
        while !Task.isCancelled, !context.progress.isEnding {
            if let current = connection.withLock({ $0 }) {
                // Closed for any reason.
                try? await current.channel.closeFuture.get()
            }
            guard !context.progress.isEnding else { return }
            try? await Task.sleep(for: .nanoseconds(backoff.next(&random)))
            guard !Task.isCancelled, !context.progress.isEnding else { return }
            if await open() { backoff.reset() }
        }
    }

    /// Adds missing receipts to the recording, and closes the connection.
    func conclude() async {
        let concluded = loop.submit { [streams, recorder] in
            recorder.update { recording in
                for stream in streams.value { stream.conclude(&recording) }
            }
        }
        // An event loop that is shut down has no more results.
        try? await concluded.get()
        await connection.withLock { $0 }?.close()
    }

    /// The configuration with flow-control windows as in Envoy (XP-E5).
    private var configuration: GRPCClientConfiguration {
        var configuration = GRPCClientConfiguration()
        configuration.http2.initialWindowSize = 16 << 20
        configuration.http2.connectionWindowSize = 24 << 20
        configuration.tls = context.plan.tls
        return configuration
    }
}
