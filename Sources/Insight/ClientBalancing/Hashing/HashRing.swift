internal import MeshModel

/// The ring of RING_HASH: where keys go by the exact lengths of arcs.
///
/// Sources: envoy/source/extensions/load_balancing_policies/ring_hash/ring_hash_lb.cc (`Ring::Ring`, `chooseHost`) and
/// grpc/src/core/load_balancing/ring_hash/ring_hash.cc (`Ring::Ring`), which builds the same one with another maximum.
struct HashRing {
    /// One point of the ring.
    struct Entry {
        let hash: UInt64
        let host: Int
    }

    /// The points by ascending hash.
    let entries: [Entry]

    /// Builds a ring of `min(ceil(m x R) / m, maximum)` points, where m is the least weight and R the minimum size.
    ///
    /// - Parameters:
    ///   - keys: the hosts in the client's order; their weights need not add up to 1.
    ///   - sizes: the bounds on the number of points.
    ///   - function: the hash.
    init(_ keys: [WeightedKey], sizes: RingSizes, function: (String) -> UInt64 = { XXHash64.hash($0) }) {
        guard let least = keys.lazy.map(\.weight).min(), least > 0 else {
            entries = []
            return
        }
        let wanted = (least * Double(sizes.minimum)).rounded(.up) / least
        let scale = min(wanted, Double(sizes.maximum))
        var entries: [Entry] = []
        var placed = 0.0
        var target = 0.0
        for key in keys {
            // A running sum over all hosts: a host that would have half a point gets one every other time.
            target += scale * key.weight
            var number = 0
            while placed < target {
                entries.append(Entry(hash: function("\(key.key)_\(number)"), host: key.host))
                number += 1
                placed += 1
            }
        }
        self.entries = entries.sorted { $0.hash < $1.hash }
    }

    /// The part of all keys that comes to each host: the sum of the arcs that end at its points.
    var shares: [Int: Double] {
        guard let last = entries.last else { return [:] }
        var shares: [Int: Double] = [:]
        // The first arc goes around the end.
        var previous = last.hash
        for entry in entries {
            shares[entry.host, default: 0] += Double(entry.hash &- previous) * 0x1p-64
            previous = entry.hash
        }
        // A single point has the whole ring, which its arc of length 0 does not show.
        return entries.count == 1 ? [last.host: 1] : shares
    }
}
