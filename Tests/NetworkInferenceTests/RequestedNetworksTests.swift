import MeshModel
import MeshSources
import NetworkInference
import Testing

@Suite("The networks that a proxy asks to see")
struct RequestedNetworksTests {
    private func networks(_ value: MetadataValue) throws -> [String] {
        let files = [SourceFile(path: "clusters/c/objects.yaml", text: "")]
        let mesh = try MeshDirectoryReader().read(files: files, displayName: "mesh")
        let snapshot = try MeshInference(semantics: .standard).snapshot(of: mesh)
        let node = EnvoyNode(metadata: ["REQUESTED_NETWORK_VIEW": value])
        return ProxyInference(snapshot).proxy(for: node).networkView.map(\.name)
    }

    @Test("Each is kept once, in one order, so that equal requests share their assignments")
    func canonical() throws {
        #expect(try networks(.string("b,a,b,a")) == ["a", "b"])
        #expect(try networks(.list([.string("b"), .string("a"), .string("b")])) == ["a", "b"])
    }

    @Test("As many as fit into a node are reduced to those that differ")
    func many() throws {
        #expect(try networks(.string(String(repeating: "a,", count: 500_000) + "a")) == ["a"])
        #expect(try networks(.string(String(repeating: ",", count: 500_000))) == [""])
    }
}
