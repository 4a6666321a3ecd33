import Testing

@testable import LoadGenerator

@Suite("Change markers")
struct MarkerTests {
    private func read(_ text: String) -> Marker? {
        Array(text.utf8).withUnsafeBytes { Marker(address: $0) }
    }

    @Test(
        "A marker survives a round trip through its address",
        arguments: [0, 1, 255, 256, 65_536, 70_000, Marker.maximum]
    )
    func roundTrip(index: Int) {
        for subject in [Marker.Subject.service, .gateway] {
            let marker = Marker(subject, index)
            #expect(read(marker.address) == marker)
        }
    }

    @Test(
        "Other addresses are no markers",
        arguments: [
            "", "10.0.0.1", "239.0.0.1", "242.0.0.1", "240.0.0", "240.0.0.256", "240.0.0.x", "240.1.2.3.4", "24::1",
        ]
    )
    func others(address: String) {
        #expect(read(address) == nil)
    }
}
