import EnvoyMessages
import MeshModel
import TestSupport
import Testing
import TextFormats

@Suite("Hostile input")
struct HostileInputTests {
    private static let unknownText = WireBuilder.field(99, "x")

    @Test(
        "Bytes that are not a message are rejected",
        arguments: [
            ([0x80], .truncated),
            ([0x0a], .truncated),
            ([0x0a, 0x05, 0x61], .truncated),
            ([0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], .truncated),
            ([0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], .malformed),
            ([0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], .malformed),
            ([0x8a, 0x80, 0x80, 0x80, 0x80, 0x00], .malformed),
            ([0x02, 0x00], .malformed),
            ([0x0b, 0x0c], .malformed),
            ([0x0e], .malformed),
            ([0x99, 0x06, 1, 2, 3], .truncated),
            ([0x9d, 0x06, 1, 2, 3], .truncated),
            ([0x08, 0x01], .wrongType),
            ([0x32, 0x02, 0x0a, 0x00], .wrongType),
        ] as [([UInt8], MessageError.Code)]
    )
    func malformed(bytes: [UInt8], code: MessageError.Code) {
        expectMessageError(code) { try DiscoveryRequestMessage(decoding: bytes) }
    }

    @Test("Every truncation of a request is rejected or leaves whole fields", arguments: [false, true])
    func truncation(delta: Bool) {
        let bytes = delta ? GoldenMessages.deltaDiscoveryRequest : GoldenMessages.discoveryRequest
        var accepted = 0
        for length in bytes.indices {
            let part = [UInt8](bytes[..<length])
            do throws(MessageError) {
                if delta {
                    _ = try DeltaDiscoveryRequestMessage(decoding: part)
                } else {
                    _ = try DiscoveryRequestMessage(decoding: part)
                }
                accepted += 1
            } catch {
                #expect(error.code == .truncated)
            }
        }
        // One truncation before each field.
        #expect(accepted == (delta ? 8 : 7))
    }

