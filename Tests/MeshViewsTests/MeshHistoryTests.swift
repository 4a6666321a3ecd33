import MeshModel
import Testing

@testable import MeshViews

@Suite("Mesh history")
struct MeshHistoryTests {
    @Test("MeshHistory combines all changes since a state")
    func changes() {
        let first = MeshHistory()
        let second = MeshHistory(after: first, .some(["a"]))
        let third = MeshHistory(after: second, .some(["b"]))
        #expect(third.changes(since: third.now) == .some([]))
        #expect(third.changes(since: second.now) == .some(["b"]))
        #expect(third.changes(since: first.now) == .some(["a", "b"]))
        #expect(MeshHistory(after: third, .all).changes(since: second.now) == .all)
    }

    @Test("MeshHistory returns .all for an unrelated state")
    func strangers() {
        let first = MeshHistory()
        let second = MeshHistory(after: first, .some(["a"]))
        #expect(first.changes(since: second.now) == .all)
        #expect(MeshHistory().changes(since: first.now) == .all)
    }

    @Test("MeshHistory forgets old changes")
    func depth() {
        let first = MeshHistory()
        var history = first
        for _ in 0..<32 { history = MeshHistory(after: history, .some(["a"])) }
        #expect(history.changes(since: first.now) == .some(["a"]))
        history = MeshHistory(after: history, .some(["a"]))
        #expect(history.changes(since: first.now) == .all)
    }
}
