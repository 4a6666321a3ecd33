internal import EndpointTranslation
internal import EnvoyMessages
internal import FuzzSupport
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// Fuzzes a whole mesh, from its files to the bytes for its proxies.
///
/// A line `### path` begins a file. Every assignment can be printed as JSON.
enum MeshFuzzer {
    private static let ambient = MeshFeatures(
        mcsServiceDiscovery: true,
        mcsHost: true,
        mcsClusterLocal: true,
        ambient: .multiNetwork,
        ambientIngress: true
    )
    /// The maximum number of service ports to translate.
    private static let maximumNames = 12

    static func test(_ input: Input) {
        var reader = MeshDirectoryReader()
        reader.isLenient = true
        reader.limits.nodes = 100_000
        let files = MeshFiles.files(in: input)
        guard let mesh = try? reader.read(files: files, displayName: "mesh") else { return }
        for (semantics, features) in [(TranslationSemantics.standard, MeshFeatures()), (.istio130, ambient)] {
            let inference = MeshInference(semantics: semantics, features: features)
            guard let snapshot = try? inference.snapshot(of: mesh) else { continue }
            translate(snapshot, mesh.proxies)
        }
    }

    private static func translate(_ snapshot: MeshSnapshot, _ declared: [DeclaredProxy]) {
        let inference = ProxyInference(snapshot)
        let cache = AssignmentCache(snapshot)
        var names: [String] = []
        for service in snapshot.services.services {
            names += service.ports.map { "outbound|\($0.number)||\(service.hostname)" }
        }
        names = Array(names.prefix(maximumNames))
        let nodes = declared.prefix(3).map { ($0.node, $0.resources.prefix(4) + names) } + [(EnvoyNode(), names[...])]
        for (node, names) in nodes {
            let proxy = inference.proxy(for: node)
            for name in names {
                let assignment = cache.assignment(named: name, for: proxy)
                let shown = try? MessageJSON().value(of: .clusterLoadAssignment, assignment.bytes)
                require(shown != nil, "an assignment that cannot be read: \(name)")
            }
        }
    }
}

/// The entry point of libFuzzer.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    MeshFuzzer.test(Input(data, size))
    return 0
}
