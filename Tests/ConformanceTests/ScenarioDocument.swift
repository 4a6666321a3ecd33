import Foundation
import Testing

/// The scenarios as `Docs/protocol.md` lists them.
struct ScenarioDocument {
    /// One row of its tables.
    struct Row {
        let id: String
        let requirement: String
        /// The verdict and the place, as ``Scenario/line`` writes them.
        let line: String
    }

    let rows: [Row]

    /// Reads the document of this repository.
    init() throws {
        let text = try String(contentsOfFile: Self.root + "/Docs/protocol.md", encoding: .utf8)
        let cells = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        rows = cells.filter { $0.count == 4 && Self.isID($0[0]) }.map { cells in
            Row(id: cells[0], requirement: cells[1], line: [cells[0], cells[2], cells[3]].joined(separator: " | "))
        }
    }

    /// The folder that has the package's manifest.
    private static let root: String = {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
            folder.deleteLastPathComponent()
        }
        return folder.path
    }()

    private static func isID(_ text: String) -> Bool {
        text.wholeMatch(of: /(TH|G|J|I|X)-[0-9]+/) != nil
    }
}
