/// The text formats of a registry.
public enum ExpositionFormat: Hashable, Sendable {
    /// Prometheus text format 0.0.4.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics

    /// Returns the format that a scraper requests.
    ///
    /// - Parameter accept: the `Accept` field; OpenMetrics is chosen if its weight is at least that of other formats.
    public init(accept: String?) {
        var weights: [ExpositionFormat: Double] = [:]
        for part in (accept ?? "").split(separator: ",") {
            let fields = part.split(separator: ";").map { $0.trimmingSpaces }
            guard let type = fields.first?.lowercased() else { continue }
            let weight = fields.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            switch type {
            case "application/openmetrics-text": weights[.openMetrics] = max(weights[.openMetrics] ?? 0, weight)
            case "text/plain": weights[.text] = max(weights[.text] ?? 0, weight)
            default: break
            }
        }
        let asked = weights[.openMetrics] ?? 0
        self = asked > 0 && asked >= weights[.text] ?? 0 ? .openMetrics : .text
    }

    /// The `Content-Type` of the format.
    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var rest = self
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return rest
    }
}
