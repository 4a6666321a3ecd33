"""Trends of samples, bounds, and the result table."""

import statistics


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def latencies(values):
    if not values:
        return {"count": 0}
    figures = {"count": len(values)}
    for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)):
        figures[name] = round(percentile(values, share), 4)
    figures["max"] = round(max(values), 4)
    return figures


def trend(samples, field):
    """Returns the trend of the last two thirds of `samples` (Theil-Sen, robust against outliers) as growth over that time,
    with the medians of its first and last quarter."""
    part = samples[len(samples) // 3 :]
    if len(part) < 8:
        return None
    step = max(1, len(part) // 300)
    thin = part[::step]
    slopes = [
        (late[field] - early[field]) / (late["seconds"] - early["seconds"])
        for index, early in enumerate(thin)
        for late in thin[index + 1 :]
    ]
    slope = statistics.median(slopes)
    seconds = part[-1]["seconds"] - part[0]["seconds"]
    quarter = len(part) // 4
    return {
        "minutes": round(seconds / 60, 1),
        "median": statistics.median(sample[field] for sample in part),
        "least": min(sample[field] for sample in part),
        "most": max(sample[field] for sample in part),
        "growth": round(slope * seconds, 1),
        "perHour": round(slope * 3600, 1),
        "firstQuarter": statistics.median(sample[field] for sample in part[:quarter]),
        "lastQuarter": statistics.median(sample[field] for sample in part[-quarter:]),
    }


class Verdict:
    def __init__(self):
        self.rows = []

    def require(self, what, value, bound, judged=True, unit=""):
        """Requires that `value` exists and does not exceed `bound`."""
        holds = value is not None and value <= bound
        self.rows.append(
            {"what": what, "value": value, "bound": bound, "unit": unit, "judged": judged, "holds": holds}
        )

    @property
    def fine(self):
        return all(row["holds"] for row in self.rows if row["judged"])

    def table(self):
        lines = []
        width = max(len(row["what"]) for row in self.rows)
        for row in self.rows:
            value = "none" if row["value"] is None else f"{row['value']:g}" if row["value"] < 1e6 else f"{row['value']:.0f}"
            word = "ok" if row["holds"] else "MISSED"
            if not row["judged"]:
                word = "(too short a run to judge)"
            lines.append(f"  {row['what']:<{width}}  {value:>10} {row['unit']:<4} <= {row['bound']:>9g}  {word}")
        return "\n".join(lines)
