import Foundation

/// How many answers of each folder match, and which do not.
struct ReferenceReport {
    static let path = ProcessInfo.processInfo.environment["EDS_TRANSLATOR_REFERENCE_REPORT"]

    private struct Row {
        var matching = 0
        var total = 0
    }

    func write(_ cases: [ReferenceCase]) throws {
        guard let path = Self.path else { return }
        let only = ProcessInfo.processInfo.environment["EDS_TRANSLATOR_REFERENCE_ONLY"]?.split(separator: ",")
        var rows: [String: Row] = [:]
        var text = ""
        for reference in cases where only?.contains(where: { reference.testDescription.contains($0) }) ?? true {
            let key = "\(reference.group) as \(reference.ruleSet)"
            let comparison = Comparison(reference)
            let total = try comparison.count().assignments
            let mismatches = (try? comparison.mismatches())
            let missing = mismatches?.count ?? total
            rows[key, default: Row()].matching += total - missing
            rows[key, default: Row()].total += total
            guard missing > 0 else { continue }
            text += "\(reference.testDescription): \(total - missing) of \(total)\n"
            for mismatch in mismatches ?? [] { text += "\(mismatch)\n" }
        }
        let table = rows.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.matching) of \($0.value.total)\n" }
        try (table.joined() + "\n" + text).write(toFile: path, atomically: true, encoding: .utf8)
    }
}
