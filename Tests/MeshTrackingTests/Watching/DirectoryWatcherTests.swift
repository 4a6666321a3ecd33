import EnvoyHarness
import Foundation
import MeshTracking
import Testing

@Suite("Directory watcher")
struct DirectoryWatcherTests {
    /// A watched folder, and the notifications of the watcher.
    private final class Scene {
        let folder: TemporaryDirectory
        private let watcher: DirectoryWatcher
        private var changes: AsyncStream<Void>.Iterator

        init(_ way: DirectoryWatcher.Way, root: String = "", prepare: (TemporaryDirectory) throws -> Void) throws {
            folder = try TemporaryDirectory(named: "watched")
            try prepare(folder)
            let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
            changes = stream.makeAsyncIterator()
            let files = try #require(WatchedFiles(directory: root.isEmpty ? folder.path : folder.file(root)))
            watcher = DirectoryWatcher(files, by: way) { continuation.yield() }
        }

        /// Waits for a notification; the time limit of the test is the bound.
        func change() async { await changes.next() }

        func close() {
            watcher.stop()
            folder.remove()
        }
    }

    @Test(
        "The watcher reports files that are written, replaced, added in new folders and removed",
        .timeLimit(.minutes(1)),
        arguments: DirectoryWatcher.Way.allCases
    )
    func changes(_ way: DirectoryWatcher.Way) async throws {
        let scene = try Scene(way) { try $0.write("a", to: "clusters/east/a.yaml") }
        defer { scene.close() }
        try scene.folder.write("b", to: "clusters/east/a.yaml")
        await scene.change()
        try scene.folder.write("c", to: "clusters/west/deep/b.yaml")
        await scene.change()
        // The new folder is watched by now.
        try scene.folder.write("d", to: "clusters/west/deep/c.yaml")
        await scene.change()
        try scene.folder.write("e", to: "next.tmp")
        #expect(rename(scene.folder.file("next.tmp"), scene.folder.file("clusters/east/a.yaml")) == 0)
        await scene.change()
        #expect(unlink(scene.folder.file("clusters/west/deep/b.yaml")) == 0)
        await scene.change()
    }

    @Test(
        "The watcher follows a link that is swapped, like that of a mounted ConfigMap",
        .timeLimit(.minutes(1)),
        arguments: DirectoryWatcher.Way.allCases
    )
    func swappedLink(_ way: DirectoryWatcher.Way) async throws {
        let scene = try Scene(way) { folder in
            try folder.write("a", to: "..v1/a.yaml")
            try folder.write("b", to: "..v2/a.yaml")
            try FileManager.default.createSymbolicLink(atPath: folder.file("..data"), withDestinationPath: "..v1")
            try FileManager.default.createSymbolicLink(
                atPath: folder.file("a.yaml"),
                withDestinationPath: "..data/a.yaml"
            )
        }
        defer { scene.close() }
        try FileManager.default.createSymbolicLink(atPath: scene.folder.file("..tmp"), withDestinationPath: "..v2")
        #expect(rename(scene.folder.file("..tmp"), scene.folder.file("..data")) == 0)
        await scene.change()
    }

    @Test(
        "The watcher detects a directory that replaces another one",
        .timeLimit(.minutes(1)),
        arguments: DirectoryWatcher.Way.allCases
    )
    func replacedDirectory(_ way: DirectoryWatcher.Way) async throws {
        let scene = try Scene(way, root: "mesh") { folder in
            try folder.write("a", to: "mesh/a.yaml")
            try folder.write("b", to: "next/a.yaml")
        }
        defer { scene.close() }
        #expect(rename(scene.folder.file("mesh"), scene.folder.file("old")) == 0)
        #expect(rename(scene.folder.file("next"), scene.folder.file("mesh")) == 0)
        await scene.change()
        try scene.folder.write("c", to: "mesh/a.yaml")
        await scene.change()
    }

    @Test("The watcher reports changes before its start", .timeLimit(.minutes(1)))
    func early() async throws {
        let folder = try TemporaryDirectory(named: "watched")
        defer { folder.remove() }
        try folder.write("a", to: "a.yaml")
        let files = try #require(WatchedFiles(directory: folder.path))
        try folder.write("longer", to: "a.yaml")
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let watcher = DirectoryWatcher(files) { continuation.yield() }
        for await _ in stream { break }
        watcher.stop()
    }
}
