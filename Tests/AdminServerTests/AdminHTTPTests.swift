import EnvoyHarness
import Testing

@Suite("Admin server requests", .timeLimit(.minutes(1)))
struct AdminHTTPTests {
    @Test(
        "The admin server supports GET and HEAD only",
        arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"]
    )
    func methods(method: String) async throws {
        try await AdminBench.run { bench async throws in
            let answer = try await bench.get("/healthz", method: method)
            #expect(answer.status == 405)
            #expect(answer.header("allow") == "GET, HEAD")
        }
    }

    @Test("The admin server takes POST /push only where it is allowed, and not from other sites")
    func push() async throws {
        try await AdminBench.run { bench async throws in
            #expect(try await bench.get("/push", method: "POST").status == 405)
        }
        try await AdminBench.run(allowsPush: true) { bench async throws in
            #expect(try await bench.get("/push", method: "POST").status == 202)
            #expect(try await bench.get("/push").status == 404)
            #expect(try await bench.get("/push?node=unknown", method: "POST").status == 404)
            #expect(try await bench.get("/healthz", method: "POST").status == 405)
            let form = [
                "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document",
            ]
            #expect(try await bench.get("/push", method: "POST", headers: form).status == 403)
        }
    }

    @Test("The admin server refuses request bodies")
    func bodies() async throws {
        try await AdminBench.run { bench async throws in
            #expect(try await bench.get("/healthz", body: "x").status == 413)
            #expect(try await bench.get("/healthz", headers: ["content-length": "0"]).status == 200)
        }
    }

    @Test("The admin server refuses overlong paths")
    func paths() async throws {
        try await AdminBench.run { bench async throws in
            #expect(try await bench.get("/" + String(repeating: "x", count: 9_000)).status == 414)
            #expect(try await bench.get("/healthz?" + String(repeating: "x=1&", count: 1_000)).status == 200)
            let missing = try await bench.get("/%3Cscript%3E")
            #expect(missing.status == 404)
            #expect(missing.header("content-type") == "application/json; charset=utf-8")
        }
    }

    @Test(
        "The admin server on loopback refuses foreign host names",
        arguments: [
            ("localhost", 200), ("LOCALHOST:80", 200), ("127.0.0.1", 200), ("127.9.9.9:18001", 200),
            ("[::1]:18001", 200),
            ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("localhost.evil.example:80", 421), ("", 421),
            ("10.0.0.1", 421), ("[::2]", 421), ("127.0.0.1:x", 421), ("[::1", 421), ("localhost:99999", 421),
        ]
    )
    func rebinding(host: String, status: Int) async throws {
        try await AdminBench.run { bench async throws in
            #expect(try await bench.get("/debug/clients", headers: ["host": host]).status == status)
        }
    }

    @Test(
        "The admin server refuses cross-site requests",
        arguments: [
            (["sec-fetch-site": "same-origin"], 200), (["sec-fetch-site": "none"], 200),
            (["sec-fetch-site": "cross-site"], 403), (["sec-fetch-site": "same-site"], 403),
            (
                ["sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"], 200
            ), (["sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"], 403),
        ] as [([String: String], Int)]
    )
    func sites(headers: [String: String], status: Int) async throws {
        try await AdminBench.run { bench async throws in
            #expect(try await bench.get("/debug/networks", headers: headers).status == status)
        }
    }

    @Test("Every admin response has security headers", arguments: ["/", "/debug/clients", "/nothing", "/metrics"])
    func fields(path: String) async throws {
        try await AdminBench.run { bench async throws in
            let answer = try await bench.get(path)
            #expect(
                answer.header("content-security-policy")
                    == "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                    + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            )
            #expect(answer.header("x-content-type-options") == "nosniff")
            #expect(answer.header("x-frame-options") == "DENY")
            #expect(answer.header("cache-control") == "no-store")
        }
    }

    @Test(
        "The admin server answers HEAD like GET, without the content",
        arguments: ["/", "/metrics", "/debug/sources", "/healthz"]
    )
    func head(path: String) async throws {
        try await AdminBench.run { bench async throws in
            let answer = try await bench.get(path, method: "HEAD")
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(answer.header("content-length").flatMap(Int.init) ?? 0 > 0)
        }
    }
}
