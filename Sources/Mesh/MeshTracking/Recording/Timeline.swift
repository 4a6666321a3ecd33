internal import MeshModel
public import MeshSources

/// A recorded mesh and its changes.
///
/// `timeline.jsonl` of a mesh directory has one ``TimelineEvent`` a line, ascending by time.
public struct Timeline: Sendable {
    /// The mesh at the beginning of the recording.
    public let mesh: RecordedMesh
    private let text: SourceFile
    private let lines: [Range<Int>]
    private let keepsContent: Bool

    /// The name of the timeline in a mesh directory.
    public static let fileName = "timeline.jsonl"
    /// The longest line, in bytes; objects of API servers have a few MiB at most.
    private static let longestLine = 16 << 20

    /// Reads a recorded mesh; a directory without a timeline has no changes.
    ///
    /// - Throws: ``InputErrors`` with all errors of the mesh or the timeline's file.
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

    /// Returns the ranges of the non-empty lines.
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
            throw InputError(.limit, at: place, "line too long, expected at most \(longestLine) bytes")
        }
        return lines
    }

    /// The number of events.
    public var count: Int { lines.count }

    /// Returns an event.
    ///
    /// - Parameter index: the number of the event, from 0.
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

    /// The mesh at the beginning of the recording, as changes of an empty one.
    public var beginning: [ClusterChange] {
        mesh.clusters.flatMap { [.added($0.id), .updated($0.id, $0.content.updates), .synced($0.id)] }
    }
}

extension TimelineEvent {
    /// The change of the event, as published by a source.
    public var change: ClusterChange {
        switch action {
        case .changed(let kind, let object): .updated(cluster, [.changed(kind, object)])
        case .removed(let kind, let name): .updated(cluster, [.removed(kind, name)])
        case .clusterSynced: .synced(cluster)
        case .clusterRemoved: .removed(cluster)
        }
    }
}
