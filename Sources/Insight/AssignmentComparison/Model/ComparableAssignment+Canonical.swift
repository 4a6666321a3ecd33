internal import EnvoyMessages
internal import TextFormats

extension ComparableAssignment {
    /// The assignment in an order that depends on its content only.
    public var canonical: ComparableAssignment {
        let groups = groups.map { group -> Group in
            var group = group
            group.hosts = group.hosts.map { ($0, $0.metadata.text()) }
                .sorted { left, right in
                    if left.0.address != right.0.address { return left.0.address < right.0.address }
                    if left.0.weight != right.0.weight { return left.0.weight < right.0.weight }
                    return (left.0.network ?? "", left.0.health.description, left.1)
                        < (right.0.network ?? "", right.0.health.description, right.1)
                }
                .map(\.0)
            return group
        }
        return ComparableAssignment(
            name: name,
            groups: groups.sorted { ($0.priority, $0.locality) < ($1.priority, $1.locality) },
            policy: policy
        )
    }
}
