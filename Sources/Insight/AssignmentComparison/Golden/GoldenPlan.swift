/// The golden files that a mesh should have: one for each cluster and class of proxies with the same assignment.
public struct GoldenPlan: Sendable {
    /// The files by their path relative to the golden folder.
    public private(set) var files: [(path: String, file: GoldenFile)] = []

    /// Makes an empty plan.
    public init() {}

    /// Adds the assignments of proxies under a rule set.
    ///
    /// A class of proxies is named after its first proxy, so a file keeps its name while that proxy stays in the class.
    public mutating func add(
        _ answers: [(node: String, assignments: [ComparableAssignment])],
        by rules: GoldenRules
    ) {
        let labels = GoldenName.labels(of: answers.map(\.node))
        var classes: [String: [ComparableAssignment: Set<String>]] = [:]
        for (node, assignments) in answers {
            for assignment in assignments {
                classes[assignment.name, default: [:]][assignment.canonical, default: []].insert(node)
            }
        }
        for (cluster, members) in classes {
            for (assignment, nodes) in members {
                guard let first = nodes.min() else { continue }
                let name = GoldenName.file(cluster: cluster, proxy: labels[first] ?? first)
                files.append(
                    (
                        "\(rules.folder)/\(name)",
                        GoldenFile(rules: rules, proxies: nodes.sorted(), assignment: assignment)
                    )
                )
            }
        }
        files.sort { $0.path < $1.path }
    }

    /// A finding about one golden file.
    public struct Finding: Sendable {
        /// The state of a golden file.
        public enum State: Sendable {
            /// The file has the expected contents.
            case same
            /// The file does not exist.
            case missing(GoldenFile)
            /// The file has other contents.
            case different(before: GoldenFile, after: GoldenFile)
            /// The file cannot be read.
            case unreadable(DumpError, GoldenFile)
        }

        /// The path relative to the golden folder.
        public let path: String
        /// The state.
        public let state: State
    }

    /// Compares the plan with the existing files.
    ///
    /// - Parameter found: the bytes of each file by its path relative to the golden folder.
    /// - Returns: A finding for each expected file, and the paths of files that are not expected; both ascending.
    public func compare(with found: [String: [UInt8]]) -> (findings: [Finding], unreferenced: [String]) {
        let findings = files.map { path, file in
            guard let bytes = found[path] else { return Finding(path: path, state: .missing(file)) }
            do throws(DumpError) {
                let before = try GoldenFile(reading: bytes)
                // Comments and the order of hosts do not count.
                let isSame = before.text == file.text
                return Finding(path: path, state: isSame ? .same : .different(before: before, after: file))
            } catch {
                return Finding(path: path, state: .unreadable(error, file))
            }
        }
        let wanted = Set(files.map(\.path))
        return (findings, found.keys.filter { !wanted.contains($0) }.sorted())
    }
}
