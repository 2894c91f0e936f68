#!/usr/bin/env python3
"""Runs the server of examples/server for some seconds among clients as they are: some want an answer, some set deadlines that
cannot be met, some hang up, some send what no client should. Then it checks that every client got the answer that it must
get, that the server's statistics are what the clients have seen, that no sandbox and no thread was lost, and that SIGTERM
ends the server.

Nothing here depends on how fast the machine is: what must happen is waited for, with bounds that only a server that hangs
exceeds. All connections are to 127.0.0.1.

usage: load-test-server.py SERVER GUEST-IMAGE [WAITING-CLIENTS]
"""

import asyncio
import os
import random
import resource
import signal
import socket
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from json import loads
from typing import Any

SECONDS = 4  # of mixed load
QUOTING_CLIENTS = 24
OTHER_CLIENTS = 2  # of each other kind
WAITING_CLIENTS = 1000  # to make the sandboxes of twice as many takes four times as long
HUNG = 90  # seconds after which something that must happen will not happen any more
LONG = {"Timeout-Milliseconds": "60000"}  # as long as a server lets a request take

ORDER = "rye 2\npretzel 1\n"
QUOTE = "2 rye at 3.20 €: 6.40 €\n1 pretzel at 1.10 €: 1.10 €\ntotal: 7.50 €\n"
NEVER = ("spin", ""), ("quote", "meteorite 1")  # a guest that runs for ever, and one that waits for ever

Reply = tuple[int, dict[str, str], str]


class Failed(Exception):
    """What the server did that it must not do."""


def expect(condition: bool, message: str) -> None:
    if not condition:
        raise Failed(message)


@asynccontextmanager
async def within(seconds: float, what: str):
    """Fails if it takes longer until it is so."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise Failed(f"it takes longer than {seconds} s until {what}") from None


class Connection:
    """A connection of a client, which sends a request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.reader, self.writer = reader, writer

    def send(self, method: str, path: str, body: str | bytes = b"", headers: dict[str, str] | None = None) -> None:
        content = body.encode() if isinstance(body, str) else body
        fields = {"Host": "localhost", "Content-Length": str(len(content))} | (headers or {})
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content)

    async def reply(self) -> Reply:
        try:
            async with within(HUNG, "a client has its answer"):
                status = (await self.reader.readuntil(b"\r\n")).split()
                headers = {}
                while line := (await self.reader.readuntil(b"\r\n")).decode().strip():
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                body = await self.reader.readexactly(int(headers.get("content-length", "0")))
                return int(status[1]), headers, body.decode()
        except (EOFError, ConnectionError) as error:
            raise Failed(f"the server has closed a connection instead of answering: {error}") from None

    async def call(self, function: str, body: str | bytes, headers: dict[str, str] | None = None) -> Reply:
        self.send("POST", f"/functions/{function}", body, headers)
        return await self.reply()

    async def rest(self) -> bytes:
        """All that the server still says, until it closes the connection."""
        async with within(HUNG, "the server has closed a connection that makes no sense"):
            return await self.reader.read(-1)

    def hang_up(self, by_reset: bool) -> None:
        """As a client ends that closes the connection, or as one that is killed by its machine."""
        if by_reset:
            linger = struct.pack("ii", 1, 0)
            self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()


