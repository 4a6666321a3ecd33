internal import MeshModel

/// SH053: IPv4 addresses that are written as IPv6.
struct MappedAddress: LintRule {
    let about = RuleDescription(
        code: "SH053",
        severity: .error,
        title: "an IPv4 address is written as IPv6 (::ffff:a.b.c.d)",
        why: """
            Envoy acknowledges an IPv4-mapped address, shows it as healthy and fails every request to it. The standard \
            rules send the IPv4 address instead; istiod sends what is written.
            """,
        fix: "Write the IPv4 address.",
        example: """
            kind: WorkloadEntry
            spec: {address: "::ffff:10.9.0.1", labels: {app: web}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let isMended = context.semantics.mappedAddresses == .plain
        let effect = isMended ? "its IPv4 address is sent; in istiod 1.30 requests to it fail" : "requests to it fail"
        var seen: Set<SourceLocation> = []
        let endpoints = context.services.flatMap { service in
            (context.snapshot.shards[service.key] ?? []).flatMap(\.endpoints).compactMap { endpoint -> Finding? in
                guard let address = endpoint.addresses.first(where: Self.isMapped),
                    seen.insert(endpoint.source.location).inserted
                else { return nil }
                return finding(
                    "\(address) of \(service.name): \(effect)",
                    endpoint.source,
                    isMended ? .info : nil,
                    key: service.name
                )
            }
        }
        let gateways = context.snapshot.gateways.byNetwork.values.joined().compactMap { gateway -> Finding? in
            guard Self.isMapped(gateway.address), let source = gateway.provenance.object,
                seen.insert(source.location).inserted
            else { return nil }
            return finding(
                "gateway \(gateway.address) of network \(gateway.network): \(effect)",
                source,
                isMended ? .info : nil,
                key: gateway.network.name
            )
        }
        return endpoints + gateways
    }

    private static func isMapped(_ address: String) -> Bool {
        address.utf8.contains(UInt8(ascii: ":")) && IPAddress(address)?.family == .v4
    }
}
