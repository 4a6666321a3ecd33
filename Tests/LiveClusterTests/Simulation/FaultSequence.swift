import KubernetesTestServer
import MeshModel
import MeshSources
import TestSupport

@testable import KubernetesTestServer

/// A random sequence of faults and changes of two simulated clusters.
struct FaultSequence {
    private var random: SeededGenerator
    private(set) var mesh: SimulatedMesh
    /// The steps so far, for failures of the test.
    private(set) var history: [String] = []
    let streamsLists: Bool

    init(seed: Int) throws {
        random = SeededGenerator(seed: UInt64(seed))
        streamsLists = seed % 2 == 0
        var servers: [ClusterID: SimulatedServer] = [:]
        for (number, cluster) in SimulatedMesh.clusters.enumerated() {
            var server = SimulatedServer()
            try server.state.put(TestJSON.webService(port: 80))
            for name in ["a", "b", "c"] { try server.state.put(.webSlice(name, addresses: ["10.\(number).0.1"])) }
            try server.state.put(.apiEntry(addresses: ["192.0.2.1"]))
            servers[cluster] = server
        }
        mesh = try SimulatedMesh(servers, streamsLists: streamsLists)
        // Some sequences begin with faults, the others with a server that is ready.
        if random.chance(70) { mesh.advance(.seconds(30)) }
    }

    /// The present status.
    mutating func status() -> SimulatedMesh.Status { mesh.status() }

    /// Does some steps, each followed by a short time.
    mutating func play(_ count: Int) throws {
        for _ in 0..<count {
            try step(SimulatedMesh.clusters[random.below(2)])
            mesh.advance(.milliseconds(random.below(20_000)))
        }
    }

    /// Ends the temporary faults; permissions, definitions and unreadable objects stay, and so does a stopped server.
    mutating func calm() {
        for cluster in SimulatedMesh.clusters { mesh.servers[cluster]?.state.faults = [] }
        mesh.advance(.seconds(500))
    }

    /// Ends all faults.
    mutating func heal() throws {
        for cluster in SimulatedMesh.clusters {
            guard var server = mesh.servers[cluster] else { continue }
            server.state.faults = []
            server.state.forbidden = []
            server.state.isDiscoveryForbidden = false
            server.state.unfinished = []
            try server.state.install("serviceentries")
            server.reappear()
            for name in ["a", "b", "c"] { try server.state.put(.webSlice(name, addresses: [address()])) }
            try server.state.put(.webService(port: 80))
            try server.state.put(.apiEntry(addresses: [address()]))
            mesh.servers[cluster] = server
        }
        mesh.advance(.seconds(500))
    }

    private mutating func address() -> String {
        "10.\(random.below(250)).\(random.below(250)).\(1 + random.below(250))"
    }

    private mutating func note(_ step: String) { history.append("\(mesh.now): \(step)") }

    private mutating func step(_ cluster: ClusterID) throws {
        guard var server = mesh.servers[cluster] else { return }
        defer { mesh.servers[cluster] = server }
        let plural = SimulatedMesh.kinds[random.below(3)].plural
        switch random.below(20) {
        case 0, 1, 2, 3: try change(&server, cluster)
        case 4, 5, 6: inject(&server, cluster, plural)
        case 7:
            note("\(cluster): watches dropped")
            server.dropWatches()
        case 8:
            note("\(cluster): watches ended")
            server.state.endWatches(of: nil)
        case 9:
            note("\(cluster): compacted")
            server.state.compact()
            if random.chance(50) { server.dropWatches() }
        case 10:
            note("\(cluster): restored to an older state")
            server.state.restore(to: server.state.version - 1_000)
            server.dropWatches()
            try change(&server, cluster)
        case 11:
            note("\(cluster): other content with the same version")
            if server.state.objects["endpointslices"]?[ObjectName(namespace: "shop", name: "a")] != nil {
                try server.state.rewrite(.webSlice("a", addresses: [address()]))
            }
            // Found by the next list, which every client needs: the version that it knows is forgotten.
            server.dropWatches()
            server.state.version += 1
            server.state.compact()
        case 12:
            note("\(cluster): stopped")
            server.disappear()
        case 13, 14:
            let parts: [Set<TestStartupPart>] = [[], [.permissions], [.definitions], [.permissions, .definitions]]
            server.state.unfinished = parts[random.below(4)]
            note("\(cluster): started without \(server.state.unfinished)")
            server.reappear()
        case 15:
            server.state.forbidden = random.chance(50) ? [plural] : []
            note("\(cluster): forbidden \(server.state.forbidden)")
            if random.chance(50) { server.dropWatches() }
        case 16:
            let isInstalled = server.serves(.serviceEntry)
            note("\(cluster): serviceentries \(isInstalled ? "uninstalled" : "installed")")
            if isInstalled {
                server.state.uninstall("serviceentries")
            } else {
                try server.state.install("serviceentries")
            }
        case 17:
            server.state.isDiscoveryForbidden = random.chance(50)
            note("\(cluster): discovery forbidden \(server.state.isDiscoveryForbidden)")
        case 18:
            server.state.streamsLists = random.chance(50)
            note("\(cluster): streams lists \(server.state.streamsLists)")
        default:
            note("time passes")
            mesh.servers[cluster] = server
            mesh.advance(.seconds(random.below(400)))
            server = mesh.servers[cluster] ?? server
        }
    }

