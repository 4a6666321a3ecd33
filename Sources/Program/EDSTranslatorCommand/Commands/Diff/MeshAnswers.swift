internal import AssignmentComparison
internal import EndpointTranslation
internal import MeshModel
internal import MeshSources
internal import MeshViews

/// The assignments of a mesh for proxies, in comparable form.
final class MeshAnswers {
    let directory: MeshDirectory
    let mesh: MeshState
    /// Proxies with the same bytes share them; each is decoded once.
    private var known: [ObjectIdentifier: (encoded: EncodedAssignment, comparable: ComparableAssignment)] = [:]

    init(_ directory: MeshDirectory, _ mesh: MeshState) {
        self.directory = directory
        self.mesh = mesh
    }

    /// Returns the assignment of a name.
    ///
    /// - Throws: ``CommandFailure`` for one that cannot be encoded.
    func assignment(_ name: String, for proxy: Proxy) throws -> ComparableAssignment {
        let encoded = mesh.assignment(named: name, for: proxy)
        if let found = known[ObjectIdentifier(encoded)] { return found.comparable }
        if let failure = encoded.failure { StandardError.write("warning: \(failure)") }
        do throws(DumpError) {
            let comparable = try ComparableAssignment(
                encoded,
                of: mesh.translation(of: name, for: proxy),
                in: mesh.snapshot
            )
            known[ObjectIdentifier(encoded)] = (encoded, comparable)
            return comparable
        } catch {
            throw CommandFailure(.badInput, "\(name): \(error)")
        }
    }

    /// Returns all assignments of a proxy under some names.
    ///
    /// - Parameter passesOver: a Boolean value that indicates whether names that do not use EDS, or have no service,
    ///   are skipped: the
    ///   other side is an Envoy or a dump, where such clusters have hosts from other sources.
    func answers(
        to node: EnvoyNode,
        _ names: some Sequence<String>,
        passesOver: Bool
    ) throws -> AssignmentSet.Proxy {
        let proxy = mesh.proxy(for: node)
        var answers = AssignmentSet.Proxy(node: node.id, assignments: [:])
        for name in names {
            switch mesh.assignment(named: name, for: proxy).presence {
            case .known: answers.assignments[name] = try assignment(name, for: proxy)
            case .notAClusterName where passesOver: answers.passedOver[name] = "not a service's cluster name"
            case .notByEDS where passesOver: answers.passedOver[name] = "a service that does not use EDS"
            case .notAClusterName, .notByEDS, .unknownHost, .unknownPort: break
            }
        }
        return answers
    }
}
