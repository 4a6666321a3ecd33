internal import MeshModel

/// SH029: a gateway address that is not unique between machines.
struct LocalGatewayAddress: LintRule {
    let about = RuleDescription(
        code: "SH029",
        severity: .error,
        title: "a gateway's address is loopback, link-local, multicast or unspecified",
        why: """
            Such an address does not lead to another network: a proxy connects to its own machine or link, if at all. \
            Loopback addresses are passed over where the endpoints behind the gateway have loopback addresses \
            themselves, as in a mesh for trying things out.
            """,
        fix: "Use the address by which the gateway is reached from the other networks.",
        example: """
            east: {gateways: [{address: 127.0.0.1, port: 15443}]}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var seen: Set<Gateway> = []
        return context.entrances.gateways.filter { seen.insert($0).inserted }.compactMap { gateway in
            guard let address = IPAddress(gateway.address), let kind = Self.kind(address),
                let object = gateway.provenance.object
            else { return nil }
            if kind == "a loopback address", let example = context.networks[gateway.network].example,
                let behind = IPAddress(example.address), Self.kind(behind) == kind
            {
                return nil
            }
            return finding(
                "\(Wording.address(gateway)), a gateway of network \(gateway.network), is \(kind)",
                object,
                key: gateway.address
            )
        }
    }

    private static func kind(_ address: IPAddress) -> String? {
        let high = address.bits >> UInt128(address.width - 16)
        switch (address.family, address.bits) {
        case (_, 0): return "the unspecified address"
        case (.v6, 1): return "a loopback address"
        case (.v4, _) where high >> 8 == 127: return "a loopback address"
        case (.v4, _) where high == 0xA9FE: return "a link-local address"
        case (.v4, _) where high >> 12 == 0xE: return "a multicast address"
        case (.v6, _) where high & 0xFFC0 == 0xFE80: return "a link-local address"
        case (.v6, _) where high >> 8 == 0xFF: return "a multicast address"
        default: return nil
        }
    }
}
