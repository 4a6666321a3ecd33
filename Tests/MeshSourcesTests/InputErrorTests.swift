import MeshModel
import MeshSources
import Testing

@Suite("Input errors")
struct InputErrorTests {
    private static let pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n"
    private static let service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n"

    /// Texts, each with its only error, `line:column: message`.
    static let examples: [(text: String, error: String)] = [
        (pod + "  labels:\n    version: 1\n", "6:14: found the number 1, expected a text; put it in quotes"),
        (pod + "  labels: {a: 1.5}\n", "5:15: found the number 1.5, expected a text; put it in quotes"),
        (pod + "  labels: {a: -0}\n", "5:15: found the number -0, expected a text; put it in quotes"),
        (pod + "  labels: {a: true}\n", "5:15: found the truth value true, expected a text; put it in quotes"),
        (pod + "  labels: {a: [x]}\n", "5:15: found a list, expected a text"),
        (pod + "  labels: [a]\n", "5:11: found a list, expected an object of texts"),
        (pod + "  labels: {a: x, a: y}\n", "5:18: the field \"a\" stands twice, expected it once"),
        (pod + "metadata: {name: q}\n", "5:1: the field \"metadata\" stands twice, expected it once"),
        (pod + "status: {podIP: 10}\n", "5:17: found the number 10, expected a text; put it in quotes"),
        (pod + "spec: here\n", "5:7: found the text \"here\", expected an object"),
        (
            "apiVersion: v1\nkind: Pod\nmetadata: {name: 12}\n",
            "3:18: found the number 12, expected the object's name; put it in quotes"
        ),
        (
            "apiVersion: v1\nkind: Pod\nmetadata: {}\n",
            "3:11: the field \"name\" is missing, expected the object's name"
        ),
        ("apiVersion: v1\nkind: Pod\n", "1:1: the field \"metadata\" is missing, expected an object with the name"),
        (
            "apiVersion: v1\nkind: Pod\nmetadata: {name: \"\"}\n",
            "3:11: the name is empty, expected the object's name"
        ),
        ("kind: Pod\n", "1:1: the field \"apiVersion\" is missing, expected the object's API version"),
        ("apiVersion: v1\n", "1:1: the field \"kind\" is missing, expected the object's kind"),
        ("- a\n", "1:1: found a list, expected a Kubernetes object"),
        ("hello\n", "1:1: found the text \"hello\", expected a Kubernetes object"),
        (
            service + "spec: {ports: [{port: 70000}]}\n",
            "4:23: 70000 is out of range, expected a port number from 1 to 65535"
        ),
        (
            service + "spec: {ports: [{port: \"80\"}]}\n",
            "4:23: found the text \"80\", expected a port number from 1 to 65535"
        ),
        (
            service + "spec: {ports: [{port: 8.5}]}\n",
            "4:23: found the number 8.5, expected a port number from 1 to 65535"
        ),
        (
            service + "spec: {ports: [{port: 99999999999999999999}]}\n",
            "4:23: found the number 99999999999999999999, expected a port number from 1 to 65535"
        ),
        (service + "spec: {ports: [{name: x}]}\n", "4:16: the field \"port\" is missing, expected a port number"),
        (service + "spec: {ports: {port: 80}}\n", "4:15: found an object, expected a list"),
        ("? {a: b}\n: c\n", "1:3: found an object, expected the name of a field"),
        ("a: *nowhere\n", "1:4: alias *nowhere stands before the end of its anchor"),
        ("a: &ring [*ring]\n", "1:11: alias *ring stands before the end of its anchor"),
    ]

    @Test("An input error has its line and column", arguments: examples)
    func located(_ example: (text: String, error: String)) {
        #expect(Reading.errors(example.text) == [example.error])
    }

    @Test(
        "Text that is neither YAML nor JSON is refused",
        arguments: ["a: [\n", "{\"a\": [}\n", "a: b: c\n", "\t- a\n", "a: \"open\n", "a: \u{1}\n"]
    )
    func syntax(_ text: String) throws {
        let errors = Reading.errors(text)
        #expect(errors.count == 1)
        let error = try #require(errors.first)
        #expect(error.hasSuffix(": expected YAML or JSON"))
        let parts = error.split(separator: ":")
        #expect(parts.count > 2 && Int(parts[0]) != nil && Int(parts[1]) != nil, "\(error)")
    }

    @Test("Bytes that are not UTF-8 are refused")
    func encoding() throws {
        let file = SourceFile(
            path: "clusters/c/a.yaml",
            displayName: "a.yaml",
            bytes: Array("a: ".utf8) + [0xFF, 0xFE]
        )
        #expect {
            try MeshDirectoryReader().read(files: [file], displayName: "mesh")
        } throws: { error in
            (error as? InputErrors)?.errors.map(\.code) == [.syntax]
        }
    }

    @Test("After an invalid object reading continues, and all errors are reported in order")
    func everything() {
        let bad = "{apiVersion: v1, kind: Pod, metadata: {name: 1}}\n"
        #expect(
            Reading.errors(bad + "---\n" + Reading.service("a") + "---\n" + bad) == [
                "1:46: found the number 1, expected the object's name; put it in quotes",
                "5:46: found the number 1, expected the object's name; put it in quotes",
            ]
        )
    }

    @Test("Nested aliases cannot explode")
    func aliasBomb() {
        var text = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let errors = Reading.errors(text)
        #expect(errors.count == 1)
        #expect(errors.first?.hasSuffix("aliases stand for more than 1000000 values in one document") == true)
    }

    @Test("Nesting is limited, also by aliases of aliases")
    func depth() {
        let limit = ReadingLimits().depth
        let nested = { (levels: Int) in
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        let head = "apiVersion: v1\nkind: Other\nmetadata: {name: p}\n"
        #expect(Reading.errors(head + "x: \(nested(limit - 1))\n") == [])
        #expect(
            Reading.errors(head + "x: \(nested(limit))\n")
                == ["4:\(limit + 3): nested deeper than 100 levels"]
        )
        var chain = head + "x0: &x0 [a]\n"
        for level in 1...limit { chain += "x\(level): &x\(level) [*x\(level - 1)]\n" }
        #expect(Reading.errors(chain).first?.hasSuffix("nested deeper than 100 levels") == true)
    }

    @Test("The number of values is limited")
    func values() {
        var limits = ReadingLimits()
        limits.nodes = 15
        #expect(Reading.errors(Reading.service("a"), limits: limits) != [])
        limits.nodes = 16
        #expect(Reading.errors(Reading.service("a"), limits: limits) == [])
    }
}
