import Foundation

/// Pearson's chi-square test of measured shares against expected ones.
enum ChiSquare {
    /// The probability of a difference at least as large by chance.
    ///
    /// Cells of fewer than 5 expected requests are taken together, as usual.
    static func probability(of measured: [String: Double], expected: [String: Double], requests: Double) -> Double {
        var cells: [(observed: Double, expected: Double)] = []
        var small = (observed: 0.0, expected: 0.0)
        for name in Set(measured.keys).union(expected.keys) {
            let cell = (observed: (measured[name] ?? 0) * requests, expected: (expected[name] ?? 0) * requests)
            if cell.expected < 5 {
                small.observed += cell.observed
                small.expected += cell.expected
            } else {
                cells.append(cell)
            }
        }
        if small.expected >= 0.5 {
            cells.append(small)
        } else if small.observed >= 2 {
            // Requests where none were expected.
            return 0
        }
        guard cells.count > 1 else { return 1 }
        let statistic = cells.reduce(0) { $0 + pow($1.observed - $1.expected, 2) / $1.expected }
        return upperGamma(Double(cells.count - 1) / 2, statistic / 2)
    }

    /// The regularised upper incomplete gamma function Q(a, x).
    private static func upperGamma(_ a: Double, _ x: Double) -> Double {
        guard x > 0 else { return 1 }
        let scale = exp(-x + a * log(x) - lgamma(a))
        if x < a + 1 {
            var term = 1 / a
            var sum = term
            var step = a
            while term > sum * 1e-14 {
                step += 1
                term *= x / step
                sum += term
            }
            return max(0, 1 - sum * scale)
        }
        // Lentz's continued fraction.
        var b = x + 1 - a
        var c = 1e300
        var d = 1 / b
        var h = d
        for i in 1...500 {
            let factor = -Double(i) * (Double(i) - a)
            b += 2
            d = 1 / (factor * d + b)
            c = b + factor / c
            h *= d * c
            if abs(d * c - 1) < 1e-14 { break }
        }
        return scale * h
    }
}
