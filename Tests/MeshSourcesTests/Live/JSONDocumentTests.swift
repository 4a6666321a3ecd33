import MeshModel
import Testing

@testable import MeshSources

@Suite("JSON responses of API servers")
struct JSONDocumentTests {
    private static func text(_ value: ManifestValue) throws -> String {
        if value.isList { return try "[" + value.list().map { try text($0) }.joined(separator: ",") + "]" }
        if value.isScalar { return value.rawText }
        return try "{" + value.mapping().entries.map { try "\($0.key):\(text($0.value))" }.joined(separator: ",") + "}"
    }

    private static func read(_ json: String, _ limits: ReadingLimits = ReadingLimits()) throws -> String {
        try text(ManifestValue(root: ManifestDocument.json(Array(json.utf8), file: "answer", limits: limits)))
    }

    @Test(
        "A JSON response is read correctly",
        arguments: [
            (#"{"a":1,"b":[true,null,-2.5e3],"c":{}}"#, "{a:1,b:[true,null,-2.5e3],c:{}}"),
            (" \n{ \"a\" : [ ] , \"b\" : \"x\" }\t", "{a:[],b:x}"),
            (#"["\u00e9\n\"\\\/","\ud83d\ude00","\ud83dx","\udc00"]"#, "[é\n\"\\/,😀,\u{FFFD}x,\u{FFFD}]"),
            (#"{"metadata":{"managedFields":[{"a":"]}\\\""},{}],"name":"n"}}"#, "{metadata:{name:n}}"),
            (#"{"managedFields":1}"#, "{}"),
            (#""text""#, "text"),
        ]
    )
    func values(_ json: String, _ expected: String) throws {
        #expect(try Self.read(json) == expected)
    }

    @Test(
        "An invalid JSON response is refused with its place",
        arguments: [
            "", "{", "[1", #"{"a"}"#, #"{"a":}"#, "[1,]", "[1 2]", "{\"a\":1,}", "tru", "-", "\"a", "\"\\x\"",
            "\"\\u12\"", "{} {}",
            "\"\u{1}\"", #"{"managedFields":}"#, #"{"managedFields":[}"#, "{1:2}", ",", "]", "nan",
        ]
    )
    func broken(_ json: String) {
        let error = #expect(throws: InputError.self) { try Self.read(json) }
        #expect(error?.code == .syntax)
        #expect(error?.message.contains("byte") == true)
    }

    @Test("The depth and number of JSON values are limited")
    func limits() throws {
        var limits = ReadingLimits()
        limits.depth = 4
        limits.nodes = 10
        #expect(try Self.read("[[[[]]]]", limits) == "[[[[]]]]")
        #expect(throws: InputError.self) { try Self.read("[[[[[]]]]]", limits) }
        #expect(throws: InputError.self) { try Self.read("{\"managedFields\":[[[[[]]]]]}", limits) }
        #expect(throws: InputError.self) { try Self.read("[1,2,3,4,5,6,7,8,9,10]", limits) }
    }
}
