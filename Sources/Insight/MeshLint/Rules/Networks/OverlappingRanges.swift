internal import MeshModel
internal import MeshSources

/// SH005: address ranges of two networks overlap.
struct OverlappingRanges: LintRule {
    let about = RuleDescription(
        code: "SH005",
        severity: .error,
        title: "fromCidr ranges of two networks overlap",
        why: """
            The API forbids it, but no validation checks it. In istiod 1.30 the widest range wins, so the narrow one \
            never counts; of equal ranges a random one wins. In the standard rules the narrowest wins, as in routing, \
            and equal ranges are refused.
            """,
        fix: "Give each address to one network: split the wide range, or remove one of the two.",
        example: """
            west: {endpoints: [{fromCidr: 10.0.0.0/8}]}
            east: {endpoints: [{fromCidr: 10.1.0.0/16}]}    # never used by istiod 1.30
            """
    )

    private struct Range {
        let prefix: AddressPrefix
        let network: NetworkID
        let text: String
        let object: ObjectReference
    }

    func findings(in context: LintContext) -> [Finding] {
        var ranges: [Range] = []
        for network in context.mesh.meshNetworks.networks {
            for placed in network.endpoints {
                guard case .fromCIDR(let prefix?) = placed.rule else { continue }
                ranges.append(
                    Range(prefix: prefix, network: network.id, text: placed.text, object: placed.reference)
                )
            }
        }
        // Wide ranges come before those that they contain, so the open ones form a stack.
        ranges.sort {
            ($0.prefix.family == .v4 ? 0 : 1, $0.prefix.bits, $0.prefix.length, $0.network)
                < ($1.prefix.family == .v4 ? 0 : 1, $1.prefix.bits, $1.prefix.length, $1.network)
        }
        var open: [Range] = []
        var findings: [Finding] = []
        for range in ranges {
            while let last = open.last, !contains(last.prefix, range.prefix) { open.removeLast() }
            if let outer = open.last(where: { $0.network != range.network }) {
                findings.append(finding(of: range, in: outer, context))
            }
            // A range that occurs twice in its network is one range.
            if open.last?.prefix != range.prefix || open.last?.network != range.network { open.append(range) }
        }
        return findings
    }

    private func contains(_ outer: AddressPrefix, _ inner: AddressPrefix) -> Bool {
        guard outer.family == inner.family, outer.length <= inner.length else { return false }
        let width = outer.family == .v4 ? 32 : 128
        let shift = UInt128(width - outer.length)
        return shift >= 128 || outer.bits >> shift == inner.bits >> shift
    }

    private func finding(of inner: Range, in outer: Range, _ context: LintContext) -> Finding {
        let places = [Finding.Place("\(outer.text) of network \(outer.network)", outer.object.location)]
        let isLongest = context.semantics.overlappingCIDRs == .longest
        let key = "\(inner.network) \(inner.text) \(outer.network) \(outer.text)"
        guard inner.prefix != outer.prefix else {
            let effect =
                isLongest
                ? "the input is refused" : "network \(max(inner.network, outer.network)) wins here, either in istiod"
            return finding(
                "networks \(outer.network) and \(inner.network) both claim \(inner.text): \(effect)",
                inner.object,
                places: places,
                key: key
            )
        }
        let effect =
            isLongest
            ? "addresses in both are in \(inner.network); in istiod 1.30 they would be in \(outer.network)"
            : "the wider one wins, and \(inner.text) never counts"
        return finding(
            "\(inner.text) of network \(inner.network) lies within \(outer.text) of network \(outer.network): \(effect)",
            inner.object,
            isLongest ? .info : nil,
            places: places,
            key: key
        )
    }
}
