import TestSupport
import Testing
import TextFormats

@Suite("JSON reader")
struct JSONReaderTests {
    @Test("The reader returns tokens one by one")
    func tokens() throws {
        var reader = try JSONReader([UInt8](" { \"a\" : [ 1 , {} , [] ] , \"b\":null}\n".utf8))
        var tokens: [JSONReader.Token] = []
        while let token = try reader.next() { tokens.append(token) }
        let expected: [JSONReader.Token] = [
            .beginObject, .name("a"), .beginArray, .number(JSONNumber(1)), .beginObject, .endObject, .beginArray,
            .endArray, .endArray, .name("b"), .null, .endObject,
        ]
        #expect(tokens == expected)
    }

    @Test(
        "Texts and their escapes are read",
        arguments: [
            (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u20AC""#, "\u{e9}\u{20ac}"),
            (#""\ud83d\ude00x""#, "\u{1f600}x"), (#""é€😀""#, "é€😀"), (#""\u0000""#, "\0"),
        ]
    )
    func texts(text: String, expected: String) throws {
        #expect(try JSONValue(parsing: text) == .string(expected))
        #expect(try JSONValue(parsing: JSONValue.string(expected).text()) == .string(expected))
    }

    @Test("Numbers keep their digits", arguments: ["0", "-0", "18446744073709551615", "1.50", "1e3", "-2.5E-7"])
    func numbers(text: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(value.text() == text)
        guard case .number(let number) = value else {
            Issue.record("not a number: \(value)")
            return
        }
        #expect(number.double == Double(text))
    }

    @Test("Whole numbers are integers in every spelling")
    func integers() throws {
        guard case .array(let elements) = try JSONValue(parsing: "[1e3, 7.0, 18446744073709551615, 1.5, -1, 1e400]")
        else {
            Issue.record("not a list")
            return
        }
        let integers = elements.map { element -> UInt64? in
            guard case .number(let number) = element else { return nil }
            return number.integer()
        }
        #expect(integers == [1_000, 7, .max, nil, nil, nil])
    }

    @Test(
        "Errors are reported with their position",
        arguments: [
            ("", "1:1: expected a value, found the end", .truncated),
            ("{\n  \"a\": tru\n}", "2:8: expected 'true'", .malformed),
            ("{\"é\": 1,}", "1:9: expected a member's name in quotes", .malformed),
            ("[1,]", "1:4: expected a value", .malformed),
            ("[1 2]", "1:4: expected ',' or ']'", .malformed),
            ("{\"a\" 1}", "1:6: expected ':'", .malformed),
            ("{\"a\":1 \"b\"}", "1:8: expected ',' or '}'", .malformed),
            ("[", "1:2: expected a value, found the end", .truncated),
            ("[01]", "1:3: expected no digit after a leading zero", .malformed),
            ("[1.]", "1:4: expected a digit", .malformed),
            ("[+1]", "1:2: expected a value", .malformed),
            ("1 2", "1:3: expected the end of the document", .malformed),
            ("\"a", "1:1: expected a closing quote", .truncated),
            ("\"\t\"", "1:2: expected control characters to be escaped", .malformed),
            ("\"\\x\"", "1:2: expected an escape: one of \"\\/bfnrtu", .malformed),
            ("\"\\u12g4\"", "1:6: expected four hexadecimal digits", .malformed),
            ("\"\\ud83dx\"", "1:2: expected a high and a low surrogate", .invalidText),
            ("\"\\ude00\"", "1:2: expected a high and a low surrogate", .invalidText),
            ("nul", "1:1: expected 'null'", .malformed),
            ("}", "1:1: expected a value", .malformed),
        ] as [(String, String, JSONError.Code)]
    )
    func mistakes(text: String, message: String, code: JSONError.Code) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.message == message)
        #expect(error?.code == code)
    }

    @Test("Invalid UTF-8 is rejected")
    func brokenText() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: [0x20, 0x22, 0x61, 0xff, 0x22]) }
        #expect(error?.code == .invalidText)
        #expect(error?.message == "1:2: expected a text in UTF-8")
    }

    @Test("Depth, size and count are limited, on a small stack too")
    func bounds() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        let deepest = nested(100)
        #expect(onSmallStack { try? JSONValue(parsing: deepest).text() } == deepest)
        for depth in [101, 100_000] {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: nested(depth)) }
            #expect(error?.code == .limitExceeded)
        }
        var limits = JSONLimits()
        limits.bytes = 10
        limits.values = 3
        #expect(
            try JSONValue(parsing: "[1,2]", limits: limits) == .array([.number(JSONNumber(1)), .number(JSONNumber(2))])
        )
        for text in ["[1,2,3]", "[1,       2]"] {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text, limits: limits) }
            #expect(error?.code == .limitExceeded)
        }
    }

    @Test("Formatted text is indented by two and has the same value")
    func pretty() throws {
        let value = try JSONValue(parsing: #"{"a":[1,{"b":[]}],"c":{}}"#)
        let expected = """
            {
              "a": [
                1,
                {
                  "b": []
                }
              ],
              "c": {}
            }
            """
        #expect(value.text(pretty: true) == expected)
        #expect(try JSONValue(parsing: expected) == value)
    }
}
