/// The names whose content may have changed since they were sent ("dirty").
///
/// Names are removed in rounds, each sorted, so that taking k of n names costs O(k) after one sort a round, and a name
/// that changes constantly cannot delay the others. An empty value owns no memory.
struct PendingNames: Sendable {
    private var members: Set<String> = []
    /// The rest of the current round, last name first.
    ///
    /// It may contain names that are no longer members.
    private var round: [String] = []

    var isEmpty: Bool { members.isEmpty }

    mutating func insert(_ name: String) {
        members.insert(name)
    }

    mutating func remove(_ name: String) {
        guard !members.isEmpty else { return }
        members.remove(name)
    }

    mutating func removeAll() {
        members = []
        round = []
    }

    mutating func removeAll(where isUnwanted: (String) -> Bool) {
        for name in members where isUnwanted(name) {
            members.remove(name)
        }
    }

    mutating func popFirst() -> String? {
        while !members.isEmpty {
            if round.isEmpty {
                round = members.sorted(by: >)
            }
            if let name = round.popLast(), members.remove(name) != nil {
                return name
            }
        }
        // Releases the storage: most streams are idle most of the time.
        removeAll()
        return nil
    }

    /// Puts back a popped name that did not fit.
    mutating func putBack(_ name: String) {
        members.insert(name)
        round.append(name)
    }
}
