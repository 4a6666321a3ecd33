import NIOCore
import Testing

@testable import GRPCTransport

@Suite("Received bytes of all connections", .timeLimit(.minutes(1)))
struct InboundMemoryTests {
    @Test("Incomplete messages beyond the sum are refused, and a small request of another client is answered")
    func sum() async throws {
        var configuration = GRPCServerConfiguration()
        configuration.limits.maxTotalInboundBytes = 512 * 1024
        try await TransportFixture.run(.init(server: configuration)) { fixture in
            let call = try await fixture.call("Echo")
            try await call.run { $0.send(raw: Self.unfinished(bytes: 1024 * 1024)) }
            #expect(try await call.closed().status?.code == .resourceExhausted)
            try await fixture.expectAlive()
        }
    }

    @Test("The sum falls when messages are complete and when streams end")
    func release() async throws {
        try await TransportFixture.run { fixture in
            for _ in 0..<3 {
                let call = try await fixture.call("Echo")
                try await call.send(String(repeating: "x", count: 300_000))
                _ = try await call.nextMessage()
                try await call.run { $0.send(raw: Self.unfinished(bytes: 100_000)) }
                try await call.run { $0.reset(code: .cancel) }
                _ = try await fixture.serverStreamClosed()
            }
            #expect(fixture.server.connections.inbound.byteCount == 0)
        }
    }

    @Test("A message that never completes ends its stream, even if it is not the first")
    func deadline() async throws {
        var configuration = GRPCServerConfiguration()
        configuration.timeouts.message = .seconds(1)
        try await TransportFixture.run(.init(server: configuration)) { fixture in
            // Sent with the headers, so that a busy machine does not spend the time of the first message.
            let call = try await fixture.open { session, handler in
                let stream = try session.openCall(path: "/test.Service/Echo", handler: handler)
                stream.send(message: [ByteBuffer(string: "first")])
                stream.send(raw: Self.unfinished(bytes: 100))
                return stream
            }
            #expect(try await call.nextMessage() == "first")
            #expect(try await call.closed().status?.code == .deadlineExceeded)
        }
    }

    /// A prefix that announces more bytes than follow.
    private static func unfinished(bytes: Int) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeInteger(UInt8(0))
        buffer.writeInteger(UInt32(bytes + 1))
        buffer.writeRepeatingByte(0x61, count: bytes)
        return buffer
    }
}
