/// The golden files that a mesh should have: one for each cluster and class of proxies that get the same.
public struct GoldenPlan: Sendable {
    /// A file by its path below the golden folder.
    public private(set) var files: [(path: String, file: GoldenFile)] = []

    /// Makes an empty plan.
    public init() {}

    /// Adds what proxies are answered by some rules.
    ///
    /// A class of proxies is called after the first of them, so a file keeps its name for as long as that one stays in it.
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

    /// What a golden folder should have and has.
    public struct Finding: Sendable {
        /// What became of a file.
        public enum State: Sendable {
            /// It says what it should.
            case same
            /// There is none.
            case missing(GoldenFile)
            /// It says something else.
            case different(before: GoldenFile, after: GoldenFile)
            /// It cannot be read.
            case unreadable(DumpError, GoldenFile)
        }

        /// The path below the golden folder.
        public let path: String
        /// What became of it.
        public let state: State
    }

    /// Compares with what there is.
    ///
    /// - Parameter found: the bytes of each file by its path below the golden folder.
    /// - Returns: a finding for each file that there should be, and the paths of those that nothing asks for; both ascending.
    public func compare(with found: [String: [UInt8]]) -> (findings: [Finding], unreferenced: [String]) {
        let findings = files.map { path, file in
            guard let bytes = found[path] else { return Finding(path: path, state: .missing(file)) }
            do throws(DumpError) {
                let before = try GoldenFile(reading: bytes)
                // Comments and the order of hosts do not matter; everything else does.
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
