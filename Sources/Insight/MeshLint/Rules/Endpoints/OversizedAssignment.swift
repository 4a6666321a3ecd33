internal import EndpointTranslation
internal import MeshModel

/// SH054: assignments that are too large for gRPC libraries.
struct OversizedAssignment: LintRule {
    /// The largest message that a gRPC library receives by default.
    private static let limit = 4 * 1024 * 1024

    let about = RuleDescription(
        code: "SH054",
        severity: .warning,
        title: "an assignment is larger than 4 MiB, which gRPC libraries cannot receive",
        why: """
            A gRPC library ends its stream at a message of more than 4 MiB, and every later stream as well, so it gets no \
            endpoints of any service. The server therefore withholds such an assignment from gRPC libraries, which keep \
            the previous one. An assignment cannot be split. Envoys have no such limit.
            """,
        fix: "Split the service, or use subsets, so that each assignment has fewer endpoints.",
        example: """
            # EndpointSlices of one Service with 40,000 endpoints
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let large = context.services.filter { Self.estimate($0, context) > Self.limit / 4 }
        guard !large.isEmpty else { return [] }
        let translator = EndpointTranslator(context.snapshot)
        return large.flatMap { endpoints -> [Finding] in
            guard let service = endpoints.service else { return [] }
            let viewers = context.viewers(of: endpoints)
            return service.ports.filter { !$0.isUDP }.compactMap { port in
                let name = "outbound|\(port.number)||\(service.hostname)"
                let sizes = viewers.compactMap { Size(name, for: $0, translator) }
                guard let largest = sizes.max(by: { $0.bytes < $1.bytes }), largest.bytes > Self.limit else {
                    return nil
                }
                let hosts = Wording.count(largest.addresses, "address", plural: "addresses")
                return finding(
                    "the assignment of \(service.hostname), port \(port.number), has \(largest.bytes / 1024) KiB and "
                        + "\(hosts) for \(largest.clients): it is not sent to gRPC libraries",
                    service.source,
                    key: "\(service.hostname) \(port.number)"
                )
            }
        }
    }

    /// The size of the assignment that some clients get.
    private struct Size {
        let clients: String
        let bytes: Int
        let addresses: Int

        init?(_ name: String, for viewer: ClientViewer, _ translator: EndpointTranslator) {
            var view = RecordingProxyView(viewer.proxy)
            let assignment = translator.translate(name, for: &view)
            guard let bytes = try? AssignmentEncoding.encode(assignment).count else { return nil }
            self.bytes = bytes
            addresses = assignment.groups.reduce(0) { $0 + $1.hosts.count }
            clients = viewer.description
        }
    }

    /// Returns a quick estimate of the size of a service's assignment, in bytes.
    private static func estimate(_ service: ServiceEndpoints, _ context: LintContext) -> Int {
        (context.snapshot.shards[service.key] ?? []).flatMap(\.endpoints).reduce(0) {
            $0 + 128 + $1.localityLabel.utf8.count
        }
    }
}
