import Foundation
import Testing

/// An assignment in a form in which two that mean the same are equal.
///
/// Localities are compared in order, with priority and weight. The endpoints within one are compared as a multiset: the
/// reference's own order within a shard is that of a hash map, and differs from run to run. Nothing else is loosened.
struct ComparableAssignment: Equatable, CustomStringConvertible {
    private let head: String
    private let localities: [String]

    init(json: Any) throws {
        var assignment = try #require(json as? [String: Any])
        let groups = assignment.removeValue(forKey: "endpoints") as? [[String: Any]] ?? []
        head = try Self.canonical(assignment)
        localities = try groups.map { group in
            var group = group
            let endpoints = group.removeValue(forKey: "lbEndpoints") as? [Any] ?? []
            let members = try endpoints.map(Self.canonical).sorted().joined(separator: "\n    ")
            return try "\(Self.canonical(group))\n    \(members)"
        }
    }

    var description: String { ([head] + localities).joined(separator: "\n  ") }

    /// Equal JSON values give equal texts.
    static func canonical(_ value: Any) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
        return String(decoding: data, as: UTF8.self)
    }
}
