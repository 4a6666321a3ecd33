import MeshModel
import Testing

@Suite("Localities are ordered by the bytes of their names")
struct LocalityTests {
    @Test("A separator is one whatever stands beside it", arguments: ["\u{602}", "\u{301}", "\u{200d}", "\r"])
    func separators(neighbour: String) {
        // Found by fuzzing: U+0602 and the slash after it are one character.
        let label = "\(neighbour)r\(neighbour)/\(neighbour)z\(neighbour)/\(neighbour)s"
        let locality = Locality(label: label)
        #expect(locality.region == "\(neighbour)r\(neighbour)")
        #expect(locality.zone == "\(neighbour)z\(neighbour)")
        #expect(locality.subzone == "\(neighbour)s")
    }

    @Test("Region comes before zone, zone before subzone, and case is not folded")
    func order() {
        let sorted = [
            Locality(),
            Locality(subzone: "a"),
            Locality(zone: "a"),
            Locality(region: "B"),
            Locality(region: "a"),
            Locality(region: "a", zone: "b", subzone: "c"),
            Locality(region: "a", zone: "c"),
            Locality(region: "a1"),
            Locality(region: "\u{e9}"),
        ]
        #expect(sorted.reversed().sorted() == sorted)
    }
}
