"""What finance publishes beside its marts: a manifest, which names the file, and a certificate, by which anybody can compute it again."""
import hashlib
import json
import os
import pathlib
import shutil
import tempfile

import mart_files

CONTRACTS = ["urn:payledger:payout:1", "urn:payledger:payroll-run:1"]
SUMMARY = mart_files.FINANCE / "summary"
#: Of marts that are made of events row by row it is which events those are (finance/mart-summary.ts).
OF_EVENTS = ("payout_facts", "payout_changes", "payout_charges")


def publish(out, marts, built, now):
    """Puts the file of marts, its certificate and the manifest below `out`, each whole or not there, the manifest last. Returns the manifest."""
    folder = pathlib.Path(out) / "published"
    folder.mkdir(parents=True, exist_ok=True)
    summary = summarize(marts, built)
    name = f"era-{built['era']}-position-{built['position']:015d}-{summary['hash'][:8]}"
    written = place(marts, folder / f"{name}.duckdb")
    file = {"name": f"{name}.duckdb", "sha256": written["sha256"]}
    why_not = uncertified(built)
    certified = None
    if why_not is None:
        text = certificate_text(built, summary, file, now)
        write_whole(folder / f"{name}.certificate.json", text)
        certified = {"file": f"{name}.certificate.json", "sha256": sha256(text)}
    mark = built["watermark"]
    manifest = {
        **{"format": mart_files.form_of_tables(), "file": file["name"], "era": built["era"], "position": str(built["position"])},
        **{"coveredUntil": mark["coveredUntil"], "horizonXid": mark["horizonXid"], "builtAt": now, "definition": mart_files.definition()},
        **{"buildMs": built["buildMs"], "events": summary["events"], "deadLetters": 0, "gapAt": None, "payouts": summary["payouts"]},
        **{"sums": summary["sums"], "hash": summary["hash"], "certificate": certified, "uncertified": why_not, "written": written},
    }
    write_whole(folder / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    return manifest


def uncertified(built):
    """Why there is no certificate: the ledger has not said that its journal is what landed."""
    mark = built["watermark"]
    if not mark.get("hash"):
        return f"The ledger has not said what its journal comes to at position {built['position']}."
    if mark["position"] != str(built["position"]) or mark["era"] != built["era"]:
        return f"The ledger has said what its journal comes to at position {mark['position']} of era {mark['era']}, and these figures stand at {built['position']} of era {built['era']}."
    if mark["hash"] != built["head"]:
        return f"What landed up to position {built['position']} is not what the ledger’s journal comes to."
    return None


def certificate_text(built, summary, file, now):
    """Its fields in the order of finance/certify.ts, for the seal is over the text."""
    unsealed = {
        **{"certificate": 1, "era": built["era"], "position": str(built["position"]), "issuedAt": now},
        **{"events": summary["events"], "payouts": summary["payouts"], "head": built["head"], "watermark": built["watermark"]},
        **{"controlTotals": summary["controlTotals"], "sums": summary["sums"], "marts": summary["marts"], "sql": mart_files.sql_hashes()},
        **{"file": file, "segments": built["segments"], "contracts": CONTRACTS, "format": mart_files.form_of_tables()},
        **{"code": version(), "engine": built["engine"]},
    }
    seal = sha256(json.dumps(unsealed, separators=(",", ":"), ensure_ascii=False))
    return json.dumps({**unsealed, "seal": seal}, indent=2, ensure_ascii=False) + "\n"


def summarize(path, built):
    """Counts, sums and hashes of the packed marts, by the same SQL that the loader asks (finance/mart-summary.ts)."""
    import duckdb

    connection = duckdb.connect(path, read_only=True)
    try:
        asked = lambda name: connection.sql((SUMMARY / f"{name}.sql").read_text(encoding="utf-8"))
        marts = []
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_name").fetchall():
            rows = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            query = (SUMMARY / f"hash_{name}.sql").read_text(encoding="utf-8") if name in OF_EVENTS else f"SELECT * FROM {name}"
            marts.append({"name": name, "rows": rows, "sha256": hash_of(connection, query)})
        lines = [built["head"], *[f"{mart['name']} {mart['rows']} {mart['sha256']}" for mart in marts]]
        return {
            **{"events": built["events"], "payouts": next(mart["rows"] for mart in marts if mart["name"] == "payout_facts"), "marts": marts},
            **{"sums": as_told(asked("sums")), "controlTotals": as_told(asked("control_totals")), "hash": sha256("\n".join(lines))},
        }
    finally:
        connection.close()


def as_told(relation):
    """Amounts as texts, counts as numbers."""
    names = relation.columns
    return [{name: str(value) if name.endswith("Minor") else value for name, value in zip(names, row)} for row in relation.fetchall()]


def hash_of(connection, query):
    digest = hashlib.sha256()
    rows = connection.execute(f"SELECT to_json(asked)::VARCHAR AS row FROM ({query}) asked ORDER BY row")
    while some := rows.fetchmany(50_000):
        digest.update("".join(f"{row}\n" for (row,) in some).encode())
    return digest.hexdigest()


def place(path, to):
    """Moves a file to its place, and says how it was written; its time is a whole millisecond, which every reader reads alike."""
    aside = to.with_name(f".{to.name}.aside")
    shutil.copyfile(path, aside)
    at = os.stat(aside).st_mtime_ns // 1_000_000
    os.utime(aside, ns=(at * 1_000_000, at * 1_000_000))
    with open(aside, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    os.replace(aside, to)
    return {"bytes": to.stat().st_size, "mtimeMs": at, "sha256": digest}


def write_whole(path, text):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".", delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def version():
    return json.loads((mart_files.FINANCE.parent / "package.json").read_text())["version"]


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()
