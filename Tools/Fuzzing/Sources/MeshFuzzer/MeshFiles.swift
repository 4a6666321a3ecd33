internal import FuzzSupport
internal import MeshSources

/// Splits one input into the files of a mesh directory.
enum MeshFiles {
    private static let mark = "### "

    /// Returns the files; the text before the first mark is the objects of a cluster.
    static func files(in input: Input) -> [SourceFile] {
        var files: [SourceFile] = []
        var path = "clusters/a/objects.yaml"
        var begin = input.bytes.startIndex
        for line in input.bytes.split(separator: 0x0A) where line.starts(with: mark.utf8) {
            files.append(file(path, input.bytes[begin..<line.startIndex]))
            path = String(decoding: line.dropFirst(mark.utf8.count), as: UTF8.self)
            begin = line.endIndex
        }
        return files + [file(path, input.bytes[begin...])]
    }

    private static func file(_ path: String, _ bytes: ArraySlice<UInt8>) -> SourceFile {
        SourceFile(path: path, displayName: path, bytes: Array(bytes))
    }
}
