import MeshSources
import Testing

@Suite("Limit of YAML aliases")
struct AliasLimitTests {
    /// Each level represents ten of the previous level.
    private func nest(levels: Int) -> String {
        var text = "- node:\n    id: x\n    metadata:\n      a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...levels {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "      a\(level): &a\(level) [\(aliases)]\n"
        }
        return text
    }

    private func problems(_ text: String, _ limits: ReadingLimits = ReadingLimits()) throws -> [InputError] {
        var reader = MeshDirectoryReader()
        reader.isLenient = true
        reader.limits = limits
        let cluster = SourceFile(path: "clusters/c/objects.yaml", text: "")
        let files = [cluster, SourceFile(path: "proxies.yaml", text: text)]
        return try reader.read(files: files, displayName: "mesh").problems
    }

    @Test("A small file that expands to millions of values is refused", arguments: [6, 7, 20])
    func bomb(levels: Int) throws {
        #expect(try problems(nest(levels: levels)).map(\.code) == [.limit])
    }

    @Test("Ordinary aliases are read")
    func ordinary() throws {
        #expect(try problems(nest(levels: 3)).isEmpty)
    }

    @Test("The limit of aliases applies to each document")
    func documents() throws {
        var limits = ReadingLimits()
        limits.aliasedNodes = 3
        let twice = "- node: {id: &a x, cluster: *a, userAgentName: *a, userAgentVersion: *a}\n"
        #expect(try problems(twice + "---\n" + twice, limits).isEmpty)
        limits.aliasedNodes = 2
        #expect(try problems(twice, limits).map(\.code) == [.limit])
    }
}
