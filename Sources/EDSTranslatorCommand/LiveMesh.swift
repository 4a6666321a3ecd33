internal import DiscoveryServer
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// The mesh of a server that follows its directory: every state is made from the one before.
struct LiveMesh {
    private let input: MeshInput
    private var files = ReadFiles()
    private var directory: MeshDirectory
    private var inference: IncrementalInference
    /// Addresses of gateway host names.
    private var names: [String: [String]] = [:]
    /// The newest state.
    private(set) var served: ServedMesh

    /// Reads a directory and infers its mesh, without addresses of gateway names.
    ///
    /// - Throws: ``CommandFailure`` with everything that is wrong.
    init(_ input: MeshInput) throws {
        self.input = input
        directory = try input.read(remembering: &files)
        inference = IncrementalInference(try input.inference())
        let snapshot = try Self.snapshot(of: directory, names: names, &inference)
        served = ServedMesh(directory: directory, snapshot: snapshot)
    }

    /// Reads the directory again; what did not change is not read.
    ///
    /// - Throws: ``CommandFailure`` with everything that is wrong; the state is as it was before.
    mutating func reload() throws {
        let read = try input.read(remembering: &files)
        try follow(read, names)
        directory = read
    }

    /// Goes on with other addresses of gateway names.
    ///
    /// - Throws: ``CommandFailure``; the state is as it was before.
    mutating func resolve(_ names: [String: [String]]) throws {
        guard names != self.names else { return }
        try follow(directory, names)
        self.names = names
    }

    private mutating func follow(_ directory: MeshDirectory, _ names: [String: [String]]) throws {
        let snapshot = try Self.snapshot(of: directory, names: names, &inference)
        served = ServedMesh(directory: directory, snapshot: snapshot, after: served)
    }

    private static func snapshot(
        of directory: MeshDirectory,
        names: [String: [String]],
        _ inference: inout IncrementalInference
    ) throws -> MeshSnapshot {
        do {
            return try inference.snapshot(of: directory, names: names)
        } catch {
            throw CommandFailure(.badInput, MeshInput.list(error))
        }
    }
}
