internal import TextFormats

extension EnvoyNode {
    /// Returns the four parts of an Istio node id, `type~address~name.namespace~domain` (EG-I1); nil for any other id.
    public static func parts(ofID id: String) -> [String]? {
        let parts = id.parts(separatedBy: "~")
        return parts.count == 4 ? parts.map { String($0) } : nil
    }

    /// Returns the workload of an Istio node id, `name.namespace`; the whole id if it has none.
    public static func workload(ofID id: String) -> String {
        guard let workload = parts(ofID: id)?[2], !workload.isEmpty else { return id }
        return workload
    }
}
