"""The works of the kernel benches, in SimPy, one line of text per work.

It needs SimPy alone:

    python3 -m venv venv && venv/bin/pip install simpy==4.1.1
    venv/bin/python simpy_peers.py

Actors are processes, as SimPy's documentation teaches. Only re-timing uses the
callbacks of events below them: a process that is interrupted pays for an
exception each time: 12 µs an event here, against 5. A timeout cannot leave
SimPy's list, so one that was moved still comes due, without callbacks.
"""

import random
import statistics
import time

import simpy

BATCHES = 5


def hold(actors, events):
    """Every event restarts its actor's clock."""
    exponential = random.Random(0).expovariate
    env = simpy.Environment()
    rings = 0

    def holder():
        nonlocal rings
        while True:
            yield env.timeout(exponential(1.0))
            rings += 1

    for _ in range(actors):
        env.process(holder())

    def batch():
        before = rings
        env.run(until=env.now + events / actors)
        return rings - before

    return batch


class Retimer:
    """Three clocks: one that rings re-times the two others and itself."""

    def __init__(self, env, exponential):
        self.env = env
        self.exponential = exponential
        self.fast = False
        self.rings = 0
        self.due = [0.0] * 3
        self.events = [None] * 3
        self.handlers = [lambda _, clock=clock: self.ring(clock) for clock in range(3)]
        for clock in range(3):
            self.schedule(clock, exponential(1.0))

    def schedule(self, clock, delay):
        event = self.env.timeout(delay)
        event.callbacks.append(self.handlers[clock])
        self.events[clock] = event
        self.due[clock] = self.env.now + delay

    def ring(self, clock):
        self.rings += 1
        self.fast = not self.fast
        factor = 0.5 if self.fast else 2.0
        now = self.env.now
        for other in ((clock + 1) % 3, (clock + 2) % 3):
            self.events[other].callbacks.clear()
            self.schedule(other, (self.due[other] - now) * factor)
        self.schedule(clock, self.exponential(1.0))


def retiming(actors, events):
    """Every event re-times two more clocks of its actor."""
    exponential = random.Random(0).expovariate
    env = simpy.Environment()
    retimers = [Retimer(env, exponential) for _ in range(actors)]

    def batch():
        before = sum(retimer.rings for retimer in retimers)
        env.run(until=env.now + events / (3 * actors))
        return sum(retimer.rings for retimer in retimers) - before

    return batch


def queue(customers):
    """M/M/1 at utilization 0.8."""
    exponential = random.Random(0).expovariate
    env = simpy.Environment()
    server = simpy.Resource(env)
    served = 0
    stay = 0.0

    def customer():
        nonlocal served, stay
        arrival = env.now
        with server.request() as request:
            yield request
            yield env.timeout(exponential(1.0))
        served += 1
        stay += env.now - arrival

    def source():
        while True:
            yield env.timeout(exponential(0.8))
            env.process(customer())

    env.process(source())

    def batch():
        before = served
        env.run(until=env.now + customers / 0.8)
        return served - before

    def check():
        assert abs(stay / served - 5.0) < 1.0, f"a mean stay of {stay / served} is not M/M/1's"

    batch.check = check
    return batch


def replications(count):
    """A new simulation of 50 actors, and about its first 200 events."""

    def batch():
        for replication in range(count):
            exponential = random.Random(replication).expovariate
            env = simpy.Environment()

            def holder():
                while True:
                    yield env.timeout(exponential(1.0))

            for _ in range(50):
                env.process(holder())
            env.run(until=4.0)
        return count

    return batch


def report(work, per, batch):
    """Runs a batch to warm up and times the following; prints the median."""
    batch()
    each = []
    for _ in range(BATCHES):
        start = time.perf_counter_ns()
        done = batch()
        each.append((time.perf_counter_ns() - start) / done)
    getattr(batch, "check", lambda: None)()
    print(f"simpy {work}: {statistics.median(each):.0f} ns/{per}", flush=True)


if __name__ == "__main__":
    report("hold 1e3", "event", hold(1_000, 100_000))
    report("hold 1e5", "event", hold(100_000, 200_000))
    report("re-timing 1e3", "event", retiming(1_000, 30_000))
    report("M/M/1", "customer", queue(50_000))
    report("fresh replication", "replication", replications(200))
