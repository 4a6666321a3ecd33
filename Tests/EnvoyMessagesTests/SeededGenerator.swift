import EnvoyMessages
import MeshModel

/// SplitMix64: reproducible random values.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var value = self.state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

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
        case 3: return .string(self.text())
        case 4: return .list((0..<Int.random(in: 0...3, using: &self)).map { _ in self.metadata(depth: depth - 1) })
        default: return .object(self.object(depth: depth - 1))
        }
    }

    mutating func object(depth: Int = 3) -> [String: MetadataValue] {
        var members: [String: MetadataValue] = [:]
        for _ in 0..<Int.random(in: 0...4, using: &self) {
            members[self.text()] = self.metadata(depth: depth)
        }
        return members
    }

    mutating func address() -> EndpointAddress {
        switch Int.random(in: 0...2, using: &self) {
        case 0: .socket(ip: self.text(), port: UInt16.random(in: 0...(.max), using: &self))
        case 1: .pipe(path: self.text())
        default: .internalListener(name: self.text(), endpointID: self.text())
        }
    }

    mutating func endpoint() -> LbEndpointFields {
        LbEndpointFields(
            address: self.address(),
            additionalAddresses: (0..<Int.random(in: 0...2, using: &self)).map { _ in self.address() },
            hostname: self.text(),
            health: HealthStatus(rawValue: UInt32.random(in: 0...5, using: &self)) ?? .unknown,
            metadata: (0..<Int.random(in: 0...3, using: &self)).map { _ in
                .init(filter: self.text(), fields: self.object().map { .init(name: $0.key, value: $0.value) })
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
