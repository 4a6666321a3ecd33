extension GoldenFile {
    /// What is different of another state of the file: the hosts, and the proxies that it is about.
    public func difference(
        to after: GoldenFile
    ) -> (cluster: ClusterDifference, added: [String], removed: [String]) {
        // A factor that all weights have in common is told only where there is nothing else to tell.
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
