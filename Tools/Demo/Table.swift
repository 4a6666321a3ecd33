/// A table of text for a terminal.
struct Table {
    enum Alignment {
        case left, right
    }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    init(_ columns: [(title: String, alignment: Alignment)]) {
        self.columns = columns
    }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The table, indented by two spaces, with columns of minimum width.
    var text: String {
        let titles = columns.map(\.title)
        let widths = columns.indices.map { column in
            ([titles] + rows).map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return ([titles, rule] + rows)
            .map { cells in
                let padded = zip(cells, zip(widths, columns)).map { cell, layout in
                    let space = String(repeating: " ", count: max(0, layout.0 - cell.count))
                    return layout.1.alignment == .left ? cell + space : space + cell
                }
                var line = "  " + padded.joined(separator: "  ")
                while line.last == " " { line.removeLast() }
                return line
            }
            .joined(separator: "\n")
    }
}
