internal import MeshModel

extension TrafficPolicy.OutlierDetection {
    /// Reads an `outlierDetection`.
    init(manifest fields: ManifestMapping) throws(InputError) {
        self.init(
            minHealthPercent: Double(
                try fields["minHealthPercent", or: "min_health_percent"]?.integer(0...100, "a percentage") ?? 0
            )
        )
        consecutive5xxErrors = try Self.count(fields["consecutive5xxErrors", or: "consecutive_5xx_errors"])
        consecutiveGatewayErrors = try Self.count(fields["consecutiveGatewayErrors", or: "consecutive_gateway_errors"])
        interval = try fields["interval"]?.seconds()
        baseEjectionTime = try fields["baseEjectionTime", or: "base_ejection_time"]?.seconds()
        maxEjectionPercent =
            try fields["maxEjectionPercent", or: "max_ejection_percent"]?.integer(0...100, "a percentage") ?? 0
        splitsLocalErrors =
            try fields["splitExternalLocalOriginErrors", or: "split_external_local_origin_errors"]?.boolean() ?? false
        consecutiveLocalOriginFailures = try Self.count(
            fields["consecutiveLocalOriginFailures", or: "consecutive_local_origin_failures"]
        )
    }

    private static func count(_ value: ManifestValue?) throws(InputError) -> Int? {
        try value?.integer(0...Int(UInt32.max), "a number of errors")
    }
}
