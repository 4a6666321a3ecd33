import MeshModel
import MeshSources
import Testing

@Suite("Timestamps")
struct TimestampTests {
    static let times: [(text: String, seconds: Int64?)] = [
        ("1970-01-01T00:00:00Z", 0), ("2024-01-01T00:00:00Z", 1_704_067_200), ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2024-01-01T00:00:00.123456Z", 1_704_067_200), ("1969-12-31T23:59:59Z", -1), ("2023-02-29T00:00:00Z", nil),
        ("2024-04-31T00:00:00Z", nil), ("2024-13-01T00:00:00Z", nil), ("2024-01-01T24:00:00Z", nil),
        ("2024-01-01T00:00:00", nil), ("2024-01-01T00:00:00+01:00", nil), ("2024-01-01T00:00:00junkZ", nil),
        ("2024-01-01T00:00:00.Z", nil), ("2024-01-01 00:00:00Z", nil), ("yesterday", nil),
    ]

    @Test("Creation times are parsed as RFC 3339 in UTC, without fractions", arguments: times)
    func timestamps(_ example: (text: String, seconds: Int64?)) throws {
        for quote in ["", "\""] {
            let text = """
                apiVersion: v1
                kind: Node
                metadata: {name: n, creationTimestamp: \(quote)\(example.text)\(quote)}
                """
            if let seconds = example.seconds {
                #expect(try Reading.cluster(text).nodes[0].metadata.creationTime == seconds)
            } else {
                #expect(
                    Reading.errors(text)
                        == ["3:40: found the text \"\(example.text)\", expected a time such as 2024-01-01T00:00:00Z"]
                )
            }
        }
    }
}
