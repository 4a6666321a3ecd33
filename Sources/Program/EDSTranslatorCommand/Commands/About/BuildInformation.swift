internal import CBuildInformation
internal import TextFormats

/// From what this program was made.
struct BuildInformation {
    /// The commit; "unknown" if the build was not told.
    let commit: String
    /// `release` or `debug`.
    let configuration: String
    /// The Swift version, such as `6.3`; its patch level is not known to programs.
    let swift: String
    /// Such as `linux x86_64`.
    let platform: String
    /// Names and versions of the C libraries that are in use now.
    let libraries: [(name: String, version: String)]

    /// Of this program.
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

    /// Lines for people.
    var lines: [String] {
        let rows =
            [
                ["commit", commit], ["build", configuration], ["swift", swift], ["platform", platform],
            ] + libraries.map { [$0.name, $0.version] }
        return ["eds-translator \(Version.number)"] + TextTable(rows).lines.map { "  \($0)" }
    }

    /// `{"formatVersion": 1, "name", "version", "commit", "build", "swift", "platform", "libraries": {NAME: VERSION}}`.
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
