/// How the weights of one assignment were scaled.
public struct WeightScale: Hashable, Sendable {
    /// What scaling lost.
    public enum Rounding: String, Hashable, Sendable {
        /// Nothing: weights stand in exactly the proportion of the shares.
        case none
        /// The sum would not have fitted into 32 bits: all were scaled down, by largest remainder.
        case fitted
        /// Every endpoint's part of a gateway was cut to a whole number (EG-N13).
        case floored
    }

    /// By what every share was multiplied; of no meaning where weights were fitted.
    public let factor: UInt64
    /// What scaling lost.
    public let rounding: Rounding
}
