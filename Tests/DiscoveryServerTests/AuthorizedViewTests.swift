import DiscoveryServer
import EnvoyMessages
import GRPCTransport
import MeshModel
import NIOCore
import Testing

@Suite("Client status and reflection with client authorization", .timeLimit(.minutes(2)))
struct AuthorizedViewTests {
    private static let rules = """
        - identity: spiffe://test/ns/shop/sa/*
          nodes: ["sidecar~**"]
          namespaces: [shop]
        - identity: spiffe://test/ns/bank/sa/*
          namespaces: [bank]
        - identity: spiffe://test/operator
        """
    private static let shop = ["URI:spiffe://test/ns/shop/sa/web"]
    private static let bank = ["URI:spiffe://test/ns/bank/sa/web"]
    private static let streamEndpoints = "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints"
    private static let fetchStatus = "/envoy.service.status.v3.ClientStatusDiscoveryService/FetchClientStatus"
    private static let reflection = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"

    private static func node(_ namespace: String) -> EnvoyNode {
        EnvoyNode(
            id: "sidecar~10.0.0.1~web.\(namespace)~\(namespace).svc.cluster.local",
            metadata: ["NAMESPACE": .string(namespace)]
        )
    }

    /// Returns the node ids in a client's view; nil if it is rejected.
    private static func seen(on connection: GRPCClientConnection) async throws -> [String]? {
        let call = try await DiscoveryCall(fetchStatus, on: connection)
        try await call.send([], andEnds: true)
        guard case .message(let message) = await call.next() else { return nil }
        return WireFields(Array(message.readableBytesView)).messages(1).compactMap { $0.messages(1).first?.text(1) }
    }

    @Test("A client sees the nodes that it may claim, and an operator sees all of them (XP-O3, XP-O8)")
    func nodes() async throws {
        try await DiscoveryBench.use(rules: Self.rules) { bench in
            try await bench.connect(as: Self.shop) { shop in
                try await bench.connect(as: Self.bank) { bank in
                    for (connection, namespace) in [(shop, "shop"), (bank, "bank")] {
                        let call = try await DiscoveryCall(Self.streamEndpoints, on: connection)
                        let request = DiscoveryRequestMessage(
                            resourceNames: [DiscoveryBench.clusterName],
                            typeURL: TypeURL.clusterLoadAssignment,
                            node: Self.node(namespace)
                        )
                        try await call.send(try request.encoded())
                        #expect(await call.nextHasEndpoint() == (namespace == "shop"))
                    }
                    #expect(try await Self.seen(on: shop) == [Self.node("shop").id])
                    #expect(try await Self.seen(on: bank) == [Self.node("bank").id])
                    try await bench.connect(as: ["URI:spiffe://test/operator"]) { connection in
                        let all = try await Self.seen(on: connection)
                        #expect(all == [Self.node("shop").id, Self.node("bank").id])
                    }
                }
            }
        }
    }

    @Test(
        "A client without a matching rule, and one without a name, are rejected (XP-O8)",
        arguments: [
            (["URI:spiffe://test/ns/shop/sa/web"], GRPCStatus.Code.ok),
            (["URI:spiffe://elsewhere/web"], .permissionDenied), ([], .unauthenticated),
        ] as [([String], GRPCStatus.Code)]
    )
    func strangers(names: [String], code: GRPCStatus.Code) async throws {
        try await DiscoveryBench.use(rules: Self.rules) { bench in
            try await bench.connect(as: names) { connection in
                for (path, question) in [(Self.fetchStatus, [UInt8]()), (Self.reflection, [0x3A, 0])] {
                    let call = try await DiscoveryCall(path, on: connection)
                    try await call.send(question, andEnds: true)
                    #expect(await call.end() == code)
                }
            }
        }
    }
}
