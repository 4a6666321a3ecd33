internal import MeshModel

/// Converts shares to weights.
struct Weighing {
    let weights: TranslationSemantics.Weights
    /// The factor of the whole mesh (EG-G5).
    let scaleFactor: UInt32
    /// A Boolean value that indicates whether networks have any effect; if not, nothing is scaled (EG-N1).
    let isMultiNetwork: Bool

    /// Sets the weight of every host and group.
    ///
    /// - Returns: The multiplier of every share.
    func weigh(_ groups: inout [DraftGroup]) -> WeightScale {
        switch weights {
        case .meshWideMultiple:
            weighByMesh(&groups)
            return WeightScale(factor: isMultiNetwork ? UInt64(scaleFactor) : 1, rounding: .floored)
        case .exact:
            return ExactWeights.assign(to: &groups)
        }
    }

    /// Sets weights as in the reference: scale by the mesh's factor, divide with floor, add with wrap-around (EG-N7,
    /// EG-N13, EG-N15,
    /// EG-X18).
    private func weighByMesh(_ groups: inout [DraftGroup]) {
        for group in groups.indices {
            for host in groups[group].hosts.indices {
                groups[group].hosts[host].weight = meshWeight(groups[group].hosts[host])
            }
            groups[group].weight = Self.sum(groups[group].hosts, saturating: !isMultiNetwork)
        }
    }

    private func meshWeight(_ host: DraftHost) -> UInt32 {
        guard isMultiNetwork else { return max(1, host.own) }
        var total = host.own == 0 ? 0 : scaled(host.own)
        for share in host.shares { total &+= share.floored }
        return max(1, total)
    }

    /// Returns one endpoint's part of each of the gateways that share it, as rounded down by the reference; 0 if it
    /// does not count.
    func part(of weight: UInt32, among gateways: UInt32) -> UInt32 {
        weights == .exact ? 0 : scaled(weight) / max(1, gateways)
    }

    private func scaled(_ weight: UInt32) -> UInt32 {
        weight < UInt32.max / scaleFactor ? weight * scaleFactor : .max
    }

    /// Returns the weight of a group: the sum of its hosts', or none without hosts (EG-W7, EG-N15).
    static func sum(_ hosts: [DraftHost], saturating: Bool) -> UInt32? {
        guard !hosts.isEmpty else { return nil }
        let sum = hosts.reduce(into: UInt64(0)) { total, host in
            // Fewer than 2^31 hosts of 32 bits each cannot wrap 64 bits.
            total &+= UInt64(host.weight) &* UInt64(host.count)
        }
        return saturating ? UInt32(clamping: sum) : UInt32(truncatingIfNeeded: sum)
    }
}
