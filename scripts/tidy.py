#!/usr/bin/env python3
"""Checks the structure that architecture.toml declares: layers, edges, table owners, bans, sizes, completeness.

Prints `path:line: rule: what to do instead` and fails when there is any finding that is not in
scripts/tidy_baseline.txt; the baseline may only shrink (`--shrink` rewrites it). `--self-test` plants
one mistake of each kind into a toy tree and expects every one to be found.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
CPP = (".h", ".cpp")
WEB = (".ts", ".tsx")


class Tree:
    """The files of a checkout and the law they are held to."""

    def __init__(self, root):
        self.root = root
        self.law = tomllib.loads((root / "architecture.toml").read_text())
        self.findings = []
        if (root / ".git").exists():
            listed = subprocess.run(["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"],
                                    capture_output=True, text=True, check=True).stdout.splitlines()
            self.files = sorted({root / name for name in listed if (root / name).is_file()})
        else:
            self.files = sorted(p for p in root.rglob("*") if p.is_file())

    def report(self, path, line, rule, advice):
        self.findings.append(f"{path.relative_to(self.root)}:{line}: {rule}: {advice}")

    def name(self, path):
        return path.relative_to(self.root).as_posix()

    def sources(self, suffixes, under=("src/", "tests/", "bench/")):
        for path in self.files:
            if path.suffix in suffixes and self.name(path).startswith(under):
                yield path, path.read_text(errors="replace").splitlines()


def is_test(name):
    return "/tests/" in name or name.startswith(("tests/", "bench/")) or name.endswith(("_test.cpp", ".spec.ts", ".spec.tsx", ".test.ts", ".test.tsx"))


# --- who may include whom ----------------------------------------------------------------------------

def place(name):
    """src/domains/accounts/store.cpp → (domains, accounts, store.cpp)."""
    parts = name.removeprefix("src/").split("/")
    return parts[0], parts[1] if len(parts) > 2 else "", parts[-1]


def core_rank(law, folder):
    return next((i for i, row in enumerate(law["core"]["order"]) if folder in row), None)


def role_of(law, file):
    stem = file.split(".")[0]
    return next((i for i, role in enumerate(law["roles"]["order"]) if stem == role or stem.startswith(role + "_")), None)


def check_include(tree, path, number, target):
    law = tree.law
    layer, folder, file = place(tree.name(path))
    to_layer, to_folder, to_file = place(target)
    layers = law["layers"]["order"]
    if layer == "sandbox":
        if to_layer not in (*law["layers"]["sandbox"], "sandbox"):
            tree.report(path, number, "layer", f"the sandbox includes core only, not {target}")
        return
    if to_layer == "sandbox":
        if layer != "app":
            tree.report(path, number, "layer", "only app knows the sandbox; give the product a base URL instead")
        return
    if layer not in layers or to_layer not in layers:
        return
    if layers.index(to_layer) > layers.index(layer):
        return tree.report(path, number, "layer", f"{layer} may not include {to_layer}; move the code or pass it in")
    if layer == to_layer == "core" and core_rank(law, to_folder) is not None and core_rank(law, folder) is not None:
        same = folder != to_folder and core_rank(law, to_folder) == core_rank(law, folder)
        allowed = (folder, to_folder) in {tuple(pair) for pair in law["core"].get("same_rank", [])}
        if core_rank(law, to_folder) > core_rank(law, folder) or (same and not allowed):
            tree.report(path, number, "core order", f"core/{folder} may not include core/{to_folder}")
    if layer == to_layer == "clients" and folder != to_folder:
        tree.report(path, number, "client", "a client includes core and itself only")
    if layer == to_layer == "domains":
        check_domain_include(tree, path, number, target)
    if layer == "domains" and to_layer == "clients" and role_of(law, file) != law["roles"]["order"].index("service"):
        tree.report(path, number, "client", "only a service calls clients")


def check_domain_include(tree, path, number, target):
    law = tree.law
    _, folder, file = place(tree.name(path))
    _, to_folder, to_file = place(target)
    if folder != to_folder:
        if to_file not in ("api.h", "events.h"):
            tree.report(path, number, "edge", f"include domains/{to_folder}/api.h or events.h, not {to_file}")
        if to_folder not in law["edges"].get(folder, []):
            tree.report(path, number, "edge", f"declare {folder} -> {to_folder} in architecture.toml, or publish an event instead")
        return
    mine, theirs = role_of(law, file), role_of(law, to_file)
    if mine is not None and theirs is not None and theirs > mine:
        order = law["roles"]["order"]
        tree.report(path, number, "role", f"{order[mine]} may not include {order[theirs]}")


def check_includes(tree):
    for path, lines in tree.sources(CPP, ("src/",)):
        if is_test(tree.name(path)):
            continue
        for number, line in enumerate(lines, 1):
            match = re.match(r'\s*#include "([^"]+)"', line)
            if match and "/" in match[1]:
                check_include(tree, path, number, "src/" + match[1])
            elif match:
                tree.report(path, number, "include", f"write the full path of {match[1]} from src/")


def check_cycles(tree):
    edges, state = tree.law["edges"], {}

    def visit(domain, trail):
        if state.get(domain) == "open":
            tree.report(tree.root / "architecture.toml", 1, "cycle", " -> ".join([*trail, domain]))
            return
        if state.get(domain):
            return
        state[domain] = "open"
        for other in edges.get(domain, []):
            visit(other, [*trail, domain])
        state[domain] = "done"
    for domain in edges:
        visit(domain, [])


# --- tables ------------------------------------------------------------------------------------------

def owner_of(name):
    parts = name.split("/")
    return parts[2] if parts[1] == "domains" else "app" if parts[1] == "app" else "/".join(parts[1:3])


def check_tables(tree):
    created = set()
    for path in tree.files:
        if tree.name(path).startswith("db/migrations/"):
            created |= set(re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", path.read_text()))
    owners = tree.law["tables"]
    for table in sorted(created - set(owners)):
        tree.report(tree.root / "architecture.toml", 1, "table owner", f"say in [tables] who owns {table}")
    for table in sorted(set(owners) - created - {"schema_migrations"}):
        tree.report(tree.root / "architecture.toml", 1, "table owner", f"[tables] names {table}, which no migration creates")
    for path in tree.files:
        name = tree.name(path)
        if not re.match(r"src/.*/sql/[^/]+\.sql$", name):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            check_table_use(tree, path, number, line.split("--")[0], owner_of(name))


def check_table_use(tree, path, number, line, owner):
    owners, reads = tree.law["tables"], tree.law["reads"].get(owner, [])
    for verb, table in re.findall(r"\b(INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM|FROM|JOIN)\s+(\w+)", line):
        if table not in owners or owners[table] == owner:
            continue
        if verb not in ("FROM", "JOIN"):
            tree.report(path, number, "table owner", f"{table} belongs to {owners[table]}; call its api.h")
        elif table not in reads:
            tree.report(path, number, "table read", f"declare that {owner} reads {table} in [reads], or call {owners[table]}'s api.h")


# --- bans, sizes, first lines ------------------------------------------------------------------------

def check_bans(tree):
    bans = [(re.compile(pattern), ban) for pattern, ban in tree.law["bans"].items()]
    for path, lines in tree.sources(CPP):
        name = tree.name(path)
        for number, line in enumerate(lines, 1):
            code = re.sub(r"//.*", "", line)
            for pattern, ban in bans:
                if pattern.search(code) and not any(name.startswith(a) for a in ban["allowed"]):
                    tree.report(path, number, "ban", f"{pattern.search(code)[0].strip()}: {ban['instead']}")


def signature(lines, end):
    """The lines of the statement that ends at lines[end], from its first line, which stands at most four columns in."""
    first = end
    while first > max(0, end - 8) and lines[first].startswith((" " * 5, " " * 4 + ": ")):
        first -= 1
    return " ".join([lines[first].rstrip(), *(line.strip() for line in lines[first + 1:end + 1])])


def functions(lines):
    """(first line, lines, head) of functions at namespace or class level, by their braces' indentation."""
    start = None
    for number, line in enumerate(lines, 1):
        if start is None:
            if not line.endswith("{"):
                continue
            head = signature(lines, number - 1)
            opened = re.match(r"^( {0,4})(?!namespace|class|struct|enum|union|extern|public|private|if|for|while|switch|else|do\b)[\w:~]", head)
            if opened and "(" in head and "=" not in head.split("(")[0]:
                start, indent = number, opened[1]
        elif re.match(rf"^{indent}\}}[;,)]*$", line):
            yield start, number - start + 1, head
            start = None


