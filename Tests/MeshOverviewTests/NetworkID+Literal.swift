public import MeshModel

extension NetworkID: ExpressibleByStringLiteral {
    /// Makes a network of a string literal.
    public init(stringLiteral value: String) { self.init(value) }
}
