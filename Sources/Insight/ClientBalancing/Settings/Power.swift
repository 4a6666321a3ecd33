#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Powers of numbers, the one function of C's library that the module needs.
enum Power {
    static func of(_ base: Double, _ exponent: Double) -> Double {
        if exponent == 1 { return base }
        if exponent == 0 { return 1 }
        return pow(base, exponent)
    }
}
