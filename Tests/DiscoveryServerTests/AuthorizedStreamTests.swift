import DiscoveryServer
import EnvoyMessages
import GRPCTransport
import MeshModel
import Testing

@Suite("Streams with client authorization", .timeLimit(.minutes(2)))
struct AuthorizedStreamTests {
    private static let rules = """
        - identity: spiffe://test/ns/shop/sa/*
          nodes: ["sidecar~**"]
          namespaces: [shop]
        """
    private static let shop = ["URI:spiffe://test/ns/shop/sa/web"]
    private static let endpointService = "/envoy.service.endpoint.v3.EndpointDiscoveryService"
    private static let aggregatedService = "/envoy.service.discovery.v3.AggregatedDiscoveryService"

    private static func node(_ namespace: String, kind: String = "sidecar") -> EnvoyNode {
        EnvoyNode(
            id: "\(kind)~10.0.0.1~web.\(namespace)~\(namespace).svc.cluster.local",
            metadata: ["NAMESPACE": .string(namespace)]
        )
    }

    private static func request(_ node: EnvoyNode, names: [String] = [DiscoveryBench.clusterName]) throws -> [UInt8] {
        try DiscoveryRequestMessage(
            resourceNames: names,
            typeURL: "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
            node: node
        ).encoded()
    }

    @Test("A stream is served if its node and namespace are permitted (XP-O8)")
    func allowed() async throws {
        try await DiscoveryBench.use(rules: Self.rules) { bench in
            try await bench.connect(as: Self.shop) { connection in
                let call = try await DiscoveryCall("\(Self.endpointService)/StreamEndpoints", on: connection)
                try await call.send(try Self.request(Self.node("shop")))
                #expect(await call.nextHasEndpoint() == true)
                let fetch = try await DiscoveryCall("\(Self.endpointService)/FetchEndpoints", on: connection)
                try await fetch.send(try Self.request(Self.node("shop")), andEnds: true)
                #expect(await fetch.nextHasEndpoint() == true)
                #expect(await fetch.end() == .ok)
            }
        }
    }

    @Test(
        "A stream whose node or namespace is not permitted ends with PERMISSION_DENIED (XP-O8, XP-N4)",
        arguments: [
            "\(endpointService)/StreamEndpoints", "\(endpointService)/FetchEndpoints",
            "\(aggregatedService)/StreamAggregatedResources",
        ],
        [node("bank"), node("shop", kind: "router"), EnvoyNode(), EnvoyNode(id: "envoy-1")]
    )
    func denied(path: String, node: EnvoyNode) async throws {
        try await DiscoveryBench.use(rules: Self.rules) { bench in
            try await bench.connect(as: Self.shop) { connection in
                let call = try await DiscoveryCall(path, on: connection)
                try await call.send(try Self.request(node), andEnds: path.hasSuffix("FetchEndpoints"))
                guard case .closed(let status) = await call.next() else {
                    Issue.record("expected no response")
                    return
                }
                #expect(status?.code == .permissionDenied)
            }
        }
    }

    @Test("A delta stream of a forbidden node ends with PERMISSION_DENIED too (XP-O8)")
    func deniedDelta() async throws {
        try await DiscoveryBench.use(rules: Self.rules) { bench in
            try await bench.connect(as: Self.shop) { connection in
                let call = try await DiscoveryCall("\(Self.endpointService)/DeltaEndpoints", on: connection)
                let request = DeltaDiscoveryRequestMessage(
                    resourceNamesSubscribe: [DiscoveryBench.clusterName],
                    node: Self.node("bank")
                )
                try await call.send(try request.encoded())
                guard case .closed(let status) = await call.next() else {
                    Issue.record("expected no response")
                    return
                }
                #expect(status?.code == .permissionDenied)
            }
        }
    }

    @Test("A stream ends with UNAUTHENTICATED if the client's certificate contains no name (XP-O8)")
    func unauthenticated() async throws {
        try await DiscoveryBench.use(rules: Self.rules) { bench in
            try await bench.connect(as: []) { connection in
                let call = try await DiscoveryCall("\(Self.endpointService)/StreamEndpoints", on: connection)
                try await call.send(try Self.request(Self.node("shop")))
                #expect(await call.end() == .unauthenticated)
            }
        }
    }

    @Test("A stream keeps its client when a later message contains another node (X-55)")
    func secondNode() async throws {
        try await DiscoveryBench.use(rules: Self.rules + "\n- identity: spiffe://test/ns/shop/sa/*") { bench in
            try await bench.connect(as: Self.shop) { connection in
                let call = try await DiscoveryCall("\(Self.endpointService)/StreamEndpoints", on: connection)
                try await call.send(try Self.request(Self.node("bank")))
                #expect(await call.nextHasEndpoint() == false)
                // As a proxy of shop it would now see the private service.
                let names = [DiscoveryBench.clusterName, "outbound|81||private.shop.test"]
                try await call.send(try Self.request(Self.node("shop"), names: names))
                #expect(await call.nextHasEndpoint() == false)
            }
        }
    }

    @Test("A stream ends with PERMISSION_DENIED when newer rules forbid it, and only then (XP-O8)")
    func newerRules() async throws {
        try await DiscoveryBench.use(rules: Self.rules) { bench in
            try await bench.connect(as: Self.shop) { connection in
                let call = try await DiscoveryCall("\(Self.endpointService)/StreamEndpoints", on: connection)
                try await call.send(try Self.request(Self.node("shop")))
                #expect(await call.nextHasEndpoint() == true)
                bench.server.authorize(by: try DiscoveryBench.authorization(Self.rules))
                let other = try await DiscoveryCall("\(Self.endpointService)/StreamEndpoints", on: connection)
                try await other.send(try Self.request(Self.node("shop")))
                #expect(await other.nextHasEndpoint() == true)
                bench.server.authorize(by: try DiscoveryBench.authorization("[]"))
                #expect(await call.end() == .permissionDenied)
                #expect(await other.end() == .permissionDenied)
            }
        }
    }
}
