import MeshModel
import Testing
import TranslationTestSupport

@testable import EndpointTranslation

@Suite("The bounds of the cache of assignments")
struct AssignmentStoreTests {
    private let proxy: Proxy

    init() throws {
        proxy = try TestMesh(clusters: ["c": []]).translated(.standard).proxy(.sidecar())
    }

    private func entry(_ number: Int, bytes: Int = 1_000) -> AssignmentStore.Entry {
        let name = "outbound|80||host-\(number)"
        return AssignmentStore.Entry(
            name: name,
            host: "host-\(number)",
            reading: ProxyReading(),
            key: ProxyViewKey(proxy, read: ProxyReading()),
            assignment: EncodedAssignment(name: name, presence: .known, bytes: [UInt8](repeating: 0, count: bytes))
        )
    }

    @Test("However many assignments are inserted, the memory stays within the bound")
    func bound() {
        var store = AssignmentStore(maximumBytes: 100_000)
        for number in 0..<10_000 {
            _ = store.insert(entry(number))
            #expect(store.byteCount <= 100_000)
        }
        #expect(store.byteCount > 25_000, "the newest are kept")
        #expect(!store.variants(of: entry(9_999).name).young.isEmpty)
        #expect(store.variants(of: entry(0).name).young.isEmpty && store.variants(of: entry(0).name).old.isEmpty)
    }

    @Test("An assignment that alone exceeds the bound is not kept, and drops no other")
    func large() {
        var store = AssignmentStore(maximumBytes: 100_000)
        _ = store.insert(entry(1))
        _ = store.insert(entry(2, bytes: 90_000))
        #expect(!store.variants(of: entry(1).name).young.isEmpty)
        #expect(store.variants(of: entry(2).name).young.isEmpty)
    }

    @Test("Removing hosts removes their assignments of both generations, and their bytes")
    func removal() {
        var store = AssignmentStore(maximumBytes: 100_000)
        for number in 0..<60 { _ = store.insert(entry(number)) }
        store.remove(hosts: Set((0..<60).map { "host-\($0)" }))
        #expect(store.byteCount == 0)
        #expect(store.variants(of: entry(59).name).young.isEmpty)
    }
}
