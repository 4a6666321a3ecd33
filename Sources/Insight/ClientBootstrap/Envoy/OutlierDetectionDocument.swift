internal import MeshModel
internal import TextFormats

/// Outlier detection as istiod 1.30 configures it: by consecutive errors only.
///
/// Source: istio/pilot/pkg/networking/core/cluster_traffic_policy.go (`applyOutlierDetection`).
enum OutlierDetectionDocument {
    static func json(_ detection: TrafficPolicy.OutlierDetection) -> JSONValue {
        Fields.object { fields in
            if let errors = detection.consecutive5xxErrors {
                fields.add("consecutive_5xx", errors)
                fields.add("enforcing_consecutive_5xx", errors > 0 ? 100 : 0)
            }
            if let interval = detection.interval { fields.add("interval", Fields.duration(interval)) }
            if let time = detection.baseEjectionTime { fields.add("base_ejection_time", Fields.duration(time)) }
            if detection.maxEjectionPercent > 0 {
                fields.add("max_ejection_percent", detection.maxEjectionPercent)
            }
            fields.add("enforcing_success_rate", 0)
            if let errors = detection.consecutiveGatewayErrors {
                fields.add("consecutive_gateway_failure", errors)
                fields.add("enforcing_consecutive_gateway_failure", errors > 0 ? 100 : 0)
            }
            guard detection.splitsLocalErrors else { return }
            fields.add("split_external_local_origin_errors", true)
            if let failures = detection.consecutiveLocalOriginFailures, failures > 0 {
                fields.add("consecutive_local_origin_failure", failures)
                fields.add("enforcing_consecutive_local_origin_failure", 100)
            }
            fields.add("enforcing_local_origin_success_rate", 0)
        }
    }
}