    private mutating func inject(_ server: inout SimulatedServer, _ cluster: ClusterID, _ plural: String) {
        let faults: [TestFault] = [
            .status(403, reason: "Forbidden"), .status(404), .status(410, reason: "Expired"),
            .status(422, reason: "Invalid"), .status(429, reason: "TooManyRequests", retryAfter: 1),
            .status(500, reason: "InternalError"), .status(503), .status(504, reason: "Timeout"), .hang, .close,
            .truncated, .body("<html>"), .watchLines([]), .watchLines(["{\"type\":\"ADDED\""]),
            .watchLines([TestServerState.line("ERROR", TestAnswer.failure(410, "Expired", "too old"))]),
        ]
        let verbs: [TestRequest.Verb] = [.list, .nextPage, .watch, .streamingList, .verification, .ready, .discovery]
        let fault = faults[random.below(faults.count)]
        var verb = verbs[random.below(verbs.count)]
        if case .watchLines = fault { verb = random.chance(50) ? .watch : .streamingList }
        let isOfKind = verb != .ready && verb != .discovery
        let times = 1 + random.below(4)
        note("\(cluster): \(times) of \(isOfKind ? plural : "") \(verb): \(fault)")
        server.state.faults.append(
            TestServerState.Waiting(fault: fault, resource: isOfKind ? plural : nil, verbs: [verb], times: times)
        )
    }

    /// Writes or deletes an object, sometimes one that cannot be read.
    private mutating func change(_ server: inout SimulatedServer, _ cluster: ClusterID) throws {
        let name = ["a", "b", "c"][random.below(3)]
        switch random.below(8) {
        case 0:
            note("\(cluster): slice \(name) deleted")
            server.state.delete("endpointslices", ObjectName(namespace: "shop", name: name))
        case 1:
            note("\(cluster): slice \(name) cannot be read")
            var slice = TestJSON.webSlice(name, addresses: [])
            slice["endpoints"] = "none"
            try server.state.put(slice)
        case 2 where server.serves(.serviceEntry):
            note("\(cluster): entry cannot be read")
            var entry = TestJSON.apiEntry(addresses: [])
            entry["spec"]?["hosts"] = .number("5")
            try server.state.put(entry)
        case 3 where server.serves(.serviceEntry):
            note("\(cluster): entry changed")
            try server.state.put(.apiEntry(addresses: [address(), address()]))
        case 4:
            note("\(cluster): service deleted or written")
            let name = ObjectName(namespace: "shop", name: "web")
            if server.state.objects["services"]?[name] == nil {
                try server.state.put(.webService(port: 80))
            } else {
                server.state.delete("services", name)
            }
        default:
            note("\(cluster): slice \(name) changed")
            try server.state.put(.webSlice(name, addresses: [address(), address()]))
        }
    }
}

extension TestJSON {
    static func webService(port: Int) -> TestJSON {
        [
            "kind": "Service", "apiVersion": "v1", "metadata": ["name": "web", "namespace": "shop"],
            "spec": ["clusterIP": "10.0.0.1", "ports": [["name": "http", "port": .number(String(port))]]],
        ]
    }

    static func webSlice(_ name: String, addresses: [String]) -> TestJSON {
        [
            "kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1", "addressType": "IPv4",
            "metadata": [
                "name": .string(name), "namespace": "shop", "labels": ["kubernetes.io/service-name": "web"],
            ],
            "ports": [["name": "http", "port": 8080]],
            "endpoints": .array(addresses.map { ["addresses": [.string($0)], "conditions": ["ready": true]] }),
        ]
    }

    static func apiEntry(addresses: [String]) -> TestJSON {
        [
            "kind": "ServiceEntry", "apiVersion": "networking.istio.io/v1",
            "metadata": ["name": "api", "namespace": "shop"],
            "spec": [
                "hosts": ["api.example.com"], "resolution": "STATIC", "location": "MESH_INTERNAL",
                "ports": [["number": 80, "name": "http", "protocol": "HTTP"]],
                "endpoints": .array(addresses.map { ["address": .string($0)] }),
            ],
        ]
    }
}
