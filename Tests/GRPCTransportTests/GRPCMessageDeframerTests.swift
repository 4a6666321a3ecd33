import NIOCore
import Testing

@testable import GRPCTransport

@Suite("gRPC message deframer")
struct GRPCMessageDeframerTests {
    /// Feeds bytes in chunks and collects the messages.
    private func messages(
        in bytes: [UInt8],
        chunk: Int,
        deframer: inout GRPCMessageDeframer
    ) throws -> [[UInt8]] {
        var result: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            let part = Array(bytes[start..<min(start + chunk, bytes.count)])
            try part.withUnsafeBytes { raw in
                var rest = raw
                while let message = try deframer.nextMessage(from: &rest) {
                    result.append(Array(message.readableBytesView))
                }
                let isUsedUp = rest.isEmpty
                #expect(isUsedUp)
            }
        }
        return result
    }

    @Test("The deframer finds the same messages however the bytes are split", arguments: 1...24)
    func splitsAnywhere(chunk: Int) throws {
        let bytes: [UInt8] = [0, 0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 9, 8, 7, 6]
        var deframer = GRPCMessageDeframer(maxMessageLength: 100)
        let found = try messages(in: bytes, chunk: chunk, deframer: &deframer)
        #expect(found == [[1, 2, 3], [], [9, 8, 7, 6]])
        #expect(deframer.bufferedBytes == 0)
        try deframer.finish()
    }

    @Test("The deframer reads all four bytes of the length")
    func readsLength() throws {
        let payload = [UInt8](repeating: 7, count: 0x01_02_03)
        var deframer = GRPCMessageDeframer(maxMessageLength: 1 << 20)
        let found = try messages(in: [0, 0, 1, 2, 3] + payload, chunk: 16_384, deframer: &deframer)
        #expect(found == [payload])
    }

    @Test("A length over the limit is rejected before anything is buffered")
    func refusesLength() throws {
        var deframer = GRPCMessageDeframer(maxMessageLength: 4 << 20)
        let error = #expect(throws: GRPCFramingError.self) {
            _ = try messages(in: [0, 0x40, 0, 0, 0], chunk: 5, deframer: &deframer)
        }
        #expect(error?.code == .tooLong)
        #expect(error?.status(encoding: nil).code == .resourceExhausted)
        #expect(deframer.bufferedBytes == 0)
    }

    @Test("A length equal to the limit is accepted")
    func acceptsLimit() throws {
        var deframer = GRPCMessageDeframer(maxMessageLength: 2)
        let found = try messages(in: [0, 0, 0, 0, 2, 5, 6], chunk: 7, deframer: &deframer)
        #expect(found == [[5, 6]])
    }

    @Test(
        "Invalid flags are rejected at their first byte",
        arguments: [
            (UInt8(1), nil, GRPCStatus.Code.internal),
            (1, "identity", .internal),
            (1, "snappy", .unimplemented),
            (7, "snappy", .internal),
            (255, nil, .internal),
        ] as [(UInt8, String?, GRPCStatus.Code)]
    )
    func refusesFlags(flag: UInt8, encoding: String?, code: GRPCStatus.Code) {
        var deframer = GRPCMessageDeframer(maxMessageLength: 100)
        let error = #expect(throws: GRPCFramingError.self) {
            _ = try messages(in: [flag], chunk: 1, deframer: &deframer)
        }
        #expect(error?.status(encoding: encoding).code == code)
    }

    @Test("A truncated message is reported", arguments: [[0], [0, 0, 0, 0, 2], [0, 0, 0, 0, 2, 1]])
    func reportsTruncation(bytes: [UInt8]) throws {
        var deframer = GRPCMessageDeframer(maxMessageLength: 100)
        let found = try messages(in: bytes, chunk: 100, deframer: &deframer)
        #expect(found.isEmpty)
        #expect(deframer.bufferedBytes == bytes.count)
        let error = #expect(throws: GRPCFramingError.self) { try deframer.finish() }
        #expect(error?.code == .truncated)
    }
}
