internal import MeshModel
public import MeshSources

/// A recorded mesh and what happened to it.
///
/// `timeline.jsonl` of a mesh directory has one ``TimelineEvent`` a line, ascending by time.
public struct Timeline: Sendable {
    /// The mesh as it was when the recording began.
    public let mesh: RecordedMesh
    private let text: SourceFile
    private let lines: [Range<Int>]
    private let keepsContent: Bool

    /// The name of the timeline in a mesh directory.
    public static let fileName = "timeline.jsonl"
    /// The longest line, in bytes; objects of API servers are no longer than a few MiB.
    private static let longestLine = 16 << 20

    /// Reads a recorded mesh; a directory without a timeline is one to which nothing happened.
    ///
    /// - Throws: ``InputErrors`` with everything that is wrong with the mesh, or with the timeline's file.
    public init(directory path: String, keepsContent: Bool = false) throws(InputErrors) {
        mesh = try RecordedMesh(directory: path, keepsContent: keepsContent)
        self.keepsContent = keepsContent
        do throws(InputError) {
            text = try FileTree.fileIfPresent("\(path)/\(Self.fileName)", as: Self.fileName, limits: ReadingLimits())
            lines = try Self.lines(of: text)
        } catch {
            throw InputErrors([error])
        }
    }

    /// Where the lines stand, without empty ones.
    private static func lines(of text: SourceFile) throws(InputError) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for end in text.bytes.indices where text.bytes[end] == UInt8(ascii: "\n") {
            if start < end { lines.append(start..<end) }
            start = end + 1
        }
        if start < text.bytes.count { lines.append(start..<text.bytes.count) }
        if let long = lines.firstIndex(where: { $0.count > longestLine }) {
            let place = SourceLocation(file: text.displayName, line: long + 1, column: 1)
            throw InputError(.limit, at: place, "the line is longer than \(longestLine) bytes")
        }
        return lines
    }

    /// How many events there are.
    public var count: Int { lines.count }

    /// An event.
    ///
    /// - Parameter index: its number, from 0.
    /// - Throws: ``InputError`` with the place of the line.
    public func event(_ index: Int) throws(InputError) -> TimelineEvent {
        try TimelineEvent(
            json: Array(text.bytes[lines[index]]),
            file: text.displayName,
            line: index + 1,
            systemNamespace: mesh.systemNamespace,
            keepsContent: keepsContent
        )
    }

    /// The mesh as it was when the recording began, as changes to an empty one.
    public var beginning: [ClusterChange] {
        mesh.clusters.flatMap { [.added($0.id), .updated($0.id, $0.updates), .synced($0.id)] }
    }
}

extension TimelineEvent {
    /// What followers of the mesh are told.
    public var change: ClusterChange {
        switch action {
        case .changed(let kind, let object): .updated(cluster, [.changed(kind, object)])
        case .removed(let kind, let name): .updated(cluster, [.removed(kind, name)])
        case .clusterSynced: .synced(cluster)
        case .clusterRemoved: .removed(cluster)
        }
    }
}
