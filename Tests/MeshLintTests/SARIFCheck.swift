import TextFormats

/// The requirements of SARIF 2.1.0 on the parts in use.
enum SARIFCheck {
    /// Returns all violations of the format.
    static func problems(of log: JSONValue) -> [String] {
        var problems: [String] = []
        func check(_ condition: Bool, _ problem: String) { if !condition { problems.append(problem) } }
        check(log["version"] == .string("2.1.0"), "version")
        check(text(log["$schema"])?.hasPrefix("https://") ?? false, "$schema")
        let runs = list(log["runs"])
        check(runs.count == 1, "runs")
        for run in runs {
            let driver = run["tool"]?["driver"]
            check(!(text(driver?["name"]) ?? "").isEmpty, "driver.name")
            let rules = list(driver?["rules"])
            let ids = rules.compactMap { text($0["id"]) }
            check(Set(ids).count == rules.count && !rules.isEmpty, "rules have unique ids")
            for rule in rules {
                for name in ["shortDescription", "fullDescription", "help"] {
                    check(!(text(rule[name]?["text"]) ?? "").isEmpty, "rule.\(name)")
                }
                check(isLevel(rule["defaultConfiguration"]?["level"]), "rule level")
            }
            check(run["results"] != nil, "results exist even if empty")
            var fingerprints: Set<String> = []
            for result in list(run["results"]) {
                let index = integer(result["ruleIndex"]) ?? -1
                check(ids.indices.contains(index) && ids[index] == text(result["ruleId"]), "ruleIndex fits ruleId")
                check(isLevel(result["level"]), "level")
                check(!(text(result["message"]?["text"]) ?? "").isEmpty, "message.text")
                let places = list(result["locations"])
                check(places.count == 1, "one location")
                for place in places + list(result["relatedLocations"]) {
                    problems += physical(place["physicalLocation"])
                }
                let related = list(result["relatedLocations"])
                check(Set(related.compactMap { integer($0["id"]) }).count == related.count, "ids of related locations")
                let print = text(result["partialFingerprints"]?["edsTranslatorFinding/v1"]) ?? ""
                check(!print.isEmpty && fingerprints.insert(print).inserted, "a unique fingerprint")
                for suppression in list(result["suppressions"]) {
                    check(suppression["kind"] == .string("external"), "suppression.kind")
                }
            }
        }
        return problems
    }

    private static func physical(_ value: JSONValue?) -> [String] {
        var problems: [String] = []
        let uri = text(value?["artifactLocation"]?["uri"]) ?? ""
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%:")
        if uri.isEmpty || !uri.allSatisfy(allowed.contains) { problems.append("uri \(uri)") }
        if let region = value?["region"] {
            for name in ["startLine", "startColumn"] where (integer(region[name]) ?? 0) < 1 { problems.append(name) }
        }
        return problems
    }

    private static func isLevel(_ value: JSONValue?) -> Bool {
        ["none", "note", "warning", "error"].contains(text(value) ?? "")
    }

    private static func list(_ value: JSONValue?) -> [JSONValue] {
        guard case .array(let items)? = value else { return [] }
        return items
    }

    private static func text(_ value: JSONValue?) -> String? {
        guard case .string(let text)? = value else { return nil }
        return text
    }

    private static func integer(_ value: JSONValue?) -> Int? {
        guard case .number(let number)? = value else { return nil }
        return number.integer()
    }
}
