/// Estimates the width of texts without measuring fonts.
enum SVGText {
    /// The weight of the letters.
    enum Weight {
        case regular
        case bold
    }

    /// Advances of the printable ASCII characters in thousandths of the font size, as in DejaVu Sans, the widest of the
    /// common
    /// screen fonts.
    private static let regular: [UInt16] = [
        318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637,
        637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656,
        558, 863, 749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500, 500, 613,
        635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818,
        592, 592, 525, 637, 337, 637, 838,
    ]

    private static let bold: [UInt16] = [
        349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366, 696, 696, 696, 696, 696, 696,
        696, 696, 696, 696, 400, 400, 838, 838, 838, 581, 1000, 774, 763, 734, 831, 684, 684, 821, 837, 373, 373, 775,
        638, 996, 837, 851, 733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838, 500, 500, 675,
        716, 593, 716, 679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924,
        646, 652, 583, 712, 366, 712, 838,
    ]

    /// Returns the width of a text in pixels, rounded up.
    static func width(_ text: String, _ size: Int, _ weight: Weight = .regular) -> Int {
        let thousandths = text.reduce(0) { $0 + advance($1, weight) }
        return (thousandths * size + 999) / 1_000
    }

    /// Returns the text, or its beginning and end with an ellipsis: names often differ in their last letters only.
    static func fitted(_ text: String, _ size: Int, within width: Int, _ weight: Weight = .regular) -> String {
        guard self.width(text, size, weight) > width else { return text }
        let room = width * 1_000 / max(1, size) - 1_000
        let head = prefix(text, room * 3 / 5, weight)
        let tail = prefix(text.reversed(), room - room * 3 / 5, weight)
        return head + "…" + String(tail.reversed())
    }

    /// Returns the text in at most two lines, broken after a mark if there is one in the second half of the line.
    static func lines(_ text: String, _ size: Int, within width: Int, _ weight: Weight = .regular) -> [String] {
        guard self.width(text, size, weight) > width else { return [text] }
        var head = prefix(text, width * 1_000 / max(1, size), weight)
        if let mark = head.lastIndex(where: { "-_./ ".contains($0) }) {
            let line = head[...mark]
            if line.count * 2 > head.count { head = String(line) }
        }
        guard !head.isEmpty else { return [fitted(text, size, within: width, weight)] }
        return [head, fitted(String(text.dropFirst(head.count)), size, within: width, weight)]
    }

    private static func prefix(_ text: some Sequence<Character>, _ room: Int, _ weight: Weight) -> String {
        var used = 0
        var kept = ""
        for character in text {
            used += advance(character, weight)
            guard used <= room else { break }
            kept.append(character)
        }
        return kept
    }

    private static func advance(_ character: Character, _ weight: Weight) -> Int {
        let table = weight == .bold ? bold : regular
        guard let ascii = character.asciiValue, ascii >= 32, Int(ascii) - 32 < table.count else {
            // Letters of other scripts are at most as wide as high; one letter can consist of many scalars.
            return 1_050 * min(2, character.unicodeScalars.count)
        }
        return Int(table[Int(ascii) - 32])
    }
}
