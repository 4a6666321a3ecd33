internal import MeshModel
public import MeshSources
internal import TextFormats

extension ClusterAccess {
    /// The folder of a pod's service account.
    public static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// Returns a pod's access to its own cluster: the token, which is replaced while the pod runs, and the authority.
    ///
    /// - Parameters:
    /// - environment: contains `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`.
    /// - folder: contains `token` and `ca.crt`.
    /// - Throws: ``InputError`` outside of a pod, or in a pod without a service account.
    public static func inCluster(
        environment: [String: String],
        folder: String = serviceAccountFolder
    ) throws(InputError) -> ClusterAccess {
        let place = SourceLocation(file: "in-cluster configuration", line: 0, column: 0)
        guard let host = environment["KUBERNETES_SERVICE_HOST"], let port = environment["KUBERNETES_SERVICE_PORT"],
            !host.isEmpty
        else {
            let message = "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set, expected to run in a pod"
            throw InputError(.missing, at: place, message)
        }
        let bracketed = host.hasPrefix("[") ? host : AddressText.bracketed(host)
        guard let server = ServerAddress("https://\(bracketed):\(port)") else {
            let message =
                "found KUBERNETES_SERVICE_HOST \(host) and KUBERNETES_SERVICE_PORT \(port), expected an address"
            throw InputError(.value, at: place, message)
        }
        var limits = ReadingLimits()
        limits.fileBytes = 1 << 20
        // Checked now, and read again on each use.
        for name in ["token", "ca.crt"] { _ = try FileTree.file("\(folder)/\(name)", as: name, limits: limits) }
        return ClusterAccess(
            server: server,
            origin: "in-cluster",
            authorities: .file("\(folder)/ca.crt"),
            login: Credentials(authorization: .tokenFile("\(folder)/token"))
        )
    }
}
