extension LoadReport {
    /// The human-readable report, line by line.
    public var table: [String] {
        var lines = Columns.lines(latencyRows)
        lines.append("")
        lines += Columns.lines(countRows)
        lines.append("")
        lines += Columns.lines(usageRows)
        if host.isDebugBuild { lines.append("warning: this is a debug build: its figures are not comparable") }
        if server != nil {
            lines.append("note: clients and server shared this machine (\(host.processors) processors)")
        }
        lines.append("note: simulated clients apply an assignment at once; a real Envoy warms its clusters first")
        return lines + remarks.map { "warning: \($0)" }
    }

    private var latencyRows: [[String]] {
        var rows = [["", "count"] + Percentile.columns.map(\.name)]
        for latency in Latency.allCases where self[latency].count > 0 {
            let histogram = self[latency]
            let figures = Percentile.columns.map { column in
                column.nanoseconds(of: histogram).map { DurationText.text(nanoseconds: $0) } ?? "-"
            }
            rows.append([latency.title, "\(histogram.count)"] + figures)
        }
        return rows
    }

    private var countRows: [[String]] {
        var rows: [[String]] = [
            ["connections", "\(self[.connections])", "failed \(self[.connectionFailures])"],
            [
                "streams", "\(self[.streams])",
                "lost \(self[.streamFailures]), reopened \(self[.streamsReopened]), broken responses \(self[.brokenResponses])",
            ],
            [
                "subscriptions", "\(self[.subscriptions])",
                "up to date at the end \(self[.subscriptionsUpToDate]), unanswered \(self[.subscriptionsUnanswered])",
            ],
            ["responses", "\(self[.responses])", "ACKs \(self[.acks]), NACKs \(self[.nacks])"],
            [
                "assignments", "\(self[.assignments])",
                "repeated \(self[.repeatedAssignments]), names removed \(self[.removedNames])",
            ],
        ]
        if self[.changesPlanned] > 0 {
            rows.append([
                "changes made", "\(self[.changesMade])",
                "failed \(self[.changesFailed]), dropped \(self[.changesDropped]), "
                    + "reached every client \(self[.fanOutsComplete]) (measured only)",
            ])
            rows.append([
                "receipts of changes", "\(self[.receipts])",
                "expected \(self[.receiptsExpected]), missed \(self[.receiptsMissed])",
            ])
        }
        rows.append(["stalls", "\(self[.stalls])", ""])
        rows.append([
            "received", DecimalText.bytes(self[.bytesReceived]), "sent \(DecimalText.bytes(self[.bytesSent]))",
        ])
        let made = max(1, Double(self[.changesMade]))
        if self[.changesMade] > 0 {
            rows.append([
                "per change", "\(DecimalText.digits(3, of: Double(self[.pushes]) / made)) pushes",
                "\(DecimalText.bytes(UInt64(Double(self[.pushedBytes]) / made))) pushed",
            ])
        }
        return rows
    }

    private var usageRows: [[String]] {
        var rows: [[String]] = []
        for (name, usage) in [("server", server), ("clients", generator)] {
            guard let usage, !usage.samples.isEmpty else { continue }
            rows.append([
                name, "\(DecimalText.digits(3, of: usage.cores ?? 0)) cores",
                "\(DurationText.text(nanoseconds: usage.processorTime)) processor time, "
                    + "\(DecimalText.bytes(usage.peakResidentBytes)) resident at most",
            ])
        }
        return rows
    }
}

/// Rows of cells in columns of minimum width; all but the first and the last are numbers.
private enum Columns {
    static func lines(_ rows: [[String]]) -> [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        let isNumeric = (rows.first?.count ?? 0) > 3
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                let isRight = isNumeric ? column > 0 : column == 1
                line += (column > 0 ? "  " : "") + (isRight ? padding + cell : cell + padding)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
