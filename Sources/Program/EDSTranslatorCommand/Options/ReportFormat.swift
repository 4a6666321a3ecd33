internal import ArgumentParser

/// The form of a report: for people, or for programs.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
