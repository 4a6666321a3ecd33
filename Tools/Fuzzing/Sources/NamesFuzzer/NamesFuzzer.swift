internal import EndpointTranslation
internal import FuzzSupport
internal import MeshModel
internal import MeshSources

@testable internal import NetworkInference

/// Fuzzes names and other short texts from clients and users.
enum NamesFuzzer {
    private static let mesh = SmallMesh.snapshot()
    private static let inference = ProxyInference(mesh)
    private static let cache = AssignmentCache(mesh, maximumBytes: 16_384)

    static func test(_ input: Input) {
        let text = input.text
        clusterName(text)
        addresses(text)
        semantics(text)
        _ = JSONTextMap.parse(text)
        proxy(input.lines)
    }

    private static func clusterName(_ text: String) {
        let name = ClusterName(text)
        let parts = [name.direction, String(name.port), name.subset, name.hostname]
        require(parts.allSatisfy { $0.utf8.count <= max(20, text.utf8.count) }, "\(text) gives \(parts)")
        let assignment = cache.assignment(named: text, for: inference.proxy(for: EnvoyNode()))
        require(assignment.name == text, "an assignment of another name")
        let locality = Locality(label: text)
        require(Locality(label: "\(locality.region)/\(locality.zone)/\(locality.subzone)") == locality, "\(locality)")
        _ = HostPattern.mostSpecific([text, "*", "*.svc"], for: text)
    }

    /// Only hexadecimal digits and separators are valid in addresses.
    private static func addresses(_ text: String) {
        guard IPAddress(text) != nil || AddressPrefix(text) != nil else { return }
        require(text.utf8.allSatisfy { "0123456789abcdefABCDEF.:/".utf8.contains($0) }, "\(text) as an address")
        if let prefix = AddressPrefix(text) {
            require((0...128).contains(prefix.length), "a prefix of \(prefix.length) bits")
            if let address = IPAddress(String(text.prefix { $0 != "/" })) {
                require(prefix.contains(address), "\(text) without its own address")
            }
        }
    }

    private static func semantics(_ text: String) {
        guard let semantics = try? TranslationSemantics(parsing: text) else { return }
        require(["standard", "istio-1.30"].contains { text.hasPrefix($0) }, "\(text) as a rule set")
        if text == "istio-1.30" { require(semantics == .istio130, "another rule set") }
    }

    /// The first line is the node's id, the others are `KEY=value` of its metadata.
    private static func proxy(_ lines: [String]) {
        var node = EnvoyNode(id: lines.first ?? "")
        for line in lines.dropFirst() {
            let sides = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let value = MetadataValue.string(sides.last ?? "")
            node.metadata[sides[0]] = sides[0] == "LABELS" ? .object([sides.last ?? "": value]) : value
        }
        let proxy = inference.proxy(for: node)
        require(proxy.id == node.id, "another id")
        _ = cache.assignment(named: "outbound|80||web.shop.svc.cluster.local", for: proxy)
    }
}

/// The entry point of libFuzzer.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    NamesFuzzer.test(Input(data, size))
    return 0
}
