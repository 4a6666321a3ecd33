/// How much was compared.
struct Counts: CustomStringConvertible {
    var directories = 0
    var proxies = 0
    var assignments = 0

    mutating func add(_ other: Counts) {
        directories += other.directories
        proxies += other.proxies
        assignments += other.assignments
    }

    var description: String { "\(directories) directories, \(proxies) proxies, \(assignments) assignments" }
}
