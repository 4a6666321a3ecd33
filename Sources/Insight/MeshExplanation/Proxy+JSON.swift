public import MeshModel
public import TextFormats

extension Proxy {
    /// The properties of the proxy as a JSON object.
    public var explanation: JSONValue {
        var fields = JSONFields()
        fields.add("node", text: id)
        fields.add("kind", text: kind.rawValue)
        fields.add("network", text: network.name)
        fields.add("networkRule", text: networkProvenance.rule.rawValue)
        fields.add("networkObject", object: networkProvenance.object)
        fields.add("cluster", text: cluster.name)
        fields.add("namespace", text: namespace)
        fields.add("networkView", networkView.map(\.name).sorted())
        fields.add("addressMode", text: addressMode.rawValue)
        fields.add("locality", locality: locality)
        fields.add("nodeName", text: nodeName)
        return fields.value
    }
}
