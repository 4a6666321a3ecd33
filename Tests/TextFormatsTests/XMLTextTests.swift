import Testing
import TextFormats

@Suite("XML text")
struct XMLTextTests {
    @Test(
        "Markup is escaped, and line breaks are kept in content and encoded in attributes",
        arguments: [
            ("a<b>&'c'\"", "a&lt;b&gt;&amp;&#39;c&#39;&quot;", "a&lt;b&gt;&amp;&#39;c&#39;&quot;"),
            ("one\n\ttwo", "one\n\ttwo", "one&#10;&#9;two"),
            (
                "\u{0}\u{1B}[31m\u{85}\u{FFFE}é😀", "\u{FFFD}\u{FFFD}[31m\u{FFFD}\u{FFFD}é😀",
                "\u{FFFD}\u{FFFD}[31m\u{FFFD}\u{FFFD}é😀"
            ),
            // One character of two scalars, of which the first is markup.
            ("<\u{338}", "&lt;\u{338}", "&lt;\u{338}"),
        ]
    )
    func escaping(text: String, content: String, attribute: String) {
        #expect(XMLText.content(text) == content)
        #expect(XMLText.attribute(text) == attribute)
    }
}
