"""Cases guided by coverage: atheris, where it is installed, draws the choices.

Each new thing that goes wrong is shown with the bytes that made it; they are a case of their own.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.fuzz.choices import Choices

LONGEST = 4096  # bytes of choices


def has_atheris() -> bool:
    """Return whether cases can be guided here."""
    try:
        import atheris  # noqa: F401
    except ImportError:
        return False
    return True


def run_guided(seed: int, seconds: float, keep: Path | None = None) -> int:
    """Run guided cases until the time is up; return 1 where something went wrong."""
    import atheris

    with atheris.instrument_imports(include=["parreport"]):
        from tests.fuzz import cases, chain, corpus, minimizing

    found: dict[str, int] = {}
    end = time.monotonic() + seconds
    done = 0
    with chain.open_bench() as bench:

        def try_bytes(data: bytes) -> None:
            nonlocal done
            if time.monotonic() > end:
                raise KeyboardInterrupt  # how libFuzzer is told to end
            done += 1
            given = atheris.FuzzedDataProvider(data)
            case = cases.draw_case(Choices(lambda limit: given.ConsumeIntInRange(0, limit - 1)))
            finding = bench.try_case(case)
            if finding is None:
                return
            found[finding.key] = found.get(finding.key, 0) + 1
            if found[finding.key] == 1:
                small = minimizing.minimize(case, finding, bench)
                print(f"\nguided: {finding.key}")
                print(minimizing.show_changes(small, bench), finding.words, sep="\n", flush=True)
                if keep is not None:
                    corpus.write_entry(keep, small, finding, "guided")

        flags = [f"-seed={seed % 2**31}", f"-max_len={LONGEST}", f"-max_total_time={seconds:.0f}"]
        flags += ["-rss_limit_mb=0", "-timeout=0", "-handle_int=0", "-print_final_stats=0", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *flags], try_bytes)
        with suppress(KeyboardInterrupt, SystemExit):
            atheris.Fuzz()
    print(f"\n{done} guided cases")
    for key, times in sorted(found.items(), key=lambda one: -one[1]):
        print(f"  {times} × {key}")
    return int(bool(found))
