"""A certificate of finance, held against the landing by another engine (Apache Arrow) and without our code.

    python3 -m pip install pyarrow
    python3 finance/verify-elsewhere.py CERTIFICATE FINANCE_DIR

It reads the events' own texts, not the columns beside them. It prints one line for each thing, and ends with 1 when one is not equal.
"""
import glob
import hashlib
import json
import os
import sys

import pyarrow.parquet as parquet

PAYOUT, RUN = "urn:payledger:payout:1", "urn:payledger:payroll-run:1"


def landed(folder, era, last):
    """Every event up to `last` by its position; of the same one in two files the content must be the same."""
    events = {}
    for path in sorted(glob.glob(os.path.join(folder, "events", f"era={era}", "p=*", "*.parquet"))):
        if os.path.basename(path).startswith("."):
            continue
        table = parquet.ParquetFile(path).read(columns=["position", "event"])
        for position, event in zip(table["position"].to_pylist(), table["event"].to_pylist()):
            if position <= last and events.setdefault(position, event) != event:
                raise SystemExit(f"position {position} has two contents")
    return events


def totals_of(events):
    """Control totals and sums per currency, of the newest version of each run and payout, and whether versions are whole."""
    newest, versions = {}, {}
    for text in events.values():
        event = json.loads(text)
        if event["dataschema"] not in (PAYOUT, RUN):
            continue
        key, version = (event["dataschema"], event["subject"]), int(event["sequence"])
        versions.setdefault(key, []).append(version)
        if version >= newest.get(key, (0, None))[0]:
            newest[key] = (version, event["data"])
    payouts = [data["payout"] for (schema, _), (_, data) in newest.items() if schema == PAYOUT]
    runs = [data["run"] for (schema, _), (_, data) in newest.items() if schema == RUN]
    whole = all(sorted(found) == list(range(1, len(found) + 1)) for (schema, _), found in versions.items() if schema == PAYOUT)
    return whole, len(payouts), control_totals(runs, payouts), sums(payouts)


def control_totals(runs, payouts):
    said = {}
    for run in runs:
        if run["status"] in ("draft", "cancelled"):
            continue
        for total in run["totals"]:
            one = said.setdefault(total["currency"], {"runs": 0, "payouts": 0, "amount": 0})
            one["runs"] += 1
            one["payouts"] += total["payouts"]
            one["amount"] += int(total["amountMinor"])
    paid = {}
    counted = {run["id"] for run in runs if run["status"] not in ("draft", "cancelled")}
    for payout in payouts:
        if payout["runId"] not in counted:
            continue
        paid[payout["currency"]] = paid.get(payout["currency"], 0) + int(payout["amountMinor"])
    return [
        {"currency": currency, "runs": one["runs"], "payouts": one["payouts"], "amountMinor": str(one["amount"]), "ofPayoutsMinor": str(paid.get(currency, 0))}
        for currency, one in sorted(said.items())
    ]


def sums(payouts):
    found = {}
    for payout in payouts:
        is_booked = payout["settledAt"] is not None
        one = found.setdefault(payout["currency"], [0, 0, 0, 0])
        one[0] += 1
        one[1] += int(payout["amountMinor"])
        one[2] += is_booked
        for charge in charges_of(payout) if is_booked else []:
            found.setdefault(charge["currency"], [0, 0, 0, 0])[3] += int(charge["amountMinor"])
    return [
        {"currency": currency, "payouts": one[0], "amountMinor": str(one[1]), "booked": one[2], "feeMinor": str(one[3])}
        for currency, one in sorted(found.items())
    ]


def charges_of(payout):
    """What the bank charged; old events have one fee, in the payout's currency."""
    if payout.get("charges") is not None:
        return payout["charges"]
    return [] if payout["feeMinor"] is None else [{"currency": payout["currency"], "amountMinor": payout["feeMinor"]}]


def main(path, folder):
    with open(path, encoding="utf-8") as file:
        certificate = json.load(file)
    certificate = certificate.get("certificate") if isinstance(certificate.get("certificate"), dict) else certificate
    last = int(certificate["position"])
    events = landed(folder, certificate["era"], last)
    head = "0" * 64
    for position in sorted(events):
        head = hashlib.sha256(f"{head}\n{events[position]}".encode()).hexdigest()
    whole, payouts, controls, added = totals_of(events)
    found = {
        "Positions": sorted(events) == list(range(1, last + 1)),
        "Journal": head == certificate["head"] == certificate["watermark"]["hash"],
        "Versions": whole and payouts == certificate["payouts"],
        "Control totals": controls == certificate["controlTotals"] and all(one["amountMinor"] == one["ofPayoutsMinor"] for one in controls),
        "Sums": added == certificate["sums"],
    }
    for what, is_equal in found.items():
        print(f"{'equal  ' if is_equal else 'UNEQUAL'}  {what}")
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
