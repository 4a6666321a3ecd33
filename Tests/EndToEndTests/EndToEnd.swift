import Testing

/// Tests of the whole system: the real `eds-translator`, real Envoys, real requests.
///
/// Serialized: each test has several processes of its own.
@Suite("End to end", .serialized)
enum EndToEnd {}
