import Testing
import TextFormats

@Suite("YAML writer")
struct YAMLWriterTests {
    @Test("Objects and lists are written as blocks")
    func blocks() throws {
        let text = """
            {"clusterName":"outbound|80||a.b","endpoints":[{"lbEndpoints":[{"address":"10.0.0.1","port":80},{}],"m":[]},
            [[1,2],[{"a":null}]]],"e":{},"o":{"p":{"q":true}}}
            """
        let expected = """
            clusterName: outbound|80||a.b
            endpoints:
            - lbEndpoints:
              - address: 10.0.0.1
                port: 80
              - {}
              m: []
            - - - 1
                - 2
              - - a: null
            e: {}
            o:
              p:
                q: true

            """
        #expect(try JSONValue(parsing: text).yaml == expected)
    }

    @Test(
        "Texts are plain only if they cannot be misread",
        arguments: [
            ("a", "a"), ("HEALTHY", "HEALTHY"), ("type.googleapis.com/x", "type.googleapis.com/x"), ("a:b", "a:b"),
            ("/run/x", "/run/x"), ("1.2.3.4", "1.2.3.4"), ("", "\"\""), ("true", "\"true\""), ("No", "\"No\""),
            ("null", "\"null\""), ("~", "\"~\""), ("12", "\"12\""), ("1e3", "\"1e3\""), (".5", "\".5\""),
            ("-a", "\"-a\""), ("a b", "\"a b\""), ("a: b", "\"a: b\""), ("a:", "\"a:\""), ("a#b", "\"a#b\""),
            ("::1", "\"::1\""), ("1.500s", "\"1.500s\""), ("@type", "\"@type\""), ("a\nb", "\"a\\nb\""),
            ("\"\\", "\"\\\"\\\\\""), ("\u{7}\u{85}\u{2028}", "\"\\u0007\\u0085\\u2028\""), ("\u{e9}", "\"\u{e9}\""),
        ]
    )
    func texts(text: String, expected: String) {
        #expect(JSONValue.string(text).yaml == expected + "\n")
        #expect(JSONValue.object([.init(text, .null)]).yaml == expected + ": null\n")
    }
}