def check_sizes(tree):
    limits = tree.law["limits"]
    for path, lines in tree.sources(CPP):
        name = tree.name(path)
        limit = limits["test_file_lines"] if is_test(name) else limits["file_lines"]
        if len(lines) > limit:
            tree.report(path, 1, "size", f"{len(lines)} lines; split by topic under {limit}")
        for number, line in enumerate(lines, 1):
            if len(line) > limits["line_length"] and 'R"' not in line and "http" not in line:
                tree.report(path, number, "size", f"{len(line)} columns; at most {limits['line_length']}")
        if is_test(name):
            continue
        for start, length, head in functions(lines):
            limit = limits["handler_lines"] if path.name.startswith("routes") and "Routes" not in head else limits["function_lines"]
            if length > limit:
                tree.report(path, start, "size", f"function of {length} lines; split under {limit}")
    for path, lines in tree.sources(WEB, ("web/src/",)):
        limit = limits["component_lines"] if path.suffix == ".tsx" and not is_test(tree.name(path)) else limits["file_lines"]
        if len(lines) > limit and not path.name.endswith(".d.ts"):
            tree.report(path, 1, "size", f"{len(lines)} lines; split under {limit}")


def check_format(tree):
    files = [path for path, _ in tree.sources(CPP)]
    shown = subprocess.run(["clang-format-19", "--dry-run", "--ferror-limit=1", *files],
                           capture_output=True, text=True, cwd=tree.root).stderr
    for path, line in re.findall(r"^(\S+?):(\d+):\d+: warning: code should be clang-formatted", shown, re.M):
        tree.report(pathlib.Path(path), line, "format", "clang-format-19 -i FILE")


