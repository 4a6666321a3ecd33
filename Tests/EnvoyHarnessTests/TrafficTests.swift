import EnvoyHarness
import Testing

@Suite("Traffic through a real Envoy", .serialized)
struct TrafficTests {
    @Test("Traffic is distributed exactly by weight")
    func exactShares() async throws {
        let certificate = try await SelfSignedCertificate.make()
        let light = try await Backend.start("light", on: "127.1.0.1", certificate: certificate)
        let heavy = try await Backend.start("heavy", on: "127.1.0.2", certificate: certificate)
        let endpoints = [EndpointFiles.Endpoint(light.socket), EndpointFiles.Endpoint(heavy.socket, weight: 3)]
        try await FileBench.run(endpoints) { bench in
            let tally = try await bench.meter().send(400)
            #expect(tally.names == ["heavy", "light"])
            #expect(abs(tally.answers["light", default: 0] - 100) <= 2)
            #expect(abs(tally.answers["heavy", default: 0] - 300) <= 2)
            #expect(heavy.requests == Backend.Requests(plain: tally.answers["heavy", default: 0], tls: 0))
            let sent = try await bench.envoy.admin.hosts(of: FileBench.web).map { $0.requests ?? 0 }.reduce(0, +)
            #expect(sent == 400)
        }
        await light.stop()
        await heavy.stop()
    }

    @Test("Traffic to endpoints of tlsMode istio uses TLS through a gateway, other traffic plain text")
    func gateway() async throws {
        let certificate = try await SelfSignedCertificate.make()
        var remote: [Backend] = []
        for (number, name) in ["east-0", "east-1"].enumerated() {
            remote.append(try await Backend.start(name, on: "127.2.0.\(number + 1)", certificate: certificate))
        }
        let local = try await Backend.start("west-0", on: "127.1.0.1", certificate: certificate)
        let gateway = try await StandInGateway.start(
            on: "127.2.255.1",
            backends: remote.map(\.socket),
            admits: .serverNames(["outbound_.80_._.web.shop.svc.cluster.local"])
        )
        let endpoints = [
            EndpointFiles.Endpoint(local.socket),
            EndpointFiles.Endpoint(gateway.socket, weight: 2, usesTLS: true),
        ]
        try await FileBench.run(endpoints) { bench in
            let tally = try await bench.meter().send(90)
            #expect(tally.failures.isEmpty)
            #expect(abs(tally.answers["west-0", default: 0] - 30) <= 2)
            #expect(gateway.seen.total == 90 - tally.answers["west-0", default: 0])
            #expect(gateway.seen.refused == 0)
            #expect(remote.map(\.requests.plain) == [0, 0])
            // The gateway uses its backends in turn, so they differ by one at most.
            #expect(abs(remote[0].requests.tls - remote[1].requests.tls) <= 1)
            #expect(local.requests.tls == 0)
        }
        await gateway.stop()
        for backend in remote + [local] { await backend.stop() }
    }

    @Test("A gateway rejects an unknown server name")
    func strangerAtTheGateway() async throws {
        let certificate = try await SelfSignedCertificate.make()
        let backend = try await Backend.start("east-0", on: "127.2.0.1", certificate: certificate)
        let gateway = try await StandInGateway.start(
            on: "127.2.255.1",
            backends: [backend.socket],
            admits: .serverNames(["outbound_.80_._.other.shop.svc.cluster.local"])
        )
        try await FileBench.run([EndpointFiles.Endpoint(gateway.socket, usesTLS: true)]) { bench in
            let tally = try await bench.meter().send(3)
            #expect(tally.failures == [503: 3])
            #expect(gateway.seen.total == 0)
            #expect(gateway.seen.refused >= 3)
            #expect(backend.requests.total == 0)
        }
        await gateway.stop()
        await backend.stop()
    }

    @Test("A gateway that accepts all names passes traffic without decryption")
    func openGateway() async throws {
        let certificate = try await SelfSignedCertificate.make()
        let backend = try await Backend.start("east-0", certificate: certificate)
        let gateway = try await StandInGateway.start(backends: [backend.socket])
        let tally = try await TrafficMeter(gateway.socket).send(5)
        #expect(tally.answers == ["east-0": 5])
        #expect(gateway.seen == StandInGateway.Connections(passed: [backend.socket: 1], refused: 0))
        #expect(backend.requests == Backend.Requests(plain: 5, tls: 0))
        await gateway.stop()
        await backend.stop()
    }
}
