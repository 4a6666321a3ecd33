extension SubscriptionCore {
    /// Sends the given names whatever was sent before, in as many pieces as the limits ask for (XP-B4, XP-B8, X-52).
    ///
    /// A piece may repeat a version_info that was sent before; clients accept that (XP-V4).
    ///
    /// - Parameters:
    ///   - names: sorted, without duplicates.
    ///   - filling: whether queued changes may use what room the last piece has.
    mutating func answer(
        _ names: [String],
        filling: Bool,
        from catalog: some ResourceCatalog
    ) -> [Response] {
        var responses: [Response] = []
        var draft = ResponseDraft(limits: limits)
        for name in names {
            pending.remove(name)
            let delivery = target(of: name, in: catalog)
            guard delivery != .nothing else {
                recordSent(name, .nothing)
                continue
            }
            let size = size(of: name, delivery, in: catalog)
            if !draft.hasRoom(for: size) {
                responses.append(send(draft, because: .request))
                draft = ResponseDraft(limits: limits)
            }
            draft.append(name, delivery, size: size)
        }
        guard !draft.isEmpty else { return responses }
        if filling {
            fill(&draft, from: catalog)
        }
        responses.append(send(draft, because: .request))
        return responses
    }

    /// Sends queued changes, one response at most; what finds no room stays queued and may change once more (XP-B2).
    mutating func push(from catalog: some ResourceCatalog) -> Response? {
        var draft = ResponseDraft(limits: limits)
        fill(&draft, from: catalog)
        return draft.isEmpty ? nil : send(draft, because: .change)
    }

    /// Sends one name alone if what was sent last of it is what the client refused (XP-D15).
    mutating func pushAlone(_ name: String, from catalog: some ResourceCatalog) -> Response? {
        guard isSubscribed(name) else { return nil }
        // A deletion under a wildcard leaves no record, but the client may still hold what it refused to remove.
        if let record = records[name], rejections[name]?.delivery != record.sent { return nil }
        pending.remove(name)
        var draft = ResponseDraft(limits: limits)
        draft.append(name, target(of: name, in: catalog), size: 0)
        return send(draft, because: .change)
    }

    /// Sends a response without content: the answer to a wildcard over nothing (XP-D11).
    mutating func sendNothing() -> Response {
        send(ResponseDraft(limits: limits), because: .request)
    }

    private mutating func fill(_ draft: inout ResponseDraft, from catalog: some ResourceCatalog) {
        while let name = pending.popFirst() {
            let delivery = target(of: name, in: catalog)
            let sent = records[name]?.sent ?? .nothing
            // Changed and changed back, or created and deleted, cancel out against what was sent (XP-B2, X-61, X-98);
            // a removal that was told is not told again (XP-D7).
            if sent.suffices(for: delivery) { continue }
            // A name that only a wildcard covers and that the client never had is not worth a removal.
            if sent == .nothing, catalog.version(of: name) == nil, records[name] == nil { continue }
            guard delivery != .nothing else {
                // SotW has no word for a deletion; forgetting makes a re-creation go out (XP-S16, X-57).
                recordSent(name, .nothing)
                continue
            }
            let size = size(of: name, delivery, in: catalog)
            guard draft.hasRoom(for: size) else {
                pending.putBack(name)
                return
            }
            draft.append(name, delivery, size: size)
        }
    }

    /// Turns a draft into a response and records it BEFORE anybody can write it: an acknowledgement that comes
    /// back at once must find its nonce.
    private mutating func send(_ draft: ResponseDraft, because cause: Response.Cause) -> Response {
        let entries = draft.entries.sorted { $0.name < $1.name }
        let nonce = nonces.next()
        var resources: [NamedVersion] = []
        var emptyFor: [NamedVersion] = []
        var removed: [String] = []
        for entry in entries {
            recordSent(entry.name, entry.delivery)
            switch entry.delivery {
            case .resource(let version): resources.append(NamedVersion(name: entry.name, version: version))
            case .empty(let version): emptyFor.append(NamedVersion(name: entry.name, version: version))
            case .removed: removed.append(entry.name)
            case .nothing: break
            }
        }
        expectAcknowledgement(of: UnacknowledgedResponse(ordinal: nonces.issued, entries: entries))
        return Response(
            cause: cause,
            nonce: nonce,
            versionInfo: versionInfo.description,
            resources: resources,
            emptyFor: emptyFor,
            removed: removed
        )
    }
}
