#!/usr/bin/env python3
"""Sends assignments of eds-translator to the xDS client of gRPC C-core, and counts those it accepts and rejects.

    grpc_consumer.py JOBS RESULTS

JOBS is a JSON file: [{"name": str, "server": "address:port", "node": Node, "resources": [EDS name, ...]}, ...].
For each job a channel is opened through bridge.py with that node. RESULTS is written, a JSON list with a result for each
job: {"name", "acks", "nacks": [text, ...], "bridge_nacks": [text, ...], "answered": [EDS name, ...]}.

The clusters' policy is RING_HASH by default, which connects to no endpoint before there is a request: nothing is sent to the
addresses of the assignments.
"""

import asyncio
import json
import os
import sys

import grpc

from bridge import Bridge

CONCURRENT_JOBS = 8
SECONDS_PER_JOB = 60


async def run(job, index, bridge, limit):
    async with limit:
        session = bridge.expect(f"job-{index}", job)
        channel = grpc.aio.insecure_channel(f"xds:///job-{index}")
        try:
            channel.get_state(try_to_connect=True)
            try:
                await asyncio.wait_for(session.finished.wait(), SECONDS_PER_JOB)
            except asyncio.TimeoutError:
                pass
            return session.result()
        finally:
            await channel.close()


async def main(jobs_path, results_path):
    with open(jobs_path, encoding="utf-8") as file:
        jobs = json.load(file)
    bridge = Bridge()
    port = await bridge.start()
    os.environ["GRPC_XDS_BOOTSTRAP_CONFIG"] = json.dumps(
        {
            "xds_servers": [
                {
                    "server_uri": f"127.0.0.1:{port}",
                    "channel_creds": [{"type": "insecure"}],
                    "server_features": ["xds_v3"],
                }
            ],
            "node": {"id": "grpc"},
        }
    )
    limit = asyncio.Semaphore(CONCURRENT_JOBS)
    results = await asyncio.gather(*(run(job, index, bridge, limit) for index, job in enumerate(jobs)))
    await bridge.stop()
    with open(results_path, "w", encoding="utf-8") as file:
        json.dump(results, file)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: grpc_consumer.py JOBS RESULTS")
    asyncio.run(main(sys.argv[1], sys.argv[2]))
