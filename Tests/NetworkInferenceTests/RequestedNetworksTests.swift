import MeshModel
import MeshSources
import NetworkInference
import Testing

@Suite("Requested networks of a proxy")
struct RequestedNetworksTests {
    private func networks(_ value: MetadataValue) throws -> [String] {
        let files = [SourceFile(path: "clusters/c/objects.yaml", text: "")]
        let mesh = try MeshDirectoryReader().read(files: files, displayName: "mesh")
        let snapshot = try MeshInference(semantics: .standard).snapshot(of: mesh)
        let node = EnvoyNode(metadata: ["REQUESTED_NETWORK_VIEW": value])
        return ProxyInference(snapshot).proxy(for: node).networkView.map(\.name)
    }

    @Test("Requested networks are unique and sorted, so that equal requests share their assignments")
    func canonical() throws {
        #expect(try networks(.string("b,a,b,a")) == ["a", "b"])
        #expect(try networks(.list([.string("b"), .string("a"), .string("b")])) == ["a", "b"])
    }

    @Test("The maximum number of requested networks is reduced to the distinct ones")
    func many() throws {
        #expect(try networks(.string(String(repeating: "a,", count: 500_000) + "a")) == ["a"])
        #expect(try networks(.string(String(repeating: ",", count: 500_000))) == [""])
    }
}
