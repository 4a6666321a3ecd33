/// The parts of the control plane that manage workloads of Gateways, values of ``LabelKey/gatewayManaged``.
public enum GatewayManager {
    /// Waypoints (EG-A1).
    public static let waypoint = "istio.io-mesh-controller"
    /// East-west gateways of ambient mode (EG-A3).
    public static let eastWest = "istio.io-eastwest-controller"
    /// Gateways for traffic from outside (EG-N6).
    public static let ingress = "istio.io-gateway-controller"
}
