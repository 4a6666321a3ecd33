extension GoldenFile {
    /// What is different of another state of the file: the hosts, and the proxies that it is about.
    public func difference(
        to after: GoldenFile
    ) -> (cluster: ClusterDifference, added: [String], removed: [String]) {
        let comparison = ClusterComparison(
            fields: Set(ComparedField.allCases),
            precision: .exact,
            exactWeights: true,
            networks: ([:], [:])
        )
        let (left, right) = (Set(proxies), Set(after.proxies))
        return (
            comparison.compare(after.assignment.name, assignment, after.assignment),
            right.subtracting(left).sorted(), left.subtracting(right).sorted()
        )
    }
}