class Server:
    """The process, and what it says about itself."""

    def __init__(self, process: asyncio.subprocess.Process, port: int):
        self.process, self.port = process, port

    @asynccontextmanager
    async def connection(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield Connection(reader, writer)
        finally:
            writer.transport.abort()

    async def statistics(self) -> dict[str, Any]:
        async with self.connection() as connection:
            connection.send("GET", "/statistics")
            status, _, body = await connection.reply()
            expect(status == 200, f"the statistics have the status {status}")
            return loads(body)

    async def until(self, what: str, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        end = time.monotonic() + HUNG
        while not is_so(statistics := await self.statistics()):
            expect(time.monotonic() < end, f"it takes longer than {HUNG} s until {what}: {statistics}")
            await asyncio.sleep(0.05)
        return statistics

    async def until_idle(self) -> dict[str, Any]:
        return await self.until(
            "the pool has all its sandboxes back",
            lambda now: now["received"] == sum(now["outcomes"].values()) and not now["pool"]["lent"] and not now["lookUps"],
        )

    def threads(self) -> int:
        """Without those that some kernels make for each VM."""
        tasks = f"/proc/{self.process.pid}/task"
        names = [open(f"{tasks}/{task}/comm", encoding="utf-8").read() for task in os.listdir(tasks)]
        return sum(not name.startswith("kvm-") for name in names)

    async def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        async with within(HUNG, "the server has ended after SIGTERM"):
            code = await self.process.wait()
        expect(code == 0, f"after SIGTERM the server ended with the status {code}")


@asynccontextmanager
async def running(program: str, image: str, sandboxes: int, line: int):
    """A server, which is killed if it does not end by itself."""
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            program, image, "0", str(sandboxes), str(line), stdout=asyncio.subprocess.PIPE, stderr=log
        )
        try:
            async with within(HUNG, "the server listens"):
                first = (await process.stdout.readline()).decode()
            expect(first.startswith("listening on 127.0.0.1:"), f"the server does not start: it prints {first!r}")
            yield Server(process, int(first.rpartition(":")[2]))
            expect(process.returncode is not None, "the server still runs")
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-8000:])
            raise
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


class MixedLoad:
    """Clients of all kinds at the same time. Each notes what it has seen."""

    def __init__(self, server: Server):
        self.server = server
        self.end = time.monotonic() + SECONDS
        self.seen = Counter()
        self.times: list[float] = []

    async def run(self) -> None:
        others = (self.set_deadlines, self.hang_up, self.make_mistakes, self.break_the_guest, self.send_garbage)
        async with asyncio.TaskGroup() as clients:
            for _ in range(QUOTING_CLIENTS):
                clients.create_task(self.want_quotes())
            for kind in others:
                for _ in range(OTHER_CLIENTS):
                    clients.create_task(self.repeat(kind))

    async def repeat(self, kind: Callable[[], Awaitable[None]]) -> None:
        while time.monotonic() < self.end:
            await kind()

    def note(self, outcome: str, reply: Reply, status: int, text: str | None = None) -> None:
        expect(
            reply[0] == status and text in (None, reply[2]),
            f"where {status} {text or ''!r} is the answer, the server gave {reply[0]} {reply[2]!r}",
        )
        self.seen[outcome] += 1

    async def want_quotes(self) -> None:
        async with self.server.connection() as connection:
            while time.monotonic() < self.end:
                start = time.monotonic()
                self.note("answered", await connection.call("quote", ORDER, LONG), 200, QUOTE)
                self.times.append(time.monotonic() - start)

    async def set_deadlines(self) -> None:
        async with self.server.connection() as connection:
            for function, body in NEVER:
                soon = {"Timeout-Milliseconds": str(random.randint(1, 60))}
                self.note("deadlineExceeded", await connection.call(function, body, soon), 504)

        # A body that does not come has no more time than anything else.
        async with self.server.connection() as connection:
            connection.send("POST", "/functions/quote", "rye", {"Content-Length": "9", "Timeout-Milliseconds": "60"})
            self.note("deadlineExceeded", await connection.reply(), 504)

    async def hang_up(self) -> None:
        for function, body in NEVER:
            async with self.server.connection() as connection:
                connection.send("POST", f"/functions/{function}", body, LONG)
                await connection.writer.drain()
                await asyncio.sleep(random.uniform(0, 0.06))
                connection.hang_up(by_reset=False)
                self.seen["cancelled"] += 1

    async def make_mistakes(self) -> None:
        async with self.server.connection() as connection:
            for function, body, status, text in (
                ("quote", "rye two", 422, "line 1: a product and a count are wanted"),
                ("quote", "unicorn 1", 422, "the request names something that is not known here"),
                ("quote", b"\xff\xfe 1", 400, "the body is not in UTF-8"),
                ("lookUp", "price of rye", 404, "there is no such function"),
                ("..%2F..%2Fetc%2Fpasswd", "", 404, "there is no such function"),
            ):
                self.note("refused", await connection.call(function, body, LONG), status, text)
            for timeout in ("0", "-1", "soon", "9" * 40):
                reply = await connection.call("quote", ORDER, {"Timeout-Milliseconds": timeout})
                self.note("refused", reply, 400)

    async def break_the_guest(self) -> None:
        async with self.server.connection() as connection:
            order = f"rye {2**63 - 1}"
            self.note("failed", await connection.call("quote", order, LONG), 502, "the function failed")

    async def send_garbage(self) -> None:
        async with self.server.connection() as connection:
            self.note("refused", await connection.call("quote", "rye 1\n" * 10_000, LONG), 413)
        async with self.server.connection() as connection:
            connection.send("POST", "/functions/quote", headers={"Content-Length": str(10**15)})
            connection.writer.write(b"x" * 100_000)
            self.note("refused", await connection.reply(), 413)
        chunked = "POST /functions/quote HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        async with self.server.connection() as connection:
            connection.writer.write(chunked.encode() + (b"800\r\n" + b"x" * 0x800 + b"\r\n") * 32 + b"0\r\n\r\n")
            self.note("refused", await connection.reply(), 413)
        for start in ("POST /functions/quote HTTP/9.9\r\n\r\n", "\0\r\n\r\n", f"GET /{'x' * 200_000} HTTP/1.1\r\n\r\n"):
            async with self.server.connection() as connection:
                connection.writer.write(start.encode())
                if connection.writer.can_write_eof():
                    connection.writer.write_eof()
                answer = await connection.rest()
                expect(not answer.startswith(b"HTTP/1.1 2"), f"garbage was answered by {answer[:80]}")


