extension GoldenFile {
    /// Returns the difference to another state of the file: the hosts and the proxies.
    public func difference(
        to after: GoldenFile
    ) -> (cluster: ClusterDifference, added: [String], removed: [String]) {
        // A common factor of all weights is reported only if there is no other difference.
        var cluster = comparison(exactWeights: false).compare(after.assignment.name, assignment, after.assignment)
        if cluster.isEmpty {
            cluster = comparison(exactWeights: true).compare(after.assignment.name, assignment, after.assignment)
        }
        let (left, right) = (Set(proxies), Set(after.proxies))
        return (
            cluster, right.subtracting(left).sorted(), left.subtracting(right).sorted()
        )
    }

    private func comparison(exactWeights: Bool) -> ClusterComparison {
        ClusterComparison(
            fields: Set(ComparedField.allCases),
            precision: .exact,
            exactWeights: exactWeights,
            networks: ([:], [:])
        )
    }
}
