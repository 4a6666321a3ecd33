internal import FuzzSupport
internal import MeshSources

/// Fuzzes the reader of mesh directories: the input is used as each of the files.
///
/// A strict reader refuses exactly the input that a lenient one reports problems for.
enum YAMLFuzzer {
    static func test(_ input: Input) {
        let bytes = input.array
        var reader = MeshDirectoryReader()
        reader.limits.nodes = 1_000_000
        let files = ["clusters/a/objects.yaml", "mesh-networks.yaml", "proxies.yaml", "mesh.yaml", "dns.yaml"].map {
            SourceFile(path: $0, displayName: $0, bytes: bytes)
        }
        reader.isLenient = true
        guard let mesh = try? reader.read(files: files, displayName: "mesh") else {
            fatalError("a lenient reader refused a mesh with a cluster")
        }
        for problem in mesh.problems { _ = problem.description }
        guard mesh.problems.isEmpty else { return }
        reader.isLenient = false
        require((try? reader.read(files: files, displayName: "mesh")) != nil, "a strict reader refused good files")
    }
}

/// The entry point of libFuzzer.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    YAMLFuzzer.test(Input(data, size))
    return 0
}
