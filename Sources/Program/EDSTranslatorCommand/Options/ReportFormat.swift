internal import ArgumentParser

/// The format of a report: human-readable or JSON.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
