internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore

/// One connection of simulated Envoys.
final class ClientConnection: Sendable {
    private let connection: GRPCClientConnection
    private let streams: NIOLoopBound<[ClientStream]>
    private let recorder: Recorder

    private init(_ connection: GRPCClientConnection, _ streams: NIOLoopBound<[ClientStream]>, _ recorder: Recorder) {
        self.connection = connection
        self.streams = streams
        self.recorder = recorder
    }

    /// Connects, and subscribes on all streams at once.
    ///
    /// - Parameters:
    ///   - roster: the streams.
    ///   - nodes: the node of each stream, in order.
    ///   - connectTime: when it was to be opened, on the run's clock.
    /// - Throws: the error of the connection.
    static func open(
        _ roster: ClientRoster.Connection,
        nodes: [EncodedNodeParts],
        to address: SocketAddress,
        on loop: any EventLoop,
        connectTime: Int64,
        context: RunContext,
        recorder: Recorder
    ) async throws -> ClientConnection {
        let connection = try await GRPCClientConnection.connect(
            to: address,
            group: loop,
            configuration: configuration
        )
        let streams = try await connection.run { session in
            let streams = zip(roster.streams, nodes).map { stream, node in
                ClientStream(
                    stream,
                    speaking: roster.protocolName,
                    node: node,
                    connectTime: connectTime,
                    context: context,
                    recorder: recorder
                )
            }
            for stream in streams { stream.open(on: session, path: roster.protocolName.path) }
            return NIOLoopBound(streams, eventLoop: loop)
        }.get()
        recorder.update { $0[.connections] += 1 }
        return ClientConnection(connection, streams, recorder)
    }

    /// Adds what is missing to the recording, and closes.
    func conclude() async {
        let concluded = connection.channel.eventLoop.submit { [streams, recorder] in
            recorder.update { recording in
                for stream in streams.value { stream.conclude(&recording) }
            }
        }
        // A loop that is shut down has nothing left to say.
        try? await concluded.get()
        await connection.close()
    }

    /// Windows as Envoy opens them (E-05).
    private static var configuration: GRPCClientConfiguration {
        var configuration = GRPCClientConfiguration()
        configuration.http2.initialWindowSize = 16 << 20
        configuration.http2.connectionWindowSize = 24 << 20
        return configuration
    }
}
