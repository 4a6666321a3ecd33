/// An exec credential plugin of a kubeconfig.
struct ExecPlugin: Hashable, Sendable {
    /// The program: a path, or a name that is searched in `PATH`.
    var command: String
    /// Its arguments.
    var arguments: [String] = []
    /// The variables that are added to its environment, in order.
    var environment: [Variable] = []
    /// `client.authentication.k8s.io/v1` or `client.authentication.k8s.io/v1beta1`.
    var apiVersion: String
    /// A Boolean value that indicates whether it receives information about the cluster.
    var wantsClusterInfo = false
    /// The hint for users that is shown if the program does not exist.
    var installHint = ""

    /// A variable of its environment; the value may be a credential.
    struct Variable: Hashable, Sendable {
        var name: String
        var value: RedactedText
    }

    /// The supported versions.
    static let apiVersions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]
}
