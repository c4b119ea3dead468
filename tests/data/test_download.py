"""`fetch` against a server that cuts, corrupts, stalls and lies: the right bytes or a clear error."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dlcourse.data import DownloadError, data_folder, fetch
from tests.data.hostile import facts, serving

CONTENT = np.random.default_rng(0).bytes(200_000)
NAME = "file.bin"


@pytest.fixture
def server():
    with serving() as server:
        server.files[NAME] = CONTENT
        yield server


@pytest.fixture(autouse=True)
def online(monkeypatch):
    monkeypatch.delenv("DLCOURSE_OFFLINE", raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def get(server, folder, *how, timeout=5.0):
    mirrors = [server.mirror(h) for h in how]
    return fetch(NAME, mirrors, **facts(CONTENT), folder=folder, timeout=timeout)


def test_a_file_is_downloaded_once(server, tmp_path):
    path = get(server, tmp_path, "good")
    assert path == tmp_path / NAME
    assert path.read_bytes() == CONTENT
    get(server, tmp_path, "good")
    assert server.asked == [(f"/good/{NAME}", None)]
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("how", ["redirects", "cuts", "no_ranges", "unsatisfiable"])
def test_a_clumsy_server_still_gives_the_file(server, tmp_path, how):
    assert get(server, tmp_path, how).read_bytes() == CONTENT


def test_what_has_arrived_is_not_asked_for_again(server, tmp_path):
    get(server, tmp_path, "cuts")
    starts = [0 if asked is None else int(asked[6:-1]) for _, asked in server.asked]
    assert starts == list(range(0, len(CONTENT), 30_000))


def test_a_later_call_and_another_mirror_go_on_where_it_broke_off(server, tmp_path):
    with pytest.raises(DownloadError, match=r"broke off \(30,000 of 200,000 bytes are here\)"):
        get(server, tmp_path, "cuts_dead")
    assert not (tmp_path / NAME).exists()
    assert get(server, tmp_path, "missing", "good").read_bytes() == CONTENT
    assert server.asked[-1] == (f"/good/{NAME}", "bytes=30000-")


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("corrupts", "wrong content: sha256"),
        ("missing", "HTTP Error 404"),
        ("breaks", "HTTP Error 503"),
        ("circles", "infinite loop"),
        ("to_a_file", "to url 'file:///etc/hostname' is not allowed"),
        ("login_page", "offers 57 bytes where 200,000 are expected"),
        ("endless", "sends more than the 200,000 bytes"),
        ("stalls", "timed out"),
        ("silent", "timed out"),
        ("trickles", "less than 65,536 bytes in 1 s"),
        ("garbage", "this is not HTTP"),
        ("other_range", "asked for bytes 100000-, was sent bytes 0-"),
    ],
)
def test_a_hostile_server_gives_a_clear_error_and_the_next_mirror_is_asked(server, tmp_path, how, says):
    with pytest.raises(DownloadError, match=says) as error:
        get(server, tmp_path, how, timeout=1.0)
    assert f"{server.mirror(how)}{NAME}: " in str(error.value)
    assert str(tmp_path) in str(error.value)
    assert not (tmp_path / NAME).exists()
    assert get(server, tmp_path, how, "good", timeout=1.0).read_bytes() == CONTENT


def test_the_message_names_every_mirror_with_its_own_reason(server, tmp_path):
    with pytest.raises(DownloadError) as error:
        get(server, tmp_path, "missing", "corrupts")
    lines = str(error.value).splitlines()
    assert "could not download file.bin (200,000 bytes)" in lines[0]
    assert "404" in lines[1]
    assert "wrong content" in lines[2]


def test_no_server_at_all_is_a_clear_error(tmp_path):
    with serving() as server:
        mirror = server.mirror("good")
    with pytest.raises(DownloadError, match="refused"):
        fetch(NAME, [mirror], **facts(CONTENT), folder=tmp_path)


def test_a_wrong_beginning_from_before_is_thrown_away(server, tmp_path):
    (tmp_path / f"{NAME}.part").write_bytes(b"x" * 1000)
    assert get(server, tmp_path, "good").read_bytes() == CONTENT


@pytest.mark.parametrize("size", [200_000, 300_000])
def test_a_part_that_is_too_long_or_complete_and_wrong_is_thrown_away(server, tmp_path, size):
    (tmp_path / f"{NAME}.part").write_bytes(b"x" * size)
    assert get(server, tmp_path, "good").read_bytes() == CONTENT


def test_a_complete_part_needs_no_server(tmp_path):
    (tmp_path / f"{NAME}.part").write_bytes(CONTENT)
    path = fetch(NAME, ["http://127.0.0.1:9/"], **facts(CONTENT), folder=tmp_path)
    assert path.read_bytes() == CONTENT


def test_a_damaged_file_in_the_folder_is_replaced(server, tmp_path):
    (tmp_path / NAME).write_bytes(CONTENT[:-1] + b"?")
    assert get(server, tmp_path, "good").read_bytes() == CONTENT


def test_offline_asks_nobody_and_says_what_to_do(server, tmp_path, monkeypatch):
    monkeypatch.setenv("DLCOURSE_OFFLINE", "1")
    with pytest.raises(DownloadError, match="is not there and DLCOURSE_OFFLINE forbids"):
        get(server, tmp_path, "good")
    (tmp_path / NAME).write_bytes(b"half")
    with pytest.raises(DownloadError, match="is damaged and DLCOURSE_OFFLINE forbids"):
        get(server, tmp_path, "good")
    (tmp_path / NAME).write_bytes(CONTENT)
    assert get(server, tmp_path, "good").read_bytes() == CONTENT
    assert server.asked == []


def test_the_folder_is_the_one_that_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("DLCOURSE_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("DLCOURSE_DATA")
    assert data_folder().name == "dlcourse"
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    with pytest.raises(
        ImportError, match=r"set DLCOURSE_DATA to one, or run: pip install 'dlcourse\[data\]'"
    ):
        data_folder()


def test_processes_that_ask_at_once_download_once(server, tmp_path):
    code = (
        "import sys, filelock; from pathlib import Path; from dlcourse.data import fetch; "
        "print('ready', flush=True); sys.stdin.readline(); "
        f"fetch({NAME!r}, [sys.argv[1]], size=int(sys.argv[2]), sha256=sys.argv[3], folder=Path(sys.argv[4]))"
    )
    known = facts(CONTENT)
    arguments = [server.mirror("good"), str(known["size"]), known["sha256"], str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    started = [subprocess.Popen([sys.executable, "-c", code, *arguments], **pipes) for _ in range(4)]
    assert [process.stdout.readline() for process in started] == ["ready\n"] * 4
    for process in started:  # all of them wait here; now they go at once
        process.stdin.write("\n")
        process.stdin.flush()
    assert [(process.communicate(), process.returncode)[1] for process in started] == [0] * 4
    assert len(server.asked) == 1
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_a_folder_may_be_a_text_and_begin_with_a_tilde(server, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert get(server, str(tmp_path / "a"), "good").read_bytes() == CONTENT
    assert get(server, "~/b", "good") == tmp_path / "b" / NAME


def unwritable(kind, tmp_path):
    """A folder in which no file can be made, also not by root."""
    if kind == "below a file":
        (tmp_path / "file").write_bytes(b"")
        return tmp_path / "file" / "cache"
    if kind == "a file":
        (tmp_path / "file").write_bytes(b"")
        return tmp_path / "file"
    if kind == "not permitted" and (not hasattr(os, "geteuid") or os.geteuid() == 0):
        pytest.skip("root may write everywhere")
    if kind == "of the system":
        if not Path("/proc/self").is_dir():
            pytest.skip("needs /proc")
        return Path("/proc/self")
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    return folder


@pytest.mark.parametrize("kind", ["below a file", "a file", "of the system", "not permitted"])
def test_a_cache_that_cannot_be_written_to_names_the_variable(server, tmp_path, kind):
    folder = unwritable(kind, tmp_path)
    with pytest.raises(DownloadError, match="set DLCOURSE_DATA to a folder of your own") as error:
        get(server, folder, "good")
    assert str(folder) in str(error.value)
    assert server.asked == []


def test_a_cache_that_holds_the_file_is_only_read(server, tmp_path):
    (tmp_path / NAME).write_bytes(CONTENT)
    assert get(server, tmp_path, "good").read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
