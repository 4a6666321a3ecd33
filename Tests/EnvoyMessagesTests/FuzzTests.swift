import CEnvoyAPI
import EnvoyMessages
import TestSupport
import Testing
import TextFormats

@Suite("Random bytes")
struct FuzzTests {
    private static let corpus = [
        GoldenMessages.discoveryRequest, GoldenMessages.deltaDiscoveryRequest, GoldenMessages.discoveryResponse,
        GoldenMessages.assignment,
    ]

    @Test("Mutated messages are accepted only if libprotobuf-c accepts them", arguments: 1...4 as ClosedRange<UInt64>)
    func mutations(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_500 {
            let original = Self.corpus.randomElement(using: &generator) ?? []
            let mutated = self.mutate(original, using: &generator)
            self.check(mutated)
            // Concatenated messages are one message, whose fields are merged.
            self.check(original + mutated)
        }
    }

    @Test("Random bytes are accepted only if libprotobuf-c accepts them", arguments: 5...6 as ClosedRange<UInt64>)
    func randomBytes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_500 {
            self.check(generator.bytes(upTo: 40))
        }
    }

    @Test("Mutated JSON does not crash the reader", arguments: 7...8 as ClosedRange<UInt64>)
    func json(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = [UInt8](GoldenMessages.assignmentJSON.utf8)
        for _ in 0..<500 {
            let bytes = self.mutate(original, using: &generator)
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect(try JSONValue(parsing: value.text()) == value)
            _ = try? DiscoveryRequestMessage(json: value)
        }
    }

    private func mutate(_ original: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let position = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0...4, using: &generator) {
            case 0: bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 1: bytes[position] = UInt8.random(in: 0...255, using: &generator)
            case 2: bytes.removeSubrange(position..<min(bytes.count, position + 3))
            case 3: bytes.insert(contentsOf: generator.bytes(upTo: 4), at: position)
            default: bytes.removeSubrange(position...)
            }
        }
        return bytes
    }

    private func check(_ bytes: [UInt8]) {
        if let request = try? DiscoveryRequestMessage(decoding: bytes) {
            self.compare(request, bytes)
            _ = try? request.decodeNode()
        }
        _ = try? DeltaDiscoveryRequestMessage(decoding: bytes).decodeNode()
        _ = try? DiscoveryResponseMessage(decoding: bytes)
        _ = try? DeltaDiscoveryResponseMessage(decoding: bytes)
        bytes.withUnsafeBytes { _ = try? NodeDecoder().decode($0) }
        for type in EnvoyMessageType.allCases {
            guard let value = try? MessageJSON().value(of: type, bytes) else { continue }
            #expect((try? JSONValue(parsing: value.text())) == value)
            _ = value.yaml
        }
    }

    private func compare(_ request: DiscoveryRequestMessage, _ bytes: [UInt8]) {
        guard
            let reference = envoy__service__discovery__v3__discovery_request__unpack(nil, bytes.count, bytes)
        else {
            Issue.record("libprotobuf-c rejects what we accept: \(bytes)")
            return
        }
        defer { envoy__service__discovery__v3__discovery_request__free_unpacked(reference, nil) }
        let names = UnsafeBufferPointer(
            start: reference.pointee.resource_names,
            count: reference.pointee.n_resource_names
        )
        #expect(request.versionInfo == String(cString: reference.pointee.version_info))
        #expect(request.typeURL == String(cString: reference.pointee.type_url))
        #expect(request.responseNonce == String(cString: reference.pointee.response_nonce))
        #expect(request.resourceNames == names.compactMap { $0.map { String(cString: $0) } })
        #expect(request.nodeRange?.count ?? 0 == reference.pointee.node.len)
        #expect((request.errorDetail == nil) == (reference.pointee.error_detail == nil))
    }
}
