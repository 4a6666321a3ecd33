import DiscoveryServer
import DiscoveryTestSupport
import EnvoyMessages
import GRPCTransport
import NIOCore
import Testing
import TextFormats

@Suite("Health service", .timeLimit(.minutes(1)))
struct HealthTests {
    private static let serving: [UInt8] = [8, 1]
    private static let notServing: [UInt8] = [8, 2]
    private static let serviceUnknown: [UInt8] = [8, 3]

    private func request(_ service: String) -> [UInt8] {
        service.isEmpty ? [] : [0x0A, UInt8(service.utf8.count)] + Array(service.utf8)
    }

    private func check(_ service: String, _ bench: Bench) async throws -> WireCall {
        let call = try await WireCall.open("/grpc.health.v1.Health/Check", on: bench.connection)
        try await call.send(request(service))
        try await call.halfClose()
        return call
    }

    @Test(
        "The server and each service are SERVING",
        arguments: [
            "", "envoy.service.endpoint.v3.EndpointDiscoveryService",
            "envoy.service.discovery.v3.AggregatedDiscoveryService", "grpc.health.v1.Health",
        ]
    )
    func serving(service: String) async throws {
        try await Bench.run { bench in
            let call = try await check(service, bench)
            #expect(try await call.message() == Self.serving)
            #expect(try await call.end().status?.code == .ok)
        }
    }

    @Test("Other services are unknown", arguments: ["x", "grpc.health.v1.Healthy"])
    func unknown(service: String) async throws {
        try await Bench.run { bench in
            #expect(try await check(service, bench).end().status?.code == .notFound)
            let watch = try await WireCall.open("/grpc.health.v1.Health/Watch", on: bench.connection)
            try await watch.send(request(service))
            #expect(try await watch.message() == Self.serviceUnknown)
        }
    }

    @Test("The list contains the server and all services")
    func list() async throws {
        try await Bench.run { bench in
            let call = try await WireCall.open("/grpc.health.v1.Health/List", on: bench.connection)
            try await call.send([])
            try await call.halfClose()
            let json = try MessageJSON().value(of: .healthListResponse, try await call.message())
            guard case .object(let members)? = json["statuses"] else {
                Issue.record("expected statuses")
                return
            }
            #expect(members.map(\.name).contains(""))
            #expect(members.map(\.name).contains("grpc.health.v1.Health"))
            #expect(members.allSatisfy { $0.value["status"] == .string("SERVING") })
        }
    }

    @Test("Watches are notified that the server drains, before their streams end")
    func drain() async throws {
        try await Bench.run { bench in
            let watch = try await WireCall.open("/grpc.health.v1.Health/Watch", on: bench.connection)
            try await watch.send([])
            try await watch.halfClose()
            #expect(try await watch.message() == Self.serving)
            var plan = GRPCDrainPlan()
            plan.spread = .milliseconds(1)
            try await bench.server.drain(plan)
            #expect(try await watch.message() == Self.notServing)
            #expect(try await watch.end().status?.code == .unavailable)
        }
    }

    @Test("Invalid requests are rejected", arguments: ["Check", "Watch"])
    func garbage(method: String) async throws {
        try await Bench.run { bench in
            let call = try await WireCall.open("/grpc.health.v1.Health/\(method)", on: bench.connection)
            try await call.send([0xFF, 0xFF, 0xFF])
            try await call.halfClose()
            #expect(try await call.end().status?.code == .internal)
            let none = try await WireCall.open("/grpc.health.v1.Health/\(method)", on: bench.connection)
            try await none.halfClose()
            #expect(try await none.end().status?.code == .internal)
        }
    }
}
