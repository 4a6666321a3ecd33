internal import MeshSources

/// Reads the settings of single policies; the messages of `lb_policy` and of the extensions have the same fields.
enum PolicySettingsReader {
    static func roundRobin(_ fields: ProtoFields, _ settings: inout ClusterSettings) throws(InputError) {
        settings.slowStart = try slowStart(fields)
    }

    static func leastRequest(_ fields: ProtoFields, _ settings: inout ClusterSettings) throws(InputError) {
        settings.slowStart = try slowStart(fields)
        let selection = try fields.enumeration("selectionMethod", numbered: ["N_CHOICES", "FULL_SCAN"])
        let scansAll = try fields.flag("enableFullScan")
        settings.leastRequest = LeastRequestSettings(
            activeRequestBias: try fields.runtimeNumber("activeRequestBias", 0...1e9) ?? 1,
            choiceCount: Int(try fields.integer("choiceCount", 0...UInt64(UInt32.max)) ?? 2),
            scansAll: selection == "FULL_SCAN" || scansAll
        )
    }

    static func ringHash(_ fields: ProtoFields, _ settings: inout ClusterSettings) throws(InputError) {
        let largest: UInt64 = 8_388_608
        settings.hashing.ring = RingSizes(
            minimum: try fields.integer("minimumRingSize", 0...largest) ?? 1024,
            maximum: try fields.integer("maximumRingSize", 1...largest) ?? largest
        )
        let functions = ["DEFAULT_HASH", "XX_HASH", "MURMUR_HASH_2"]
        if try fields.enumeration("hashFunction", numbered: functions) == "MURMUR_HASH_2" {
            settings.hashing.function = .murmurHash2
        }
        if try fields.flag("useHostnameForHashing") { settings.hashing.usesHostnames = true }
    }

    static func maglev(_ fields: ProtoFields, _ settings: inout ClusterSettings) throws(InputError) {
        if let size = try fields.integer("tableSize", 2...5_000_011) { settings.hashing.tableSize = Int(size) }
    }

    private static func slowStart(_ fields: ProtoFields) throws(InputError) -> SlowStart? {
        guard let config = try fields.message("slowStartConfig"), let window = try config.seconds("slowStartWindow"),
            window > 0
        else { return nil }
        return SlowStart(
            window: window,
            aggression: try config.runtimeNumber("aggression", 0...1e9) ?? 1,
            minimumPercent: try config.runtimeNumber("minWeightPercent", 0...100) ?? 10
        )
    }
}
