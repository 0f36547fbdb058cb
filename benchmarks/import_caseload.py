"""How long checking a caseload of 20,000 rows takes, and how much memory: limits 60 s and 500 MB.

python benchmarks/import_caseload.py [ROWS]
"""

import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "exchange"))

from caseloads import DUTCH, TODAY, as_csv, as_ods, as_xlsx, people, table

from reisgenoot.exchange.caseload.check import check_path

SECONDS_ALLOWED = 60
MEGABYTES_ALLOWED = 500


def measure(path: Path, today: dt.date) -> None:
    """Check one file in this process and print seconds and peak memory."""
    start = time.perf_counter()
    report = check_path(path, today)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    fine = seconds < SECONDS_ALLOWED and peak < MEGABYTES_ALLOWED
    print(
        f"{path.suffix[1:]:5} {len(report.records):6} rows {seconds:6.1f} s of {SECONDS_ALLOWED}  "
        f"{peak:5.0f} MB of {MEGABYTES_ALLOWED}  {len(report.duplicates)} possible duplicates  "
        f"{'met' if fine else 'NOT MET'}"
    )


def main() -> None:
    """Write the same rows as xlsx, ods and csv and check each in a process of its own."""
    if len(sys.argv) == 3:
        measure(Path(sys.argv[1]), TODAY)
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    dice = random.Random(20_000)
    cells = table(people(dice, count), DUTCH, list(DUTCH), dice, real_dates=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("a.xlsx", as_xlsx(cells)), ("a.ods", as_ods(cells)), ("a.csv", as_csv(cells))):
            path = Path(folder) / name
            path.write_bytes(content)
            subprocess.run([sys.executable, __file__, str(path), "measure"], check=True)


if __name__ == "__main__":
    main()
