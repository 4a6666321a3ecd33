/// The label and annotation keys that the reference reads.
public enum LabelKey {
    /// The network of a workload, a system namespace, a gateway Service or a Gateway.
    public static let network = "topology.istio.io/network"
    /// The cluster of an endpoint; always set by the registry (NI-93).
    public static let cluster = "topology.istio.io/cluster"
    /// The subzone of a node or endpoint.
    public static let subzone = "topology.istio.io/subzone"
    /// A workload's own locality; has precedence over ``istioLocality`` (NI-89).
    public static let locality = "topology.istio.io/locality"
    /// A workload's own locality, older spelling (NI-89).
    public static let istioLocality = "istio-locality"
    /// The region of a node or endpoint.
    public static let region = "topology.kubernetes.io/region"
    /// The zone of a node or endpoint.
    public static let zone = "topology.kubernetes.io/zone"
    /// The region of a node, beta spelling.
    public static let regionBeta = "failure-domain.beta.kubernetes.io/region"
    /// The zone of a node, beta spelling.
    public static let zoneBeta = "failure-domain.beta.kubernetes.io/zone"
    /// The node of an endpoint.
    public static let hostname = "kubernetes.io/hostname"
    /// The mesh's mTLS mode of a workload (NI-92).
    public static let tlsMode = "security.istio.io/tlsMode"
    /// The cross-network service port of a gateway Service or Gateway (NI-39, NI-49).
    public static let gatewayPort = "networking.istio.io/gatewayPort"
    /// Marks an endpoint as draining when non-empty (NI-87).
    public static let draining = "istio.io/draining"
    /// Makes a Service keep draining endpoints, by cookie (NI-85).
    public static let persistentSession = "istio.io/persistent-session"
    /// Makes a Service keep draining endpoints, by header (NI-85).
    public static let persistentSessionHeader = "istio.io/persistent-session-header"
    /// The Service that an EndpointSlice belongs to (NI-79).
    public static let serviceName = "kubernetes.io/service-name"
    /// Marks EndpointSlices of multi-cluster Services, which are not read (NI-79).
    public static let multiClusterServiceName = "multicluster.kubernetes.io/service-name"
    /// An explicit workload name (NI-94).
    public static let workloadName = "service.istio.io/workload-name"
    /// The canonical service name (EG-D3).
    public static let canonicalName = "service.istio.io/canonical-name"
    /// The canonical service revision (EG-D3).
    public static let canonicalRevision = "service.istio.io/canonical-revision"
    /// The control plane component that manages a Gateway's workload (EG-A1, EG-A3, EG-N6).
    public static let gatewayManaged = "gateway.istio.io/managed"
    /// The tunnels that a workload accepts, comma-separated (EG-A1).
    public static let tunnel = "networking.istio.io/tunnel"
    /// Annotation: `enabled` on a workload whose traffic ambient mode captures (EG-A1).
    public static let ambientRedirection = "ambient.istio.io/redirection"
    /// The waypoint of a Service or namespace; `none` for none (EG-A10).
    public static let useWaypoint = "istio.io/use-waypoint"
    /// The waypoint's namespace if it is not the Service's own (EG-A10).
    public static let useWaypointNamespace = "istio.io/use-waypoint-namespace"
    /// Routes gateways through the waypoint as well (EG-A10).
    public static let ingressUseWaypoint = "istio.io/ingress-use-waypoint"
    /// The purpose of a waypoint: `service`, `workload`, `all` or `none`.
    public static let waypointFor = "istio.io/waypoint-for"
    /// `false` on a ServiceEntry whose hosts are to be given no address.
    public static let allocatesAddresses = "networking.istio.io/enable-autoallocate-ip"
    /// The revision of the control plane that an object is for.
    public static let revision = "istio.io/rev"
    /// Makes a Service global unless MeshConfig decides otherwise (NI-114).
    public static let global = "istio.io/global"

    /// Annotation: the listener by which a waypoint takes traffic of captured workloads, `protocol` or `protocol/port`.
    public static let waypointInboundBinding = "ambient.istio.io/waypoint-inbound-binding"
    /// Annotation: which nodes carry a NodePort gateway (NI-38, NI-45).
    public static let nodeSelector = "traffic.istio.io/nodeSelector"
    /// Annotation: the visibility of a Service (NI-76).
    public static let exportTo = "networking.istio.io/exportTo"
    /// Annotation: traffic distribution of a Service or namespace (NI-77).
    public static let trafficDistribution = "networking.istio.io/traffic-distribution"
    /// Annotation: a Gateway's service account (NI-51).
    public static let gatewayServiceAccount = "gateway.istio.io/service-account"
    /// Annotation: enables health checks of a WorkloadEntry (NI-97).
    public static let healthChecksEnabled = "proxy.istio.io/health-checks-enabled"
}
