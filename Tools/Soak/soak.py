#!/usr/bin/env python3
"""Soaks `eds-translator serve`: many clients of all kinds, continuous changes, and bounds on all figures.

See Docs/soak.md.
"""

import argparse
import asyncio
import datetime
import gc
import json
import os
import pathlib
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import mesh as meshes
import polls
import server as servers
import streams
import troublemakers
import verdict as verdicts
from follower import Follower, Tally

STREAMS_ON_A_CHANNEL = 20
# Shares of the streams; the others are well-behaved streams of the four gRPC kinds.
SHARES = {"rest": 0.06, "visitor": 0.06, "nacking": 0.05, "pausing": 0.03, "deaf": 0.02}


def say(text):
    print(f"{datetime.datetime.now(datetime.timezone.utc):%H:%M:%S} {text}", file=sys.stderr, flush=True)


class Soak:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.random = random.Random(options.seed)
        self.tally = Tally()
        self.mesh = meshes.Mesh(folder / "mesh", options.services, options.seed)
        self.server = servers.Server(options.program, str(folder / "mesh"), str(folder / "server.log"))
        self.clients = []
        self.channels = []
        self.background = set()
        self.behave = False
        self.ending = False
        self.lags = []
        self.overdue = []
        self.lingering = []

    # Clients

    def spawn(self, coroutine):
        task = asyncio.create_task(coroutine)
        self.background.add(task)
        task.add_done_callback(self.done)
        return task

    def done(self, task):
        self.background.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.tally.failure(f"error in the soak itself: {task.exception()!r}")

    def some_names(self, most=8):
        return self.random.sample(self.mesh.names, self.random.randint(1, most))

    def channel(self):
        """Returns a channel with a free slot."""
        channel = next((each for each in reversed(self.channels) if each.streams < STREAMS_ON_A_CHANNEL), None)
        if channel is None:
            channel = streams.Channel(self.server.target)
            self.channels.append(channel)
        return channel

    def add(self, habit, channel=None):
        view = self.random.choice(sorted(meshes.NODES))
        if habit == "rest":
            follower = Follower(self.mesh, self.tally, "rest", view, self.some_names(4))
            client = polls.PollClient(self, self.server.address, follower)
        else:
            kind = self.random.choice(streams.KINDS)
            # Clients that do not read subscribe to everything, so that windows fill.
            names = self.mesh.names if habit in ("pausing", "deaf") else self.some_names()
            follower = Follower(self.mesh, self.tally, kind, view, names, habit in ("good", "nacking"))
            channel = channel or self.channel()
            channel.streams += 1
            client = streams.StreamClient(self, channel, follower, habit)
        follower.subscribe(follower.names)
        task = self.spawn(client.run())
        self.clients.append((client, task))
        return client, task

    async def connect(self):
        total = self.options.streams
        habits = []
        for habit, share in SHARES.items():
            if habit != "visitor":
                habits += [habit] * round(total * share)
        visitors = round(total * SHARES["visitor"])
        habits += ["good"] * (total - visitors - len(habits))
        self.random.shuffle(habits)
        for index, habit in enumerate(habits):
            self.add(habit)
            if index % 50 == 49:
                await asyncio.sleep(0.2)
        for _ in range(visitors):
            self.spawn(self.visit())

    async def visit(self):
        """A slot for one short-lived client after another."""
        while not self.behave:
            self.tally.count("visits")
            own = streams.Channel(self.server.target) if self.random.random() < 0.3 else None
            client, task = self.add("rest" if self.random.random() < 0.2 else "good", own)
            life = self.random.uniform(5, 60)
            await self.sleep_or_end(life / 2)
            if isinstance(client, streams.StreamClient) and not task.done():
                await asyncio.gather(client.resubscribe(self.some_names()), return_exceptions=True)
            await self.sleep_or_end(life / 2)
            if self.behave:
                if own is not None:
                    self.channels.append(own)
                return
            self.clients.remove((client, task))
            await client.leave(task)
            if own is not None:
                await own.channel.close()

    async def sleep_or_end(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.behave:
            await asyncio.sleep(min(1, max(0, end - time.monotonic())))

    # Changes

    async def change_services(self):
        while not self.behave:
            await asyncio.sleep(self.random.expovariate(self.options.rate))
            index = self.random.randrange(len(self.mesh.services))
            self.mesh.change(index)

    async def every(self, seconds, action):
        while not self.behave:
            await self.sleep_or_end(self.random.uniform(0.7, 1.3) * seconds)
            if not self.behave:
                await action()

    async def remove_or_add(self):
        index = self.random.randrange(len(self.mesh.services))
        self.mesh.change(index, present=False)
        await self.sleep_or_end(self.random.uniform(0, 10))
        if self.mesh.names[index] not in self.mesh.present:
            self.mesh.change(index)

    async def change_gateways(self):
        self.mesh.change_gateways()

    async def break_and_repair(self):
        self.mesh.break_it()
        await self.sleep_or_end(self.random.uniform(1, 5))
        self.mesh.repair()

    async def burst(self):
        self.mesh.counts["bursts"] += 1
        for index in self.random.sample(range(len(self.mesh.services)), len(self.mesh.services) // 3):
            self.mesh.change(index)

    async def fleet(self):
        self.fleets = getattr(self, "fleets", 0) + 1
        await troublemakers.Fleet(self, self.fleets).run(30)

    async def break_off(self):
        self.spawn(troublemakers.break_off(self, 6))

    # Watching

    async def sample(self):
        while not self.ending:
            self.server.sample()
            await asyncio.sleep(self.options.sample_every)

    async def watch_lag(self):
        while not self.ending:
            before = time.monotonic()
            await asyncio.sleep(0.1)
            self.lags.append(time.monotonic() - before - 0.1)

    def check_overdue(self, bound, habits=("good", "nacking")):
        now = time.monotonic()
        return [
            (client.follower.kind, client.habit, client.follower.view, name, what, round(age, 1))
            for client, _ in self.clients
            if client.habit in habits
            for name, what, age in client.follower.overdue(now, bound)
        ]

    async def watch_overdue(self):
        while not self.behave:
            await asyncio.sleep(5)
            if self.mesh.broken:
                continue
            late = self.check_overdue(self.options.change_bound)
            if late:
                self.tally.count("overdue", len(late))
                self.overdue += late[:5]
                if self.tally.counts.get("overdue_told", 0) < 20:
                    self.tally.count("overdue_told")
                    say(f"{len(late)} overdue: {late[:3]}")

    async def tell(self):
        while not self.behave:
            await asyncio.sleep(30)
            last = self.server.samples[-1]
            counts = self.tally.counts
            say(
                f"{last['seconds']:.0f} s: rss {last['rss'] / 1024:.1f} MiB, {last['descriptors']} descriptors, "
                f"{last['threads']} threads, cpu {last['cpu']:.0f} s; {self.mesh.number} changes, "
                f"{counts.get('contents', 0)} contents, {counts.get('nacks', 0)} nacks, "
                f"{counts.get('unexpected_failures', 0)} failures, {counts.get('overdue', 0)} overdue"
            )

    # The run

    async def run(self):
        options = self.options
        (self.folder / "mesh").mkdir()
        self.mesh.create()
        await self.server.start()
        await asyncio.sleep(2)
        self.baseline = self.server.sample()
        say(f"server {self.server.process.pid} on {self.server.target}; {options.streams} streams to open")
        for watcher in (self.sample, self.watch_lag, self.tell):
            self.spawn(watcher())
        await self.connect()
        self.all_connected = self.server.sample()
        say(f"all connected: {self.all_connected}")
        self.spawn(self.watch_overdue())
        self.churn_begins = time.monotonic()
        churn = [
            self.spawn(self.change_services()),
            self.spawn(self.every(10, self.remove_or_add)),
            self.spawn(self.every(25, self.change_gateways)),
            self.spawn(self.every(40, self.break_and_repair)),
            self.spawn(self.every(90, self.burst)),
            self.spawn(self.every(2, self.break_off)),
        ]
        if options.fleet_connections:
            churn.append(self.spawn(self.every(15, self.fleet)))
        await asyncio.sleep(options.minutes * 60)
        churn_samples = [
            sample for sample in self.server.samples if sample["seconds"] >= self.all_connected["seconds"]
        ]
        say("end of the churn: making the last changes, all clients well-behaved")
        self.behave = True
        await asyncio.gather(*churn)
        await asyncio.sleep(2)
        return churn_samples

    async def last_changes(self):
        """Changes every assignment once more, so that stale clients are detected; some services are removed."""
        if self.mesh.broken:
            self.mesh.repair()
        self.mesh.change_gateways(2)
        removed = set(self.random.sample(range(len(self.mesh.services)), 5))
        for index in range(len(self.mesh.services)):
            self.mesh.change(index, present=True)
        await asyncio.sleep(1)
        for index in sorted(removed):
            self.mesh.change(index, present=False)
        began = time.monotonic()
        good = slow = None
        while time.monotonic() - began < 90:
            await asyncio.sleep(0.25)
            if good is None and not self.stale(("good", "nacking", "pausing")):
                good = time.monotonic() - began
            if good is not None and not self.stale(("deaf",)):
                slow = time.monotonic() - began
                break
        return good, slow

    def stale(self, habits):
        return self.check_overdue(0, habits)

    async def compare(self):
        """Compares the assignments of all clients with those of a new client, and with `translate`."""
        differences, compared, alive = [], 0, 0
        for view in sorted(meshes.NODES):
            truth = await streams.fresh(self.server.target, view, self.mesh.names)
            version, texts = await polls.fresh(self.server.address, view, self.mesh.names)
            printed = self.translated(view)
            for name in self.mesh.names:
                if name in printed and truth[name] != printed[name]:
                    differences.append(f"translate and a new client differ: {view} {name}")
                if name not in printed and meshes.markers(truth[name])[0] is not None:
                    differences.append(f"a new client has an assignment that translate has not: {view} {name}")
            for client, task in self.clients:
                follower = client.follower
                if follower.view != view:
                    continue
                alive += not task.done()
                for name in follower.names:
                    compared += 1
                    wanted = texts.get(name, b"") if follower.kind == "rest" else truth[name]
                    if follower.held.get(name) != wanted:
                        differences.append(f"{follower.kind} {client.habit} {view} {name}")
        return differences, compared, alive

    def translated(self, view):
        folder = self.folder / f"translated-{view}"
        subprocess.run(
            [self.options.program, "translate", self.server.folder, "--proxy", meshes.NODES[view][0]]
            + ["-o", "binary", "--output-dir", str(folder)],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        return {path.name.removesuffix(".pb"): path.read_bytes() for path in folder.iterdir()}

    async def everybody_leaves(self):
        """Returns the descriptors and threads that remain after the last client has left."""
        self.ending = True
        for client, task in self.clients:
            client.leaving = True
            if getattr(client, "call", None) is not None:
                client.call.cancel()
            if getattr(client, "writer", None) is not None:
                client.writer.close()
            task.cancel()
        await asyncio.gather(*(task for _, task in self.clients), return_exceptions=True)
        for channel in self.channels:
            await channel.channel.close()
        began = time.monotonic()
        while time.monotonic() - began < 60:
            # gRPC closes a channel's connection once its calls are released.
            gc.collect()
            await asyncio.sleep(0.5)
            left = self.server.sample()
            if left["unaccounted"] <= self.baseline["unaccounted"]:
                break
        else:
            self.lingering = self.server.connections()
            say(f"connections left: {self.lingering}")
        return left

    # The result

    def judge(self, churn, settled, compared, left, status):
        options, tally, verdict = self.options, self.tally, verdicts.Verdict()
        differences, contents, alive = compared
        good, slow = settled
        every = [value for values in tally.latencies.values() for value in values]
        trends = {field: verdicts.trend(churn, field) for field in servers.FIELDS}
        long = options.minutes >= 10
        memory = trends["rss"]
        bound = max(0.05 * memory["median"], 8192) if memory else 0
        verdict.require("contents that differ at the end", len(differences), 0)
        verdict.require("streams that broke off or are missing", tally.counts.get("unexpected_failures", 0), 0)
        verdict.require("clients that are not there", len(self.clients) - alive, 0)
        verdict.require("changes overdue during the run", tally.counts.get("overdue", 0), 0)
        verdict.require("contents older than the one held", tally.counts.get("contents_older_than_held", 0), 0)
        verdict.require("last changes with everybody who reads", good and round(good, 2), options.change_bound, unit="s")
        verdict.require("last changes with those who never acknowledge", slow and round(slow, 2), 45, unit="s")
        figures = verdicts.latencies(every)
        verdict.require("change to receipt, p99", figures.get("p99"), options.p99_bound, unit="s")
        verdict.require("change to receipt, max", figures.get("max"), options.change_bound, unit="s")
        verdict.require("growth of memory", memory and memory["growth"], round(bound), long, "KiB")
        verdict.require(
            "last quarter's memory over the first's",
            memory and memory["lastQuarter"] - memory["firstQuarter"],
            round(bound),
            long,
            "KiB",
        )
        for field, what in (("unaccounted", "descriptors without a client"), ("threads", "threads")):
            verdict.require(f"growth of {what}", trends[field] and trends[field]["growth"], 2, long)
            verdict.require(f"{what} when all are gone, over before", left[field] - self.baseline[field], 0)
        verdict.require("exit status of the server", status, 0)
        return verdict, {
            "formatVersion": 1,
            "when": self.when,
            "host": {"cores": os.cpu_count(), "system": platform.platform(), "loadAverage": os.getloadavg()},
            "plan": {key: value for key, value in vars(options).items() if key not in ("program", "json", "keep")},
            "commit": options.commit,
            "clients": self.population(),
            "changes": self.mesh.counts | {"number": self.mesh.number},
            "counts": dict(sorted(tally.counts.items())),
            "changeToReceipt": {
                "all": figures,
                **{kind: verdicts.latencies(values) for kind, values in sorted(tally.latencies.items())},
            },
            "firstAssignment": verdicts.latencies(tally.first),
            "generatorLag": verdicts.latencies(self.lags),
            "end": {
                "contentsCompared": contents,
                "differences": differences[:100],
                "secondsForReaders": good,
                "secondsForThoseWhoNeverAcknowledge": slow,
            },
            "failures": tally.failures,
            "overdue": self.overdue[:100],
            "lingering": self.lingering,
            "memory": {"baseline": self.baseline, "connected": self.all_connected, "left": left, "trends": trends},
            "verdict": verdict.rows,
            "holds": verdict.fine,
            "samples": self.server.samples,
        }

    def population(self):
        population = {}
        for client, _ in self.clients:
            key = client.follower.kind if client.habit == "good" else f"{client.follower.kind}, {client.habit}"
            population[key] = population.get(key, 0) + 1
        return dict(sorted(population.items()))


async def soak(options, folder):
    run = Soak(options, folder)
    run.when = f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
    main = asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, main.cancel)
    try:
        churn = await run.run()
        settled = await run.last_changes()
        say(f"settled after {settled}")
        compared = await run.compare()
        for text in compared[0][:10]:
            say(f"DIFFERENT: {text}")
        left = await run.everybody_leaves()
        status = await run.server.stop()
    finally:
        run.ending = run.behave = True
        for task in list(run.background):
            task.cancel()
        await asyncio.gather(*run.background, return_exceptions=True)
        await run.server.stop()
    verdict, report = run.judge(churn, settled, compared, left, status)
    return verdict, report


def document(report):
    """Returns the report as JSON, with one line per sample."""
    rest = {key: value for key, value in report.items() if key != "samples"}
    samples = ",\n".join(f"  {json.dumps(sample)}" for sample in report["samples"])
    return f'{json.dumps(rest, indent=1)[:-2]},\n "samples": [\n{samples}\n ]\n}}\n'


def show(verdict, report):
    figures = report["changeToReceipt"]
    print(f"{report['plan']['minutes']:g} minutes, {sum(report['clients'].values())} streams, {report['changes']}")
    print("\nchange to receipt (s)")
    for kind, row in figures.items():
        cells = "  ".join(f"{name} {row[name]:.3f}" for name in ("p50", "p90", "p99", "p99.9", "max") if name in row)
        print(f"  {kind:<10} {row['count']:>8}  {cells}")
    memory = report["memory"]
    print("\nserver            before  connected       left")
    for field in servers.FIELDS:
        print(f"  {field:<11}" + "".join(f"{memory[when][field]:>11}" for when in ("baseline", "connected", "left")))
    for field, row in memory["trends"].items():
        if row:
            print(f"  {field}, last two thirds: " + ", ".join(f"{key} {value:g}" for key, value in row.items()))
    print("\ncounts: " + ", ".join(f"{key} {value}" for key, value in report["counts"].items()))
    for text in report["failures"][:10]:
        print(f"failure: {text}")
    print(f"\n{verdict.table()}\n\n{'holds' if verdict.fine else 'DOES NOT HOLD'}")


def arguments():
    parser = argparse.ArgumentParser(prog="Tools/soak", description="Soaks eds-translator serve. See Docs/soak.md.")
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--commit", default="", help=argparse.SUPPRESS)
    parser.add_argument("--minutes", type=float, default=30, help="duration of the churn in minutes (default: 30)")
    parser.add_argument("--streams", type=int, default=2000, help="streams and long polls (default: 2000)")
    parser.add_argument("--services", type=int, default=120, help="number of services, at most 250 (default: 120)")
    parser.add_argument("--rate", type=float, default=2, help="endpoint changes per second, besides all other changes (default: 2)")
    parser.add_argument("--fleet-connections", type=int, default=20, help="connections per fleet; 0 for no fleets")
    parser.add_argument("--change-bound", type=float, default=30, help="bound in seconds for a change to reach all well-behaved clients")
    parser.add_argument("--p99-bound", type=float, default=10, help="bound in seconds for the 99th percentile")
    parser.add_argument("--sample-every", type=float, default=3, help="seconds between samples of the server")
    parser.add_argument("--seed", type=int, default=1, help="seed of all random choices (default: 1)")
    parser.add_argument("--json", help="output file of the report")
    parser.add_argument("--keep", action="store_true", help="keep the folder with the mesh and the server's log")
    return parser.parse_args()


def main():
    options = arguments()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="eds-translator-soak-"))
    try:
        verdict, report = asyncio.run(soak(options, folder))
        if options.json:
            pathlib.Path(options.json).write_text(document(report))
        show(verdict, report)
        return 0 if verdict.fine else 1
    except (asyncio.CancelledError, KeyboardInterrupt):
        say("interrupted; stopping everything")
        return 130
    finally:
        if options.keep:
            say(f"kept {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
