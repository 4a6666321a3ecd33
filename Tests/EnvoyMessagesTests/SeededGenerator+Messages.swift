import EnvoyMessages
import MeshModel
import TestSupport

extension SeededGenerator {
    mutating func text() -> String {
        let alphabet = Array("abcXYZ019-./|;_ \"\\\n\u{e9}\u{20ac}\u{1f600}")
        return String(
            (0..<Int.random(in: 0...12, using: &self)).compactMap { _ in alphabet.randomElement(using: &self) }
        )
    }

    mutating func bytes(upTo count: Int) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func metadata(depth: Int = 3) -> MetadataValue {
        switch Int.random(in: 0...(depth > 0 ? 5 : 3), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .number(Double(Int.random(in: -1_000...1_000, using: &self)) / 8)
        case 3: return .string(text())
        case 4: return .list((0..<Int.random(in: 0...3, using: &self)).map { _ in metadata(depth: depth - 1) })
        default: return .object(object(depth: depth - 1))
        }
    }

    mutating func object(depth: Int = 3) -> [String: MetadataValue] {
        var members: [String: MetadataValue] = [:]
        for _ in 0..<Int.random(in: 0...4, using: &self) {
            members[text()] = metadata(depth: depth)
        }
        return members
    }

    mutating func address() -> EndpointAddress {
        switch Int.random(in: 0...2, using: &self) {
        case 0: .socket(ip: text(), port: UInt16.random(in: 0...(.max), using: &self))
        case 1: .pipe(path: text())
        default: .internalListener(name: text(), endpointID: text())
        }
    }

    mutating func endpoint() -> LbEndpointFields {
        LbEndpointFields(
            address: address(),
            additionalAddresses: (0..<Int.random(in: 0...2, using: &self)).map { _ in address() },
            hostname: text(),
            health: HealthStatus(rawValue: UInt32.random(in: 0...5, using: &self)) ?? .unknown,
            metadata: (0..<Int.random(in: 0...3, using: &self)).map { _ in
                .init(filter: text(), fields: object().map { .init(name: $0.key, value: $0.value) })
            }
        )
    }

    mutating func weight() -> UInt32? {
        switch Int.random(in: 0...3, using: &self) {
        case 0: nil
        case 1: 0
        case 2: UInt32.random(in: 1...300, using: &self)
        default: UInt32.random(in: 0...(.max), using: &self)
        }
    }
}
