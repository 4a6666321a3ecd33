import DiscoveryServer
import DiscoveryTestSupport
import EnvoyMessages
import GRPCTransport
import Testing

@Suite("Server reflection", .serialized, .timeLimit(.minutes(1)))
struct ReflectionTests {
    private static let versions = ["v1", "v1alpha"]
    private static let setup = Bench.Setup { setup in
        setup.options.servesReflection = true
        setup.options.servesClientStatus = true
    }

    private func ask(_ version: String, _ number: UInt8, _ text: String, _ bench: Bench) async throws -> WireFields {
        let path = "/grpc.reflection.\(version).ServerReflection/ServerReflectionInfo"
        let call = try await WireCall.open(path, on: bench.connection)
        let request = [number << 3 | 2, UInt8(text.utf8.count)] + Array(text.utf8)
        try await call.send(request)
        let answer = WireFields(try await call.message())
        #expect(answer.texts[2] == [request], "the original request")
        try await call.halfClose()
        #expect(try await call.end().status?.code == .ok)
        return answer
    }

    @Test("The services are listed, and the file of each is found with its dependencies", arguments: versions)
    func services(version: String) async throws {
        try await Bench.run(.streamEndpoints, Self.setup) { bench in
            let list = try await ask(version, 7, "", bench)
            let services = try #require(list.messages(6).first).messages(1).map { $0.text(1) }
            #expect(services == services.sorted())
            #expect(services.count == 6)
            for service in services {
                let answer = try await ask(version, 4, service, bench)
                let files = try #require(answer.messages(4).first).messages(1)
                let names = Set(files.map { $0.text(1) })
                #expect(names.count == files.count)
                #expect(files[0].messages(6).map { "\(files[0].text(2)).\($0.text(1))" } == [service])
                for file in files {
                    for dependency in file.texts[3] ?? [] {
                        #expect(names.contains(String(decoding: dependency, as: UTF8.self)))
                    }
                }
            }
        }
    }

    @Test(
        "Files are found by name and by the symbols they declare",
        arguments: [
            (UInt8(3), "envoy/service/discovery/v3/discovery.proto"),
            (4, "envoy.service.discovery.v3.DiscoveryRequest"),
            (4, "envoy.service.discovery.v3.DiscoveryRequest.node"),
            (4, "envoy.service.status.v3.ClientConfig.GenericXdsConfig"),
            (4, "envoy.service.endpoint.v3.EndpointDiscoveryService.StreamEndpoints"),
        ]
    )
    func files(number: UInt8, text: String) async throws {
        try await Bench.run(.streamEndpoints, Self.setup) { bench in
            let answer = try await ask("v1", number, text, bench)
            #expect(answer.messages(4).first?.messages(1).isEmpty == false)
        }
    }

    @Test("The node is described by its original type, although it is decoded lazily")
    func node() throws {
        let files = try #require(DescriptorPool.bundled.file(declaring: "envoy.service.discovery.v3.DiscoveryRequest"))
        let request = WireFields(files[0]).messages(4).first { $0.text(1) == "DiscoveryRequest" }
        let node = try #require(request).messages(2).first { $0.text(1) == "node" }
        #expect(try #require(node).text(6) == ".envoy.config.core.v3.Node")
    }

    @Test(
        "Missing files and symbols are reported inside of the stream",
        arguments: [(UInt8(3), "x.proto"), (4, "x.Y"), (6, "x.Y")]
    )
    func unknown(number: UInt8, text: String) async throws {
        try await Bench.run(.streamEndpoints, Self.setup) { bench in
            let answer = try await ask("v1", number, text, bench)
            #expect(answer.messages(7).first?.number(1) == 5)
        }
    }

    @Test("The service is disabled by default")
    func off() async throws {
        try await Bench.run { bench in
            let path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
            let call = try await WireCall.open(path, on: bench.connection)
            #expect(try await call.end().status?.code == .unimplemented)
        }
    }
}
