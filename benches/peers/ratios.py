"""Reads lines as `simpy hold 1e3: 812 ns/event`; prints peer / foomwatch."""

import re
import sys

HOME = "foomwatch"
LINE = re.compile(r"(\w+) (.+): ([\d.]+) ns/(\w+)\s*$")


def main():
    times = {}
    for line in sys.stdin:
        found = LINE.match(line.strip())
        if found:
            program, work, nanos, per = found.groups()
            times.setdefault((work, per), {})[program] = float(nanos)
    programs = sorted({program for row in times.values() for program in row} - {HOME})
    widths = [max(12, len(program) + len(f" / {HOME}")) for program in programs]
    print()
    print(f"{'work':<20}{HOME:>16}", end="")
    for program, width in zip(programs, widths):
        print(f"  {program + ' / ' + HOME:>{width}}", end="")
    print()
    for (work, per), row in times.items():
        home = row.get(HOME)
        print(f"{work:<20}{f'{home:.0f} ns' if home else '-':>16}", end="")
        for program, width in zip(programs, widths):
            ratio = f"{row[program] / home:.1f}" if home and program in row else "-"
            print(f"  {ratio:>{width}}", end="")
        print(f"  per {per}")


main()
