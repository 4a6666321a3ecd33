/// A program that gives credentials, as a kubeconfig names it.
struct ExecPlugin: Hashable, Sendable {
    /// The program: a path, or a name that is looked for in `PATH`.
    var command: String
    /// Its arguments.
    var arguments: [String] = []
    /// What is added to its environment, in order.
    var environment: [Variable] = []
    /// `client.authentication.k8s.io/v1` or `client.authentication.k8s.io/v1beta1`.
    var apiVersion: String
    /// Whether it is told of the cluster.
    var wantsClusterInfo = false
    /// What a user is told to do when the program is not there.
    var installHint = ""

    /// A variable of its environment; the value may be a credential.
    struct Variable: Hashable, Sendable {
        var name: String
        var value: HiddenText
    }

    /// The versions that are understood.
    static let apiVersions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]
}
