import Foundation

/// The paths of programs: those that this package builds, and the Envoy that `Tools/setup` installs.
public enum BuiltProduct {
    /// The root folder of the repository, four levels above this file.
    public static let repository: String = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<5 { root.deleteLastPathComponent() }
        return root.path
    }()

    /// Returns the path of a program of this package: beside the running program, else in `.build/debug`.
    ///
    /// Throws ``HarnessError`` with code `missingTool` if it is in neither place.
    public static func path(_ name: String) throws -> String {
        let running = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        let candidates = [running + "/" + name, repository + "/.build/debug/" + name]
        guard let path = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw HarnessError(.missingTool, "\(name) is in none of \(candidates); run `swift build` first")
        }
        return path
    }

    /// Returns the path of the server: `EDS_TRANSLATOR_BINARY` if set, else the program of this package.
    ///
    /// Throws ``HarnessError`` with code `missingTool` if it is not built.
    public static func server() throws -> String {
        let chosen = ProcessInfo.processInfo.environment["EDS_TRANSLATOR_BINARY"] ?? ""
        return try chosen.isEmpty ? path("eds-translator") : chosen
    }

    /// Returns the path of Envoy: `EDS_TRANSLATOR_ENVOY` if set, else the program that `Tools/setup` installed.
    ///
    /// Throws ``HarnessError`` with code `missingTool` if there is no such program.
    public static func envoy() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        if let chosen = environment["EDS_TRANSLATOR_ENVOY"], !chosen.isEmpty {
            guard FileManager.default.isExecutableFile(atPath: chosen) else {
                throw HarnessError(.missingTool, "EDS_TRANSLATOR_ENVOY: \(chosen) is not a program")
            }
            return chosen
        }
        let tools =
            environment["EDS_TRANSLATOR_TOOLS"].flatMap { $0.isEmpty ? nil : $0 } ?? repository + "/.build/tools-venv"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: tools + "/lib")) ?? []
        for version in versions.sorted() {
            let path = "\(tools)/lib/\(version)/site-packages/envoy/_bin/envoy"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw HarnessError(.missingTool, "no Envoy in \(tools); run Tools/setup, or set EDS_TRANSLATOR_ENVOY")
    }
}
