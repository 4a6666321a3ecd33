import EnvoyMessages
import Testing
package import TextFormats

/// The parts of an assignment that a test compares: its name, and the addresses of its endpoints.
package struct AssignmentContent: Hashable, Sendable {
    package let name: String
    package let addresses: [String]

    package init(_ bytes: [UInt8]) throws {
        let json = try MessageJSON().value(of: .clusterLoadAssignment, bytes)
        guard case .string(let cluster)? = json["clusterName"] else {
            throw MessageError(code: .wrongType, message: "expected a cluster name")
        }
        name = TestMesh.resource(cluster)
        addresses = json["endpoints"].elements.flatMap { $0["lbEndpoints"].elements }.compactMap {
            guard case .string(let address)? = $0["endpoint"]?["address"]?["socketAddress"]?["address"] else {
                return nil
            }
            return address
        }
    }
}

extension JSONValue? {
    /// The elements of a list; empty if it is not a list.
    package var elements: [JSONValue] {
        guard case .array(let elements)? = self else { return [] }
        return elements
    }
}