def check_first_lines(tree):
    for path, lines in tree.sources((*CPP, *WEB, ".py"), ("src/", "tests/", "bench/", "web/src/", "scripts/")):
        if path.name.endswith(".d.ts"):
            continue
        head = lines[0] if lines else ""
        if path.suffix == ".py":
            good = any('"""' in line for line in lines[:3])
        elif path.suffix in WEB:
            good = head.startswith("// ") and len(head) > 12
        else:
            good = head.startswith(f"// {path.name}: ") and len(head) > len(path.name) + 10
        if not good:
            tree.report(path, 1, "first line", f"open with `// {path.name}: what it is for`")


# --- completeness ------------------------------------------------------------------------------------

def check_readmes(tree):
    for kind in ("core", "clients", "domains"):
        folder = tree.root / "src" / kind
        for part in sorted(folder.iterdir()) if folder.is_dir() else []:
            if part.is_dir() and any(part.rglob("*.cpp")) and not (part / "README.md").exists():
                tree.report(part / "README.md", 1, "readme", "say what it is for, its nouns, its rules and what it does not do")
            elif (part / "README.md").exists() and len((part / "README.md").read_text().splitlines()) > tree.law["limits"]["readme_lines"]:
                tree.report(part / "README.md", 1, "readme", f"at most {tree.law['limits']['readme_lines']} lines")


def check_operations(tree):
    """Every operationId has one route row of its domain, and every row an operationId."""
    documented, rows = {}, {}
    for path in tree.files:
        name = tree.name(path)
        if name.startswith("src/") and path.name == "openapi.yaml":
            for number, line in enumerate(path.read_text().splitlines(), 1):
                for match in re.finditer(r"operationId: *([a-z_0-9]+)", line):
                    documented[match[1]] = (path, number)
        elif name.startswith("src/") and path.suffix == ".cpp" and not is_test(name):
            text = path.read_text()
            for match in re.finditer(r'\{\s*(?:http::)?(?:Method::)?\w+,\s*"(/[^"]*)",\s*"([a-z_0-9]+)"', text):
                rows[match[2]] = (path, text.count("\n", 0, match.start()) + 1)
    for operation in sorted(set(rows) - set(documented)):
        tree.report(*rows[operation], "openapi", f"describe operation {operation} in the domain's openapi.yaml")
    for operation in sorted(set(documented) - set(rows)):
        tree.report(*documented[operation], "openapi", f"operation {operation} has no route row")


def check_hosts(tree):
    """No file names a package registry's host or a path of somebody's machine."""
    pattern = re.compile("registry" + r"\.npmjs|registry" + r"\.yarnpkg|deb" + r"\.debian\.org|/" + "work/(main|wt)|/home/[a-z]+/")
    for path in tree.files:
        if path.suffix in (".png", ".jpg", ".woff2", ".webp", ".ico") or path.stat().st_size > 4_000_000:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if pattern.search(line):
                tree.report(path, number, "host", "name packages only, no registry's host and no machine's path")


