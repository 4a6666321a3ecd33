extension TrafficPolicy {
    /// A DestinationRule's `outlierDetection`; fields that are absent are nil.
    public struct OutlierDetection: Hashable, Sendable {
        /// `minHealthPercent`; 0 when absent (EG-H4).
        public var minHealthPercent: Double
        /// `consecutive5xxErrors`.
        public var consecutive5xxErrors: Int?
        /// `consecutiveGatewayErrors`.
        public var consecutiveGatewayErrors: Int?
        /// `interval`, in seconds.
        public var interval: Double?
        /// `baseEjectionTime`, in seconds.
        public var baseEjectionTime: Double?
        /// `maxEjectionPercent`; 0 when absent, for the client's default.
        public var maxEjectionPercent = 0
        /// A Boolean value that indicates whether errors of connections count apart (`splitExternalLocalOriginErrors`).
        public var splitsLocalErrors = false
        /// `consecutiveLocalOriginFailures`, which counts only with ``splitsLocalErrors``.
        public var consecutiveLocalOriginFailures: Int?

        /// Makes a setting that names a percentage only.
        public init(minHealthPercent: Double) { self.minHealthPercent = minHealthPercent }
    }
}
