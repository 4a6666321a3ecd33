import Testing

/// Tests of the whole: the real `eds-translator`, real Envoys, real requests.
///
/// One after the other: each has several processes of its own.
@Suite("End to end", .serialized)
enum EndToEnd {}