CHECKS = [check_includes, check_cycles, check_tables, check_bans, check_sizes, check_format, check_first_lines, check_readmes,
          check_operations, check_hosts]


def findings_of(root):
    tree = Tree(root)
    for check in CHECKS:
        check(tree)
    return tree.findings


def without_line(finding):
    return re.sub(r":\d+: ", ": ", re.sub(r"\b\d+ (lines|columns)", r"\1", finding), count=1)


def self_test():
    planted = {
        "src/core/base/a.cpp": ('// a.cpp: toy file of the self-test.\n#include "core/http/server.h"\n', "core order"),
        "src/core/log/b.cpp": ('// b.cpp: toy file of the self-test.\n#include "domains/models/api.h"\n', "layer"),
        "src/domains/models/rules.cpp": ('// rules.cpp: toy file of the self-test.\n#include "domains/models/service.h"\n', "role"),
        "src/domains/models/store.cpp": ('// store.cpp: toy file of the self-test.\n#include "domains/accounts/store.h"\n', "edge"),
        "src/domains/models/sql/x.sql": ("-- name: x\nDELETE FROM jobs;\n", "table owner"),
        "src/domains/models/sql/y.sql": ("-- name: y\nSELECT 1 FROM jobs;\n", "table read"),
        "src/domains/models/errors.h": ("#pragma once\n", "first line"),
        "src/domains/models/routes.cpp": ('// routes.cpp: toy file of the self-test.\nRoute r{Method::get, "/api/x", "undocumented_x"};\n', "openapi"),
        "src/domains/models/service_sleep.cpp": ("// service_sleep.cpp: toy file.\nvoid f() { sleep_for(1); }\n", "ban"),
        "src/domains/models/service_long.cpp": ("// service_long.cpp: toy file.\nvoid f() {\n" + "    g();\n" * 80 + "}\n", "size"),
        "src/sandbox/z.cpp": ('// z.cpp: toy file of the self-test.\n#include "domains/models/api.h"\n', "layer"),
        "src/domains/models/types.h": ("// types.h: toy file of the self-test.\nint   x;\n", "format"),
        "docs/x.md": ("see registry" + ".npmjs.org\n", "host"),
        "db/migrations/0001_x.sql": ("CREATE TABLE jobs (id {{id}});\nCREATE TABLE orphan (id {{id}});\n", "table owner"),
        "src/domains/proxies/a.cpp": ("// a.cpp: a domain without a README.\n", "readme"),
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        law = (ROOT / "architecture.toml").read_text()
        law = re.sub(r"\[tables\][^\[]*", '[tables]\njobs = "core/jobs"\n\n', law)
        law = law.replace("identity = []", 'identity = ["models"]', 1).replace('models = ["identity"]', 'models = ["identity"]', 1)
        (root / "architecture.toml").write_text(law)
        (root / ".clang-format").write_text((ROOT / ".clang-format").read_text())
        for name, (text, _) in planted.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        found = findings_of(root)
        missed = [f"{name} ({rule})" for name, (_, rule) in planted.items()
                  if not any(rule in finding and (finding.startswith(name) or rule in ("table owner", "readme")) for finding in found)]
        if not any(": cycle: " in finding for finding in found):
            missed.append("architecture.toml (cycle)")
    if missed:
        sys.exit("tidy self-test: these planted mistakes were not found:\n  " + "\n  ".join(missed))
    print(f"tidy self-test: all {len(planted) + 1} planted mistakes found")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--shrink", action="store_true", help="drop what is mended from the baseline")
    args = parser.parse_args()
    if args.self_test:
        return self_test()
    baseline_file = ROOT / "scripts/tidy_baseline.txt"
    baseline = set(baseline_file.read_text().splitlines()) if baseline_file.exists() else set()
    found = findings_of(ROOT)
    known = {without_line(f) for f in found}
    if args.shrink:
        baseline_file.write_text("".join(line + "\n" for line in sorted(baseline & known)))
    fresh = [f for f in found if without_line(f) not in baseline]
    stale = sorted(baseline - known) if not args.shrink else []
    for line in fresh:
        print(line)
    for line in stale:
        print(f"scripts/tidy_baseline.txt:1: baseline: mended, run scripts/tidy.py --shrink: {line}")
    print(f"tidy: {len(fresh) + len(stale)} findings ({len(baseline)} accepted in the baseline)")
    sys.exit(1 if fresh or stale else 0)


if __name__ == "__main__":
    main()
