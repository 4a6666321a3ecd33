public import MeshModel

extension NetworkID: ExpressibleByStringLiteral {
    /// The network of that name, so that tests can write it down.
    public init(stringLiteral value: String) { self.init(value) }
}
