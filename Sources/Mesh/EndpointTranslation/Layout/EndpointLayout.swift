internal import MeshModel

/// All endpoints of one service, laid out shard by shard.
final class EndpointLayout: Sendable {
    /// Where an endpoint stands.
    struct Place: Hashable {
        /// The number of the shard.
        let shard: Int
        /// The place in the shard's layout.
        let place: Int32
    }

    /// How endpoints are laid out.
    struct Style: Hashable {
        /// What makes endpoints members of one group.
        let groups: TranslationSemantics.LocalityGroups
        /// Whether endpoints of different nodes are of different kinds.
        let distinguishesNodes: Bool
        /// Whether an address comes only once.
        let isUnique: Bool
        /// Whether every endpoint is a run of its own, because each is sent with something of its own.
        let isSingle: Bool
    }

    /// The endpoints, as they came.
    let shards: [EndpointShard]
    /// The layout of each shard.
    let parts: [ShardLayout]
    /// Tells endpoints with equal addresses apart; nil if there are none, or if it makes no difference.
    let duplicates: DuplicateHosts?

    /// Lays out endpoints.
    ///
    /// - Parameters:
    ///   - shards: the endpoints.
    ///   - style: how.
    ///   - before: an earlier layout of the service in the same style, of which shards that are the same are taken.
    init(_ shards: [EndpointShard], style: Style, reusing before: EndpointLayout?) {
        // A layout with duplicates is made in another way, and rarely.
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
            // Only among shards that all were in one layout before it is known that nothing was in two of them.
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
        // Of endpoints with the same address the first one that comes is seen, whatever its locality.
        self.parts =
            style.isSingle ? parts : shards.map { ShardLayout($0.endpoints, style, isSingle: true) }
        duplicates = DuplicateHosts(self.parts)
    }

    /// The endpoint at a place.
    func endpoint(at place: Place) -> Endpoint { parts[place.shard].endpoint(at: place.place) }

    /// The places of an address, ascending.
    func places(of address: HostAddress) -> [Place] {
        parts.enumerated().flatMap { shard, part in
            part.places(of: address).map { Place(shard: shard, place: $0) }
        }
    }
}
