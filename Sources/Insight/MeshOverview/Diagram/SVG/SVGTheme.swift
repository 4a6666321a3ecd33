/// The colours of a diagram.
public enum SVGTheme: String, Sendable, CaseIterable {
    /// On white.
    case light
    /// On black.
    case dark
    /// The preference of the reader's system.
    case auto

    private struct Palette {
        let page, text, muted, box, line, card, cardLine, bar: String
        let blue, blueFill, green, amber, red, redFill: String
    }

    private static let lightPalette = Palette(
        page: "#ffffff",
        text: "#1b2432",
        muted: "#5a667a",
        box: "#f4f6fa",
        line: "#c6cfdd",
        card: "#ffffff",
        cardLine: "#d9dfe9",
        bar: "#8b97ab",
        blue: "#1f5fc4",
        blueFill: "#e3edff",
        green: "#23804e",
        amber: "#a06508",
        red: "#c4253a",
        redFill: "#fdf1f2"
    )

    private static let darkPalette = Palette(
        page: "#0f141b",
        text: "#e6ebf3",
        muted: "#9ba7ba",
        box: "#181f29",
        line: "#36425a",
        card: "#212a37",
        cardLine: "#323d4f",
        bar: "#6b7890",
        blue: "#7ab0ff",
        blueFill: "#1b3153",
        green: "#57c98d",
        amber: "#e3ac4c",
        red: "#ff7481",
        redFill: "#2a1a20"
    )

    /// The style sheet; its rules only match elements of diagrams.
    var style: String {
        switch self {
        case .light: Self.scoped(Self.shapes + Self.rules(Self.lightPalette))
        case .dark: Self.scoped(Self.shapes + Self.rules(Self.darkPalette))
        case .auto:
            Self.scoped(Self.shapes + Self.rules(Self.lightPalette)) + "@media (prefers-color-scheme: dark) {\n"
                + Self.scoped(Self.rules(Self.darkPalette)) + "}\n"
        }
    }

    /// The class of the root element.
    static let scope = "mesh-diagram"

    /// Returns rules, one per line, limited to the inside of a diagram.
    private static func scoped(_ rules: String) -> String {
        rules.split(separator: "\n").map { ".\(scope) \($0)\n" }.joined()
    }

    /// The rules that are the same in all themes.
    private static let shapes = """
        text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, "DejaVu Sans", sans-serif; }
        .b { font-weight: 700; }
        .line { fill: none; stroke-width: 1.5; }
        .thin { stroke-width: 1.25; }
        .thick { stroke-width: 3; }
        .dashed { stroke-dasharray: 6 4; }

        """

    private static func rules(_ palette: Palette) -> String {
        """
        .page { fill: \(palette.page); }
        .text { fill: \(palette.text); }
        .muted { fill: \(palette.muted); }
        .box { fill: \(palette.box); stroke: \(palette.line); }
        .bad { fill: \(palette.redFill); stroke: \(palette.red); }
        .own { fill: \(palette.box); stroke: \(palette.blue); stroke-width: 2; }
        .card { fill: \(palette.card); stroke: \(palette.cardLine); }
        .card.dashed { stroke: \(palette.bar); }
        .bar { fill: \(palette.bar); }
        .door { fill: \(palette.blueFill); stroke: \(palette.blue); }
        .shut { fill: \(palette.card); stroke: \(palette.bar); stroke-dasharray: 4 3; }
        .blue { fill: \(palette.blue); }
        .green { fill: \(palette.green); }
        .amber { fill: \(palette.amber); }
        .red { fill: \(palette.red); }
        .line.gray { stroke: \(palette.bar); }
        .line.blue { stroke: \(palette.blue); fill: none; }
        .line.green { stroke: \(palette.green); fill: none; }
        .line.amber { stroke: \(palette.amber); fill: none; }
        .line.red { stroke: \(palette.red); fill: none; }

        """
    }
}
