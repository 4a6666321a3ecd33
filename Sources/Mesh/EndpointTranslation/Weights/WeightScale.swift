/// The scaling of the weights of one assignment.
public struct WeightScale: Hashable, Sendable {
    /// The loss of scaling.
    public enum Rounding: String, Hashable, Sendable {
        /// None: weights are exactly in the proportion of the shares.
        case none
        /// The sum exceeded 32 bits: all weights were scaled down, by largest remainder.
        case fitted
        /// Every endpoint's part of a gateway was rounded down (EG-N13).
        case floored
    }

    /// The multiplier of every share; meaningless if weights were fitted.
    public let factor: UInt64
    /// The loss of scaling.
    public let rounding: Rounding
}