    @Test(
        "Texts used as names must be UTF-8 without NUL",
        arguments: [1, 3, 4, 5],
        [
            [0x61, 0xff], [0x61, 0x00, 0x62], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82],
        ]
            as [[UInt8]]
    )
    func badText(field: Int, text: [UInt8]) {
        let bytes = Self.unknownText + WireBuilder.field(field, text)
        let error = #expect(throws: MessageError.self) { try DiscoveryRequestMessage(decoding: bytes) }
        #expect(error?.code == .invalidText)
        #expect(error?.offset.map { $0 >= bytes.count - text.count && $0 < bytes.count } == true)
    }

    @Test("Messages in very many parts are rejected, because the cost of merging is quadratic")
    func parts() throws {
        // Found by fuzzing: a request of half a megabyte took many seconds.
        let part = WireBuilder.field(6, WireBuilder.field(3, []))
        let many = [[UInt8]](repeating: part, count: 131_000).flatMap { $0 }
        expectMessageError(.limitExceeded) { try DiscoveryRequestMessage(decoding: many) }
        let few = [[UInt8]](repeating: part, count: 65).flatMap { $0 }
        #expect(try DiscoveryRequestMessage(decoding: few).errorDetail == RPCStatus(code: 0, message: ""))
        expectMessageError(.limitExceeded) {
            try DiscoveryRequestMessage(decoding: few + part)
        }
    }

    @Test("Names in maps and in nodes are checked too")
    func badTextInside() {
        let entry = WireBuilder.field(5, WireBuilder.field(1, [0x61, 0x00]) + WireBuilder.field(2, "1"))
        expectMessageError(.invalidText) {
            try DeltaDiscoveryRequestMessage(decoding: entry)
        }
        let nodes = [
            WireBuilder.field(1, [0x61, 0x00]),
            WireBuilder.field(4, WireBuilder.field(1, [0xff])),
            WireBuilder.field(3, WireBuilder.field(1, WireBuilder.field(1, [0x61, 0x00]))),
            WireBuilder.field(3, WireBuilder.structure(WireBuilder.field(3, [0xff]))),
        ]
        for node in nodes {
            expectMessageError(.invalidText) {
                try DiscoveryRequestMessage(decoding: WireBuilder.field(2, node)).decodeNode()
            }
        }
    }

    @Test("Metadata nested too deep is rejected on a small stack", arguments: [33, 100, 300, 10_000])
    func deepMetadata(depth: Int) {
        let node =
            WireBuilder.field(1, "id") + WireBuilder.field(3, WireBuilder.structure(WireBuilder.lists(depth: depth)))
        let bytes = WireBuilder.field(2, node)
        let code = onSmallStack { () -> MessageError.Code? in
            do throws(MessageError) {
                _ = try DiscoveryRequestMessage(decoding: bytes).decodeNode()
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code == .some(.limitExceeded))
    }

    @Test("Metadata of the largest permitted depth is read")
    func allowedMetadata() throws {
        let node = WireBuilder.field(3, WireBuilder.structure(WireBuilder.lists(depth: 32)))
        #expect(try DiscoveryRequestMessage(decoding: WireBuilder.field(2, node)).decodeNode()?.metadata.count == 1)
    }

    @Test(
        "Messages that libprotobuf-c would follow without limit are rejected on a small stack",
        arguments: [300, 10_000]
    )
    func deepMessages(depth: Int) {
        var constraint: [UInt8] = []
        for _ in 0..<depth {
            constraint = WireBuilder.field(4, constraint)
        }
        let resource = WireBuilder.field(8, WireBuilder.field(2, constraint))
        let structure = WireBuilder.structure(WireBuilder.lists(depth: depth))
        let codes = onSmallStack { () -> [MessageError.Code?] in
            [(EnvoyMessageType.resource, resource), (.structure, structure)].map { type, bytes in
                do throws(MessageError) {
                    _ = try MessageJSON().value(of: type, bytes)
                    return nil
                } catch {
                    return error.code
                }
            }
        }
        #expect(codes == [.limitExceeded, .limitExceeded])
    }

    @Test("The deepest permitted message fits a small stack")
    func deepestMessage() {
        // One struct, one entry, then a value and a list for every depth.
        let structure = WireBuilder.structure(WireBuilder.lists(depth: 49))
        let text = onSmallStack { try? MessageJSON().value(of: .structure, structure).text() }
        #expect(
            text == "{\"a\":" + String(repeating: "[", count: 48) + "true" + String(repeating: "]", count: 48) + "}"
        )
    }

    @Test("Five megabytes of empty fields are rejected", arguments: [3, 50])
    func manyFields(number: Int) {
        let field = WireBuilder.field(number, [])
        let bytes = [UInt8]((0..<(5 << 20) / field.count).lazy.map { _ in field }.joined())
        expectMessageError(.limitExceeded) {
            try DiscoveryRequestMessage(decoding: bytes)
        }
        var limits = MessageLimits()
        limits.messageBytes = .max
        expectMessageError(.limitExceeded) {
            try DiscoveryRequestMessage(decoding: bytes, limits: limits)
        }
    }

    @Test("Limits of names, sizes and counts are exact to the byte")
    func limits() throws {
        var limits = MessageLimits()
        limits.resourceNames = 2
        limits.nameBytes = 3
        limits.identityBytes = 3
        limits.metadataValues = 1
        let name = WireBuilder.field(3, "abc")
        #expect(try DiscoveryRequestMessage(decoding: name + name, limits: limits).resourceNames.count == 2)
        expectMessageError(.limitExceeded) {
            try DiscoveryRequestMessage(decoding: name + name + name, limits: limits)
        }
        expectMessageError(.limitExceeded) {
            try DiscoveryRequestMessage(decoding: WireBuilder.field(3, "abcd"), limits: limits)
        }
        let long = try DiscoveryRequestMessage(
            decoding: WireBuilder.field(2, WireBuilder.field(1, "abcd")),
            limits: limits
        )
        expectMessageError(.limitExceeded) { try long.decodeNode(limits: limits) }
        let values = WireBuilder.field(3, WireBuilder.structure(WireBuilder.lists(depth: 2)))
        let many = try DiscoveryRequestMessage(decoding: WireBuilder.field(2, values), limits: limits)
        expectMessageError(.limitExceeded) { try many.decodeNode(limits: limits) }
    }
}
