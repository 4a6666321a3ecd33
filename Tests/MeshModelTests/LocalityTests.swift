import MeshModel
import Testing

@Suite("Localities")
struct LocalityTests {
    @Test("Locality separators are found beside any character", arguments: ["\u{602}", "\u{301}", "\u{200d}", "\r"])
    func separators(neighbour: String) {
        // Found by fuzzing: U+0602 and the slash after it are one character.
        let label = "\(neighbour)r\(neighbour)/\(neighbour)z\(neighbour)/\(neighbour)s"
        let locality = Locality(label: label)
        #expect(locality.region == "\(neighbour)r\(neighbour)")
        #expect(locality.zone == "\(neighbour)z\(neighbour)")
        #expect(locality.subzone == "\(neighbour)s")
    }

    @Test("Localities are ordered by region, then zone, then subzone, case-sensitively")
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
