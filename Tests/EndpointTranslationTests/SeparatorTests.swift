import EndpointTranslation
import MeshModel
import MeshSources
import NetworkInference
import Testing

@Suite("Separators beside combining characters")
struct SeparatorTests {
    /// Texts that combine with an adjacent separator to one character; found by fuzzing.
    static let neighbours = ["", "\u{602}", "\u{301}", "\u{200d}", "\n"]

    @Test("Cluster names are split at separators beside any character", arguments: neighbours)
    func clusterNames(neighbour: String) {
        let part = "\(neighbour)p\(neighbour)"
        for name in ["\(part)|80|\(part)|\(part)", "outbound_.80_.\(part)_.\(part)", "\(part):80/\(part)"] {
            let cluster = ClusterName(name)
            #expect(cluster.port == 80)
            #expect(cluster.subset == part)
            #expect(cluster.hostname == part)
        }
        #expect(ClusterName("\(part)|80|\(part)|\(part)|\(part)").hostname.isEmpty)
        #expect(ClusterName("\(part):\(part):80").hostname.isEmpty)
    }

    @Test("Node ids are split at separators beside any character", arguments: neighbours)
    func nodeIDs(neighbour: String) throws {
        let files = [SourceFile(path: "clusters/c/objects.yaml", text: "")]
        let mesh = try MeshDirectoryReader().read(files: files, displayName: "mesh")
        let inference = ProxyInference(try MeshInference(semantics: .standard).snapshot(of: mesh))
        let part = "\(neighbour)p\(neighbour)"
        let proxy = inference.proxy(for: EnvoyNode(id: "router~1.2.3.4~\(part).\(part)~\(part).svc.cluster.local"))
        #expect(proxy.kind == .router)
        #expect(proxy.addressMode == .v4)
        #expect(proxy.namespace == part)
    }
}
