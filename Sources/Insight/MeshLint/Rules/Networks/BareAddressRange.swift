internal import MeshModel
internal import MeshSources

/// SH019: `fromCidr` with an address instead of a range.
struct BareAddressRange: LintRule {
    let about = RuleDescription(
        code: "SH019",
        severity: .warning,
        title: "fromCidr is an address without a prefix length, and has no effect",
        why:
            "The value passes validation and is then ignored: the endpoint at the address is not put into the network.",
        fix: "Add the length: /32 for one IPv4 address, /128 for one IPv6 address.",
        example: """
            vms: {endpoints: [{fromCidr: 10.9.0.1}]}    # 10.9.0.1/32
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.meshNetworks.networks.flatMap { network in
            network.endpoints.compactMap { placed in
                guard case .fromCIDR(nil) = placed.rule else { return nil }
                let length = placed.text.contains(":") ? 128 : 32
                return finding(
                    "fromCidr \(placed.text) of network \(network.id) has no effect: write \(placed.text)/\(length)",
                    placed.reference,
                    key: placed.text
                )
            }
        }
    }
}
