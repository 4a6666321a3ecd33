import MeshModel
import MeshSources
import MeshViews
import NetworkInference
import Testing

@testable import DiscoveryServer

@Suite("Identity of clients in the newest mesh")
struct ClientIdentityTests {
    /// Returns successive states of the objects of one cluster and of `proxies.yaml`.
    private static func states(_ all: [(objects: [String], proxies: String)]) throws -> [MeshState] {
        var states: [MeshState] = []
        for (objects, proxies) in all {
            let texts = [
                "mesh-directory.yaml": "configCluster: c1\n",
                "clusters/c1/objects.yaml": objects.joined(separator: "---\n"),
                "proxies.yaml": proxies,
            ]
            let files = texts.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) }
            let directory = try MeshDirectoryReader().read(files: files, displayName: "mesh")
            let snapshot = try MeshInference(semantics: .standard).snapshot(of: directory)
            states.append(MeshState(directory: directory, snapshot: snapshot, after: states.last))
        }
        return states
    }

    private static func pod(_ name: String, ip: String, network: String) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: \(name), namespace: shop, labels: {topology.istio.io/network: \(network)}}
        status: {phase: Running, podIP: \(ip)}

        """
    }

    /// Returns the network of a client in each state, and the number of changes of its proxy.
    private static func course(_ node: EnvoyNode, _ states: [MeshState]) throws -> [String] {
        let client = ClientIdentity(node, in: try #require(states.first), peer: nil)
        return states.map { mesh in
            let state = ServedState(mesh, EncodedResourceCache(maximumBytes: 1 << 20))
            let proxy = client.catalog(in: state, DiscoveryOptions()).proxy
            #expect(proxy == mesh.proxy(for: node))
            return "\(proxy.network.name) \(client.revision)"
        }
    }

    @Test("A client changes when its workload is in another network, and not when other workloads change")
    func workload() throws {
        let node = EnvoyNode(
            id: "sidecar~10.1.0.1~client.shop~shop.svc.cluster.local",
            metadata: ["CLUSTER_ID": .string("c1")]
        )
        let own = Self.pod("client", ip: "10.1.0.1", network: "n1")
        let other = Self.pod("other", ip: "10.1.0.2", network: "n2")
        let moved = Self.pod("client", ip: "10.1.0.1", network: "n2")
        let objects = [[own], [own, other], [own], [own], [moved, other], [other], [other, own]]
        let states = try Self.states(objects.map { ($0, "") })
        #expect(try Self.course(node, states) == ["n1 0", "n1 0", "n1 0", "n1 0", "n2 1", " 2", "n1 3"])
    }

    @Test("A client without metadata changes when its entry in proxies.yaml changes")
    func declared() throws {
        func proxies(_ network: String) -> String { "- node: {id: edge, metadata: {NETWORK: \(network)}}\n" }
        let states = try Self.states(["n1", "n1", "n2"].map { ([], proxies($0)) } + [([], "")])
        #expect(try Self.course(EnvoyNode(id: "edge"), states) == ["n1 0", "n1 0", "n2 1", " 2"])
    }
}
