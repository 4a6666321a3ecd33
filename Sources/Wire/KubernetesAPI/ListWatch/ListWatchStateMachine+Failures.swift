extension ListWatchStateMachine {
    mutating func afterList(_ error: KubernetesError) -> Action {
        failure = error
        switch error.code {
        case .absent: return lookAgain(error)
        case .forbidden: return afterRefusal(error)
        case .expired where !continueToken.isEmpty:
            // The pages took longer than their version lives, so the list is requested in one piece.
            forget()
            isInOnePiece = true
            return request()
        case .malformed, .limit: forget()
        default: break
        }
        return pause(after: error)
    }

    mutating func afterWatch(_ error: KubernetesError?, _ wasLong: Bool) -> Action {
        reconnects += 1
        guard mode != .streaming else { return afterStream(error) }
        // The server may be another one now, or have another state: watches also end cleanly when a server stops.
        mustVerify = true
        guard let error else { return resume(isWell: wasLong || hasHeard) }
        failure = error
        switch error.code {
        case .absent: return lookAgain(error)
        case .expired, .malformed, .limit: return relist(error)
        case .silent:
            silences += 1
            return silences < 2 ? request() : relist(error)
        case .interrupted: return resume(isWell: wasLong || hasHeard)
        default: return pause(after: error)
        }
    }

    /// Returns the action after a failed verification of the known version.
    mutating func afterVerification(_ error: KubernetesError) -> Action {
        failure = error
        failedVerifications += 1
        switch error.code {
        case .absent: return lookAgain(error)
        case .expired, .malformed, .limit: return relist(error)
        case .server where failedVerifications > 2: return relist(error)
        default: return pause(after: error)
        }
    }

    /// Returns the action after an incomplete streaming list.
    mutating func afterStream(_ error: KubernetesError?) -> Action {
        forget()
        if let error, error.status == 400 || error.status == 422 {
            // The server does not support streaming lists: from now on lists are paged.
            mayStream = false
            return request()
        }
        failure = error ?? KubernetesError(.interrupted, "the watch ended before its first list was complete")
        switch error?.code {
        case .absent: return lookAgain(error)
        case .forbidden: return afterRefusal(error)
        case .silent:
            // A server that ignores the parameters of streaming lists just waits for changes.
            mayStream = false
            return request()
        case .interrupted, .malformed, .limit, nil:
            streamFailures += 1
            if streamFailures >= 2 { mayStream = false }
        default: break
        }
        return pause(after: error)
    }

    /// Returns the action after a request that the server does not permit.
    ///
    /// A server that is starting does not know all permissions yet, so that a second response is required.
    mutating func afterRefusal(_ error: KubernetesError?) -> Action {
        mustProbe = true
        guard !hasListed else { return pause(after: error) }
        rejections += 1
        guard rejections > 1 else { return pause(after: error) }
        status = .forbidden
        return .wait(patience.next(random: random()))
    }

    /// Looks for an absent kind, with a wait if it was reported absent just before.
    mutating func lookAgain(_ error: KubernetesError?) -> Action {
        forget()
        mustProbe = true
        guard isDiscovered else { return pause(after: error) }
        mustFind = true
        absences += 1
        return absences > 1 && !isGuess ? pause(after: error) : proceed()
    }

    mutating func resume(isWell: Bool) -> Action {
        if isWell {
            backoff.reset()
            return request()
        }
        return .wait(backoff.next(random: random()))
    }

    /// Lists again; the known items stay until the list is complete.
    mutating func relist(_ error: KubernetesError) -> Action {
        failure = error
        forget()
        fruitlessLists += 1
        guard fruitlessLists > 1 || error.code != .expired else { return request() }
        return pause(after: error)
    }

    /// Returns a wait: that of the server if it requests one, which grows to four times as long.
    mutating func pause(after error: KubernetesError?) -> Action {
        let own = backoff.next(random: random())
        guard let requested = error?.retryAfter, requested > .zero else { return .wait(own) }
        return .wait(max(requested, min(own, requested * 4)))
    }
}
