internal import MeshModel

/// The layout of all endpoints of one service, shard by shard.
final class EndpointLayout: Sendable {
    /// The style of a layout.
    struct Style: Hashable {
        /// The rule for groups of endpoints.
        let groups: TranslationSemantics.LocalityGroups
        /// A Boolean value that indicates whether endpoints of different nodes are of different kinds.
        let distinguishesNodes: Bool
        /// A Boolean value that indicates whether an address is only used once.
        let isUnique: Bool
        /// A Boolean value that indicates whether every endpoint is a separate run, because each is sent with
        /// individual data.
        let isSingle: Bool
    }

    /// The endpoints in input order.
    let shards: [EndpointShard]
    /// The layout of each shard.
    let parts: [ShardLayout]
    /// The table of endpoints with equal addresses, or `nil` if there are none, or if they do not matter.
    let duplicates: DuplicateHosts?

    /// Lays out endpoints.
    ///
    /// - Parameters:
    ///   - shards: the endpoints.
    ///   - style: the style.
    ///   - before: an earlier layout of the service in the same style, whose unchanged shards are reused.
    init(_ shards: [EndpointShard], style: Style, reusing before: EndpointLayout?) {
        // A layout with duplicates is built differently, and rare.
        let before = before?.duplicates == nil ? before : nil
        var known: [Int: Int] = [:]
        let parts = shards.enumerated().map { number, shard in
            guard let before, let index = before.shards.firstIndex(of: shard) else {
                return ShardLayout(shard.endpoints, style, isSingle: style.isSingle)
            }
            known[number] = index
            return before.parts[index]
        }
        self.shards = shards
        let replaced = { (number: Int) -> ShardLayout? in
            // Only for shards of one earlier layout is it known that they have no common addresses.
            guard let before, known.count == shards.count - 1 else { return nil }
            let shard = shards[number]
            let index = before.shards.firstIndex { $0.provider == shard.provider && $0.cluster == shard.cluster }
            return index.map { before.parts[$0] }
        }
        guard style.isUnique, DuplicateHosts.exist(in: parts, except: Set(known.keys), replaced: replaced) else {
            self.parts = parts
            duplicates = nil
            return
        }
        // Of endpoints with the same address the first one in input order is used, independent of its locality.
        self.parts =
            style.isSingle ? parts : shards.map { ShardLayout($0.endpoints, style, isSingle: true) }
        duplicates = DuplicateHosts(self.parts)
    }

    /// A Boolean value that indicates whether any endpoint has several addresses.
    var hasSeveralAddresses: Bool { parts.contains { !$0.furtherAddresses.isEmpty } }

    /// Returns a Boolean value that indicates whether any endpoint of a port has an IPv6 address.
    func hasIPv6Address(port: String) -> Bool {
        // Endpoints of one kind have addresses of the same families.
        parts.contains { part in
            part.examples.contains { example in
                part.endpoints[Int(example)].portName == port
                    && part.endpoints[Int(example)].addresses.contains { IPAddress($0)?.family == .v6 }
            }
        }
    }

    /// Returns the endpoint with an index.
    func endpoint(at index: EndpointIndex) -> Endpoint { parts[index.shard].endpoint(at: index.index) }

    /// Returns the indices of an address, ascending.
    func indices(of address: HostAddress) -> [EndpointIndex] {
        parts.enumerated().flatMap { shard, part in
            part.places(of: address).map { EndpointIndex(shard: shard, index: $0) }
        }
    }
}