async def check_mixed_load(server: Server) -> str:
    load = MixedLoad(server)
    await load.run()
    statistics = await server.until_idle()
    expect(
        statistics["outcomes"] == {outcome: load.seen[outcome] for outcome in statistics["outcomes"]},
        f"the clients have seen {dict(load.seen)}, and the server says {statistics}",
    )
    expect(statistics["pool"]["replacements"] == 0, f"sandboxes were lost: {statistics}")
    load.times.sort()
    middle, most = (load.times[len(load.times) * part // 100] * 1000 for part in (50, 99))
    others = ", ".join(f"{count} {outcome}" for outcome, count in load.seen.items() if outcome != "answered")
    return f"{len(load.times)} quotes in {SECONDS} s (half within {middle:.1f} ms, 99% within {most:.1f} ms), {others}"


async def check_hang_ups(
    server: Server, count: int, function: str, body: str, running: Callable[[dict[str, Any]], int],
    meanwhile: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """All clients hang up when the calls of all are where they stay."""
    before = (await server.until_idle())["outcomes"]["cancelled"]
    async with AsyncExitStack() as connections:
        clients = [await connections.enter_async_context(server.connection()) for _ in range(count)]
        for client in clients:
            client.send("POST", f"/functions/{function}", body, LONG)
        await server.until(f"{count} calls run", lambda now: running(now) == count)
        if meanwhile:
            await meanwhile()
        for number, client in enumerate(clients):
            client.hang_up(by_reset=number % 2 == 0)
    after = (await server.until_idle())["outcomes"]["cancelled"]
    expect(after - before == count, f"{count} clients hung up, and {after - before} calls were cancelled")


async def check_hang_ups_of_running(server: Server) -> None:
    """More guests want to run than there are threads."""
    await check_hang_ups(server, 16, "spin", "", lambda now: now["pool"]["lent"])


async def check_hang_ups_of_waiting(server: Server, count: int) -> None:
    """All wait in a host function, and neither that nor their sandboxes take threads from others."""

    async def look_around() -> None:
        threads, processors = server.threads(), os.cpu_count() or 1
        print(f"{threads} threads while {count} calls wait, whose clients then hang up", flush=True)
        expect(threads <= 4 * processors + 16, f"{threads} threads are too many for {processors} processors")
        async with server.connection() as connection:
            expect((await connection.call("quote", ORDER, LONG))[2] == QUOTE, "others are not served any more")

    await check_hang_ups(server, count, "quote", "meteorite 1", lambda now: now["lookUps"], look_around)


async def check_half_bodies(server: Server) -> None:
    """A client that leaves before it has said what it wants: it has left, or makes no sense, whichever is seen first."""
    before = await server.until_idle()
    for _ in range(20):
        async with server.connection() as connection:
            connection.send("POST", "/functions/quote", "rye", {"Content-Length": "9"})
            await connection.writer.drain()
    await server.until("all half bodies have come", lambda now: now["received"] - before["received"] == 20)
    after = await server.until_idle()
    ended = [after["outcomes"][outcome] - before["outcomes"][outcome] for outcome in ("cancelled", "refused")]
    expect(sum(ended) == 20, f"half bodies ended otherwise than cancelled or refused: {before}, {after}")


async def check_overload(server: Server, sandboxes: int, line: int) -> int:
    """As many are answered as there are sandboxes and places in line, at least; the others are told to come again."""

    async def ask() -> Reply:
        async with server.connection() as connection:
            return await connection.call("quote", "truffle 1", LONG)

    replies = await asyncio.gather(*(ask() for _ in range(8 * (sandboxes + line))))
    answered = sum(status == 200 for status, _, _ in replies)
    rejected = sum(status == 503 and headers.get("retry-after") == "1" for status, headers, _ in replies)
    expect(answered + rejected == len(replies), f"answers to too many: {Counter(reply[0] for reply in replies)}")
    expect(answered >= sandboxes and rejected > 0, f"of {len(replies)} requests {answered} were answered")
    expect((await ask())[0] == 200, "a server that was overloaded does not recover")
    return rejected


async def check_shutdown(server: Server) -> None:
    """SIGTERM comes in the middle of a call, which has its time all the same."""
    async with server.connection() as idle, server.connection() as connection:
        idle.send("GET", "/health")
        expect((await idle.reply())[0] == 200, "the server is not well")
        connection.send("POST", "/functions/spin", "", {"Timeout-Milliseconds": "3000"})
        await server.until("the call runs", lambda now: now["pool"]["lent"] == 1)
        ending = asyncio.create_task(server.end())
        expect((await connection.reply())[0] == 504, "a call that ran at the end was not answered")
        await ending


async def test(program: str, image: str, waiting: int) -> None:
    async with asyncio.timeout(4 * HUNG):
        async with running(program, image, sandboxes=waiting + 100, line=waiting) as server:
            print(await check_mixed_load(server), flush=True)
            await check_half_bodies(server)
            await check_hang_ups_of_running(server)
            await check_hang_ups_of_waiting(server, waiting)
            await server.end()
        async with running(program, image, sandboxes=2, line=2) as server:
            print(f"{await check_overload(server, 2, 2)} of 32 rejected where 2 are served and 2 may wait", flush=True)
            await check_shutdown(server)
    print("The server is as it should be.")


def raise_file_limit(wanted: int) -> int:
    """Raises it for this process and the server, as far as wanted and possible."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = max(soft, wanted if hard == resource.RLIM_INFINITY else min(hard, wanted))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    wanted = int(sys.argv[3]) if len(sys.argv) == 4 else WAITING_CLIENTS
    # The server has a connection and two descriptors of a sandbox for each, and some to spare.
    waiting = min(wanted, raise_file_limit(4 * wanted) // 4)
    try:
        asyncio.run(test(sys.argv[1], sys.argv[2], waiting))
    except* (Failed, TimeoutError, OSError) as failures:
        reasons = [f"{type(failure).__name__}: {failure}" for failure in failures.exceptions]
        sys.exit("error: " + "\n".join(reasons))
