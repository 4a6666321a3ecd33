internal import ClientBalancing
internal import MeshSources

/// Reads the settings of clusters from a real Envoy, or from a saved config_dump.
struct ClusterFetch {
    private let source: String

    init(_ source: String) { self.source = source }

    /// The settings by the names under which clusters ask for endpoints.
    ///
    /// - Throws: ``CommandFailure``.
    func clusters() async throws -> [String: ClusterSettings] {
        let file: SourceFile
        if source.hasPrefix("http://") {
            let text = String(source.dropFirst("http://".count).prefix { $0 != "/" })
            let fetch = AdminFetch(try DiffSource.address(text, source), within: .seconds(10))
            file = SourceFile(
                path: source,
                displayName: "\(source)/config_dump",
                bytes: try await fetch.bytes(of: "/config_dump")
            )
        } else {
            do throws(InputError) {
                file = try FileTree.file(source, as: source, limits: ReadingLimits())
            } catch {
                throw CommandFailure(.badInput, error.description)
            }
        }
        do throws(InputError) {
            return try ProtoDocument.clusters(ofDump: file)
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
    }
}
