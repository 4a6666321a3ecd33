internal import CBuildInformation
internal import TextFormats

/// The build of this program.
struct BuildInformation {
    /// The commit; "unknown" if the build did not set it.
    let commit: String
    /// `release` or `debug`.
    let configuration: String
    /// The Swift version, such as `6.3`; the patch level is not available.
    let swift: String
    /// The platform, such as `linux x86_64`.
    let platform: String
    /// The names and versions of the loaded C libraries.
    let libraries: [(name: String, version: String)]

    /// The build of this program.
    static var current: BuildInformation {
        let commit = String(cString: build_information_commit())
        return BuildInformation(
            commit: commit.isEmpty ? "unknown" : commit,
            configuration: configuration,
            swift: compiler,
            platform: platform,
            libraries: [
                ("libnghttp2", String(cString: build_information_nghttp2())),
                ("libprotobuf-c", String(cString: build_information_protobuf_c())),
                ("libyaml", String(cString: build_information_yaml())),
            ]
        )
    }

    private static var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    private static var compiler: String {
        #if compiler(>=6.5)
            "6.5 or later"
        #elseif compiler(>=6.4)
            "6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }

    private static var platform: String {
        #if os(Linux)
            let system = "linux"
        #elseif os(macOS)
            let system = "macos"
        #else
            let system = "unknown"
        #endif
        #if arch(x86_64)
            return system + " x86_64"
        #elseif arch(arm64)
            return system + " aarch64"
        #else
            return system + " unknown"
        #endif
    }

    /// The human-readable lines.
    var lines: [String] {
        let rows =
            [
                ["commit", commit], ["build", configuration], ["swift", swift], ["platform", platform],
            ] + libraries.map { [$0.name, $0.version] }
        return ["eds-translator \(Version.number)"] + TextTable(rows).lines.map { "  \($0)" }
    }

    /// The JSON form: `{"formatVersion": 1, "name", "version", "commit", "build", "swift", "platform", "libraries":
    /// {NAME: VERSION}}`.
    var json: JSONValue {
        .object([
            JSONValue.Member("formatVersion", .number(JSONNumber(1))),
            JSONValue.Member("name", .string("eds-translator")),
            JSONValue.Member("version", .string(Version.number)),
            JSONValue.Member("commit", .string(commit)),
            JSONValue.Member("build", .string(configuration)),
            JSONValue.Member("swift", .string(swift)),
            JSONValue.Member("platform", .string(platform)),
            JSONValue.Member(
                "libraries",
                .object(libraries.map { JSONValue.Member($0.name, .string($0.version)) })
            ),
        ])
    }
}
