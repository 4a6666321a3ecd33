internal import MeshModel
public import MeshSources

/// Messages of proto3 JSON in files, JSON or YAML.
public enum ProtoDocument {
    /// Reads a file with one ClusterLoadAssignment.
    ///
    /// - Throws: ``MeshSources/InputError`` with file, line and column.
    public static func assignment(_ file: SourceFile) throws(InputError) -> BalancedAssignment {
        guard
            let assignment = try file.firstDocument({ (value) throws(InputError) in
                try BalancedAssignment(reading: value)
            })
        else { throw empty(file, "a ClusterLoadAssignment") }
        return assignment
    }

    /// Reads a file with one Cluster.
    ///
    /// - Throws: ``MeshSources/InputError`` with file, line and column.
    public static func cluster(_ file: SourceFile, for client: ClientKind) throws(InputError) -> ClusterSettings {
        guard
            let cluster = try file.firstDocument({ (value) throws(InputError) in
                try ClusterSettings(reading: value, for: client)
            })
        else { throw empty(file, "a Cluster") }
        return cluster
    }

    private static func empty(_ file: SourceFile, _ expected: String) -> InputError {
        InputError(
            .missing,
            at: SourceLocation(file: file.displayName, line: 1, column: 1),
            "the file is empty, expected \(expected)"
        )
    }
}
