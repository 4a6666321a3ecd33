internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// Finds the address families that clients of a mesh are limited to.
enum ClientFamilies {
    static func families(of directory: MeshDirectory, _ snapshot: MeshSnapshot) -> [Proxy.AddressMode] {
        let proxies = ProxyInference(snapshot)
        var found = Set(directory.proxies.map { proxies.proxy(for: $0.node).addressMode })
        for endpoint in snapshot.shards.values.lazy.flatMap({ $0 }).flatMap(\.endpoints) {
            guard found.count < 3 else { break }
            let families = Set(endpoint.addresses.compactMap { IPAddress($0)?.family })
            if families == [.v4] { found.insert(.v4) } else if families == [.v6] { found.insert(.v6) }
        }
        return [.v4, .v6].filter(found.contains)
    }
}
