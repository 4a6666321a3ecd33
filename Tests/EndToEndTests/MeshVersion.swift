import EnvoyHarness
import Foundation

/// The files of a mesh directory behind one link, so that several of them change at once.
struct MeshVersion {
    private static let link = "..data"

    private let directory: TemporaryDirectory

    init(in directory: TemporaryDirectory) { self.directory = directory }

    /// Makes a version of the files of the current one and of these, and replaces the link.
    ///
    /// Throws what the file system reports.
    func write(_ files: [(name: String, text: String)]) throws {
        let version = "..\(UUID().uuidString)"
        if FileManager.default.fileExists(atPath: directory.file(Self.link)) {
            let current = URL(fileURLWithPath: directory.file(Self.link)).resolvingSymlinksInPath().path
            try FileManager.default.copyItem(atPath: current, toPath: directory.file(version))
        }
        for file in files { try directory.write(file.text, to: "\(version)/\(file.name)") }
        try replaceLink(by: version)
        for name in Set(files.compactMap { $0.name.split(separator: "/").first.map(String.init) }) {
            try linkIfAbsent(name)
        }
    }

    private func replaceLink(by version: String) throws {
        let new = directory.file(Self.link + ".new")
        try FileManager.default.createSymbolicLink(atPath: new, withDestinationPath: version)
        guard rename(new, directory.file(Self.link)) == 0 else {
            throw HarnessError(.systemCallFailed, "cannot rename \(new): \(String(cString: strerror(errno)))")
        }
    }

    private func linkIfAbsent(_ name: String) throws {
        if FileManager.default.fileExists(atPath: directory.file(name)) { return }
        let target = "\(Self.link)/\(name)"
        try FileManager.default.createSymbolicLink(atPath: directory.file(name), withDestinationPath: target)
    }
}
