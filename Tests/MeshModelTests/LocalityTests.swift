import MeshModel
import Testing

@Suite("Localities are ordered by the bytes of their names")
struct LocalityTests {
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
