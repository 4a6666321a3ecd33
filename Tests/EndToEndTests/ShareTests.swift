import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Real Envoys give the shares that the model predicts")
    struct ShareTests {
        /// A policy of the client's cluster.
        struct Policy: Sendable, CustomTestStringConvertible {
            let testDescription: String
            /// The fields of the cluster.
            let fields: JSONValue
            /// A Boolean value that indicates whether the gateway must get its exact share.
            let keepsShares: Bool
            /// The number of requests that each of the concurrent clients sends.
            ///
            /// Four standard deviations of 43 % are then less than 2 points.
            var requestsEach = 720
            /// The time of an answer in milliseconds.
            var delay: Int64 = 2

            init(_ name: String, weighsLocalities: Bool, keepsShares: Bool) {
                testDescription = name + (weighsLocalities ? ", localities weighed" : "")
                let common: JSONValue = weighsLocalities ? ["locality_weighted_lb_config": [:]] : [:]
                fields = Self.keptAlive.merging(["lb_policy": .string(name), "common_lb_config": common])
                self.keepsShares = keepsShares
                guard name == "LEAST_REQUEST" && !weighsLocalities else { return }
                // Nearly all requests have to be at the hosts, also on a busy machine; turns vary little.
                (requestsEach, delay) = (150, 40)
            }

            private init(_ description: String, _ fields: JSONValue) {
                testDescription = description
                self.fields = Self.keptAlive.merging(["common_lb_config": [:]]).merging(fields)
                keepsShares = false
            }

            /// Connections that take any number of requests: a busy machine has no time for a handshake a request.
            private static let keptAlive: JSONValue = {
                let name = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
                let options: JSONValue = [
                    "@type": .string("type.googleapis.com/" + name),
                    "explicit_http_config": ["http_protocol_options": [:]],
                ]
                return ["typed_extension_protocol_options": .object([name: options])]
            }()

            /// Client-side weighted round robin without load reports.
            static let clientSideWeightedRoundRobin: Policy = {
                let name = "client_side_weighted_round_robin"
                let type =
                    "type.googleapis.com/envoy.extensions.load_balancing_policies.\(name).v3"
                    + ".ClientSideWeightedRoundRobin"
                let policy: JSONValue = [
                    "typed_extension_config": [
                        "name": .string("envoy.load_balancing_policies." + name),
                        "typed_config": ["@type": .string(type)],
                    ]
                ]
                return Policy("client-side WRR", ["load_balancing_policy": ["policies": [policy]]])
            }()
        }

        static let policies = [
            Policy("ROUND_ROBIN", weighsLocalities: false, keepsShares: true),
            Policy("ROUND_ROBIN", weighsLocalities: true, keepsShares: true),
            Policy("LEAST_REQUEST", weighsLocalities: false, keepsShares: false),
            Policy("LEAST_REQUEST", weighsLocalities: true, keepsShares: true),
            Policy("RANDOM", weighsLocalities: false, keepsShares: false),
            Policy("RANDOM", weighsLocalities: true, keepsShares: true),
            Policy("RING_HASH", weighsLocalities: false, keepsShares: false),
            Policy("RING_HASH", weighsLocalities: true, keepsShares: false),
            Policy("MAGLEV", weighsLocalities: false, keepsShares: false),
            Policy("MAGLEV", weighsLocalities: true, keepsShares: false),
            Policy.clientSideWeightedRoundRobin,
        ]

        private static let west = ["west-0", "west-1", "west-2", "west-3"]
        private static let east = ["east-0", "east-1", "east-2"]
        private static let inFlight = 16

        @Test("With 16 requests in flight a gateway gets its predicted share within 3 points", arguments: policies)
        func shares(_ policy: Policy) async throws {
            try await Scene.play { scene in
                let mesh = try await Self.mesh(on: scene, answeringAfter: policy.delay)
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory)
                let cluster = EDSCluster(PlayedMesh.web.name, fields: policy.fields)
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), .adsSotw, from: server, [cluster])
                try await envoy.untilHosts(of: cluster.name) { $0.count == 5 }
                let measured = try await Self.measure(
                    try await envoy.listener(of: cluster.name),
                    requestsEach: policy.requestsEach
                )
                let predicted = try await Self.predict(directory, policy, scene)
                #expect(abs(measured - predicted) < 0.03, "measured \(measured), predicted \(predicted)")
                if policy.keepsShares { #expect(abs(measured - 3.0 / 7) < 0.02, "measured \(measured)") }
            }
        }

        /// Four endpoints in the west, three behind a gateway in the east, which answer after some time.
        private static func mesh(on scene: Scene, answeringAfter delay: Int64) async throws -> TestMesh {
            let certificate = try await SelfSignedCertificate.make()
            var service = TestMesh.Service(name: "web")
            var behind: [Backend] = []
            for (number, name) in (west + east).enumerated() {
                let isWest = west.contains(name)
                let address = isWest ? "127.1.0.\(number + 1)" : "127.2.0.\(number + 1)"
                let backend = try await scene.backend(name, on: address, certificate, answeringAfter: delay)
                if !isWest { behind.append(backend) }
                service.workloads.append(
                    TestMesh.Workload(name: name, cluster: isWest ? "west" : "east", socket: backend.socket)
                )
            }
            let gateway = try await scene.gateway(on: "127.2.255.1", to: behind, for: PlayedMesh.web.serverName)
            return TestMesh(
                services: [service],
                gateways: ["west": NetworkEndpoint("127.1.255.1", 15_443), "east": gateway.socket],
                proxies: [TestMesh.client(in: "west")]
            )
        }

        /// Returns the part of the requests that came to the east.
        private static func measure(_ listener: NetworkEndpoint, requestsEach: Int) async throws -> Double {
            try await withThrowingTaskGroup(of: TrafficMeter.Tally.self) { group in
                for _ in 0..<inFlight {
                    group.addTask {
                        // A connection has a time limit, which must not depend on the number of requests.
                        var sum = try await TrafficMeter(listener).send(30)
                        for _ in 1..<(requestsEach / 30) {
                            let tally = try await TrafficMeter(listener).send(30)
                            sum.answers.merge(tally.answers) { $0 + $1 }
                            sum.failures.merge(tally.failures) { $0 + $1 }
                        }
                        return sum
                    }
                }
                var remote = 0
                var total = 0
                for try await tally in group {
                    total += tally.total
                    remote += east.reduce(0) { $0 + tally.answers[$1, default: 0] }
                    #expect(tally.failures.isEmpty)
                }
                return Double(remote) / Double(total)
            }
        }

        /// Returns the share of the gateway by the model, for the very assignment that the server sends.
        private static func predict(
            _ directory: TemporaryDirectory,
            _ policy: Policy,
            _ scene: Scene
        ) async throws -> Double {
            let answers = try JSONValue.parse(
                try await run(["translate", directory.path, "-o", "json"]).joined(separator: "\n")
            )
            let assignment = try #require(answers.elements.first?["resources"]?[PlayedMesh.web.name])
            let files = try await scene.directory("files")
            let arguments = [
                "shares", "-o", "json", "--in-flight", String(inFlight),
                "--assignment", try files.write(try assignment.serialized(), to: "assignment.json"),
                "--cluster", try files.write(try policy.fields.serialized(), to: "cluster.json"),
            ]
            return try share(of: "127.2.255.1", in: try JSONValue.parse(try await output(of: arguments)))
        }

        /// Returns the real share of an address in a report of `shares`.
        static func share(of address: String, in report: JSONValue) throws -> Double {
            let gateway = report["addresses"]?.elements.first { entry in
                entry["address"]?.text?.hasPrefix(address + ":") ?? false
            }
            switch gateway?["real"] {
            case .number(let share): return share
            case .integer(let share): return Double(share)
            default: throw HarnessError(.exitedEarly, "no share of \(address) in \(report)")
            }
        }

        /// Returns the standard output of the program, which ends with 1 if shares differ.
        static func output(of arguments: [String]) async throws -> String {
            // A message on standard error could stand in the middle of a line.
            let command = "exec \"$0\" \"$@\" 2>/dev/null"
            let process = try ChildProcess("/bin/sh", ["-c", command, try BuiltProduct.server()] + arguments)
            _ = await process.exit(within: .seconds(60))
            await process.stop()
            try await eventually("all output") { process.output.hasEnded ? true : nil }
            return process.output.lines.joined(separator: "\n")
        }
    }
}
