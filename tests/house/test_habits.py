"""What no module may do: print, read the clock or the environment, leave an encoding to the machine, call what one system alone has."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.missing import modules, name_of, parsed
from house.owed import ROOT

ONE_SYSTEM_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "posix", "crypt", "syslog", "msvcrt", "winreg", "winsound"}
ONE_SYSTEM_NAMES = {
    "os.fork", "os.forkpty", "os.getuid", "os.geteuid", "os.getgid", "os.setuid", "os.setsid", "os.killpg", "os.getpgid", "os.uname", "os.nice",
    "os.mkfifo", "os.sync", "os.O_NOFOLLOW", "os.chown", "os.statvfs", "os.getloadavg", "os.sched_getaffinity",
    "signal.SIGKILL", "signal.SIGALRM", "signal.alarm", "signal.setitimer", "signal.SIGHUP", "signal.SIGUSR1", "time.tzset",
}  # fmt: skip
GUARDED = {"intake/isolation"}
CLOCK = {
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.strftime", "datetime.now", "datetime.today", "datetime.utcnow", "date.today",
    "datetime.datetime.now", "datetime.datetime.today", "datetime.date.today", "dt.datetime.now", "dt.date.today", "dt.datetime.today",
}  # fmt: skip
ENVIRONMENT = {
    "os.environ",
    "os.getenv",
    "os.getcwd",
    "Path.cwd",
    "Path.home",
    "os.getlogin",
    "getpass.getuser",
    "locale.getlocale",
    "locale.setlocale",
}
SPEAKING = {"sys.stdout", "sys.stderr", "sys.exit", "sys.argv", "sys.stdin"}


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of an attribute, empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def python_files() -> Iterator[Path]:
    for folder in ("src", "tests", "docs", "benchmarks"):
        yield from sorted(path for path in (ROOT / folder).rglob("*.py"))


def uses(path: Path, names: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {dotted(node)}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and dotted(node) in names
    ]


def beneath_the_command() -> list[Path]:
    return [path for path in modules() if not name_of(path).startswith(("cli", "__main__"))]


def test_nothing_prints_or_exits_beneath_the_command() -> None:
    prints = [
        f"{name_of(path)}:{node.lineno}"
        for path in beneath_the_command()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and dotted(node.func) in {"print", "input", "exit", "quit"}
    ]
    assert prints == []
    assert [use for path in beneath_the_command() for use in uses(path, SPEAKING)] == []


def test_nothing_reads_the_clock_beneath_the_command() -> None:
    assert [use for path in beneath_the_command() for use in uses(path, CLOCK)] == []


def test_nothing_reads_the_environment_beneath_the_command() -> None:
    assert [use for path in beneath_the_command() for use in uses(path, ENVIRONMENT)] == []


def test_what_one_system_alone_has_is_not_called() -> None:
    found = []
    for path in modules():
        if name_of(path) in GUARDED:
            continue
        found += uses(path, ONE_SYSTEM_NAMES)
        for node in ast.walk(parsed(path)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{name_of(path)}:{node.lineno} {name}" for name in names if name.split(".")[0] in ONE_SYSTEM_MODULES]  # type: ignore[attr-defined]
            if isinstance(node, ast.keyword) and node.arg in {"preexec_fn", "start_new_session", "process_group"}:
                found.append(f"{name_of(path)}:{node.value.lineno} {node.arg}")
    assert found == []


@pytest.mark.parametrize("path", list(python_files()), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_text_file_names_its_encoding(path: Path) -> None:
    assert list(without_encoding(parsed(path))) == []


def without_encoding(tree: ast.Module) -> Iterator[int]:
    """Lines on which a text is read or written in whatever encoding the machine likes."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        given = {keyword.arg for keyword in node.keywords}
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if name in {"read_text", "write_text"} and "encoding" not in given and len(node.args) <= (name == "write_text"):
            yield node.lineno
        if _opens_text(node, name) and "encoding" not in given:
            yield node.lineno
        if given & {"text", "universal_newlines"} and dotted(node.func).startswith("subprocess.") and "encoding" not in given:
            yield node.lineno


def _opens_text(node: ast.Call, name: str) -> bool:
    if name != "open" or (isinstance(node.func, ast.Attribute) and not _may_be_a_path(dotted(node.func.value))):
        return False
    position = 1 if isinstance(node.func, ast.Name) or dotted(node.func) == "io.open" else 0
    mode: ast.expr | None = node.args[position] if len(node.args) > position else next((k.value for k in node.keywords if k.arg == "mode"), None)
    return not (isinstance(mode, ast.Constant) and "b" in str(mode.value))


def _may_be_a_path(receiver: str) -> bool:
    """Archives, the office and the operating system have an ``open`` of their own, without an encoding."""
    last = receiver.rpartition(".")[2].lower()
    return last not in {"os", "zipfile", "tarfile", "gzip", "webbrowser", "image"} and not re.search("archive|zip|package|folder_of_parts", last)


def test_an_open_without_encoding_is_seen() -> None:
    lines = ['open("a")', 'open("a", "rb")', "path.open()", 'path.open("wb")', "path.read_text()", 'path.read_text("utf-8")', "archive.open(x)"]
    text = "\n".join([*lines, "subprocess.run(x, text=True)"])
    assert sorted(without_encoding(ast.parse(text))) == [1, 3, 5, 8]


def tracked_files() -> list[Path]:
    """The files of the repository; without git, those of a checkout's folders."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        return list(python_files())
    return [path for name in listed.stdout.decode("utf-8").split("\0") if name and (path := ROOT / name).is_file()]


PRIVATE = [
    "/" + "work/", r"\bshared" + "/", r"\b[Aa]gent" + r"s?\b", r"\bthis ses" + r"sion\b", r"\bhelper ses" + "sion", r"\b[Ii]ss" + r"ue #?\d",
    "pypi" + r"\.org", "python" + "hosted", "/opt/" + "(pypi|wheels)", "/root" + "/", "/home" + r"/\w",
]  # fmt: skip
MAY_NAME = {".ci/run"}


def test_the_project_speaks_of_itself_alone() -> None:
    found = []
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in {".xlsx", ".xls", ".png", ".zip", ".pdf"} or name in MAY_NAME:
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{name}:{text.count(chr(10), 0, match.start()) + 1} {match.group()}" for word in PRIVATE for match in re.finditer(word, text)]
    assert found == []


TOUCH = {
    "open",
    "read_bytes",
    "read_text",
    "write_bytes",
    "write_text",
    "mkdir",
    "rmdir",
    "unlink",
    "rename",
    "touch",
    "rmtree",
    "copyfile",
    "iterdir",
    "rglob",
}
MAY_TOUCH = ("cli", "report/", "intake/", "api", "verify", "scheme/schema", "formula/workbook/")


def test_few_modules_touch_files() -> None:
    found = []
    for path in modules():
        if name_of(path).startswith(MAY_TOUCH):
            continue
        calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
        found += [f"{name_of(path)}:{node.lineno}" for node in calls if (dotted(node.func).rpartition(".")[2] or "") in TOUCH]
    assert found == []
