import KubernetesTestServer
import MeshModel
import MeshSources
import TextFormats

@testable import KubernetesAPI

extension SourceSettings {
    /// The settings with short waits.
    static var quick: SourceSettings {
        var settings = SourceSettings()
        settings.backoff = BackoffBounds(first: .milliseconds(4), longest: .milliseconds(40))
        settings.dormantWait = .milliseconds(30)
        settings.prefersStreamingLists = false
        settings.streamSilence = .seconds(60)
        return settings
    }
}

extension KubernetesSources.Configuration {
    /// Watches some kinds of one server as cluster `east`.
    init(
        _ server: KubernetesTestServer,
        kinds: [ObjectKind] = [.service, .pod],
        login: Credentials = Credentials(),
        settings: SourceSettings = .quick
    ) throws {
        self.init(access: try server.access(login: login), kinds: kinds, settings: settings)
    }

    init(access: ClusterAccess, kinds: [ObjectKind] = [.service, .pod], settings: SourceSettings = .quick) {
        self.init(clusters: [KubernetesSources.Cluster("east", access: access, kinds: kinds)])
        self.settings = settings
    }
}

extension KubernetesTestServer {
    struct NoAddress: Error {}

    /// Returns the access to the server.
    func access(
        login: Credentials = Credentials(),
        authorities: PEMSource? = nil,
        serverName: String? = nil
    ) throws -> ClusterAccess {
        guard let address = ServerAddress(url) else { throw NoAddress() }
        return ClusterAccess(
            server: address,
            origin: "test",
            authorities: authorities,
            serverName: serverName,
            login: login
        )
    }

    /// Runs a test with a server and stops the server.
    static func use(
        tls: TLS? = nil,
        compresses: Bool = false,
        _ body: (KubernetesTestServer) async throws -> Void
    ) async throws {
        let server = try await start(tls: tls, compresses: compresses)
        do {
            try await body(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    func putServices(_ names: String..., label: String = "1") throws {
        for name in names { try put(.service(name, label: label)) }
    }
}

extension TestJSON {
    static func service(_ name: String, label: String = "1") -> TestJSON {
        [
            "kind": "Service", "apiVersion": "v1",
            "metadata": [
                "name": .string(name), "namespace": "shop", "labels": ["version": .string(label)],
                "creationTimestamp": "2024-01-01T00:00:00Z",
            ],
            "spec": ["clusterIP": "10.0.0.1", "ports": [["name": "http", "port": 80, "protocol": "TCP"]]],
        ]
    }

    static func pod(_ name: String) -> TestJSON {
        [
            "kind": "Pod", "apiVersion": "v1", "metadata": ["name": .string(name), "namespace": "shop"],
            "spec": ["nodeName": "n1"], "status": ["podIP": "10.1.0.1", "phase": "Running"],
        ]
    }

    static func node(_ name: String) -> TestJSON {
        [
            "kind": "Node", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "status": ["addresses": [["type": "InternalIP", "address": "192.0.2.1"]]],
        ]
    }

    static func gateway(_ name: String) -> TestJSON {
        [
            "kind": "Gateway", "apiVersion": "gateway.networking.k8s.io/v1",
            "metadata": ["name": .string(name), "namespace": "shop"],
            "spec": ["gatewayClassName": "istio", "listeners": [["name": "a", "port": 15443, "protocol": "TLS"]]],
        ]
    }

    /// Returns a remote secret with kubeconfigs.
    static func remoteSecret(_ name: String, _ kubeconfigs: [(String, String)]) -> TestJSON {
        let data = kubeconfigs.map { TestJSON.Member($0.0, .string(Base64.encode(Array($0.1.utf8)))) }
        return [
            "kind": "Secret", "apiVersion": "v1", "type": "Opaque",
            "metadata": [
                "name": .string(name), "namespace": "istio-system", "labels": ["istio/multiCluster": "true"],
            ],
            "data": .object(data),
        ]
    }
}
