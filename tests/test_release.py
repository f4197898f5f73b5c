"""A release is built the same twice, signed, and refused where anything is not as signed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("securesystemslib", reason="needs the extra `release`")

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tools import release

from parreport.version import __version__

PROJECT = Path(__file__).resolve().parents[1]
WHEEL = f"parreport-{__version__}-py3-none-any.whl"
SOURCES = f"parreport-{__version__}.tar.gz"
STATEMENT = f"parreport-{__version__}.intoto.json"
COMMIT = ("0" * 40, "1700000000")
PEM = serialization.Encoding.PEM


def write_keys(folder: Path, name: str, secret: bytes | None = None) -> Path:
    """Write a pair of keys and return the private one's file; the public one ends in .pub."""
    key = Ed25519PrivateKey.generate()
    locked: Any = serialization.NoEncryption()
    if secret:
        locked = serialization.BestAvailableEncryption(secret)
    private = folder / name
    private.write_bytes(key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, locked))
    private.chmod(0o600)
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    private.with_suffix(".pub").write_bytes(key.public_key().public_bytes(PEM, kind))
    return private


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return write_keys(tmp_path, "key.pem")


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the two files of a release, of a commit that is made up."""
    monkeypatch.setattr(release, "find_commit", lambda: COMMIT)
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / WHEEL).write_bytes(b"wheel")
    (folder / SOURCES).write_bytes(b"sources")
    return folder


@pytest.fixture
def signed(dist: Path, key: Path) -> Path:
    assert release.main(["sign", str(dist), "--private-key", str(key)]) == 0
    return dist


def verify(folder: Path, key: Path) -> int:
    return release.main(["verify", str(folder), "--public-key", str(key.with_suffix(".pub"))])


# --- what is right --------------------------------------------------------------------------


def test_what_was_signed_is_found_good(signed: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(signed, key) == 0
    told = capsys.readouterr().out
    assert f"parreport {__version__}, {COMMIT[0]}" in told
    assert told.count("as signed: ") == 2


def test_the_statement_is_in_the_form_of_in_toto(signed: Path, key: Path) -> None:
    envelope = json.loads((signed / STATEMENT).read_bytes())
    assert envelope["payloadType"] == "application/vnd.in-toto+json"
    public = release.read_public_key(key.with_suffix(".pub"))
    statement = release.read_envelope(signed / STATEMENT, public)
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["subject"] == [
        {"name": name, "digest": release.compute_digest(signed / name)} for name in (WHEEL, SOURCES)
    ]
    assert statement["predicate"] == {
        "purl": f"pkg:generic/parreport@{__version__}",
        "parreportVersion": __version__,
        "parreportCommit": {"gitCommit": COMMIT[0]},
        "parreportSourceDateEpoch": 1700000000,
        "parreportLock": release.compute_digest(PROJECT / "requirements.lock"),
    }


def test_the_signature_is_good_by_the_words_of_the_standard(signed: Path, key: Path) -> None:
    """Checked without the library that signed, as DSSE says: type, payload, their lengths."""
    public: Any = serialization.load_pem_public_key(key.with_suffix(".pub").read_bytes())
    envelope = json.loads((signed / STATEMENT).read_bytes())
    payload, kind = b64decode(envelope["payload"]), envelope["payloadType"].encode()
    words = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    public.verify(b64decode(envelope["signatures"][0]["sig"]), words)


def test_no_private_key_reaches_the_folder(signed: Path, key: Path) -> None:
    assert {path.name for path in signed.iterdir()} == {WHEEL, SOURCES, STATEMENT}
    secret = key.read_bytes().splitlines()[1]
    assert [path.name for path in signed.iterdir() if secret in path.read_bytes()] == []


def test_the_key_may_be_named_by_the_environment(dist: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARREPORT_RELEASE_KEY", str(key))
    assert release.main(["sign", str(dist)]) == 0
    assert verify(dist, key) == 0


def test_a_key_under_a_passphrase_asks_for_it(
    dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = write_keys(tmp_path, "locked.pem", b"correct")
    monkeypatch.setattr(release, "getpass", lambda _: "wrong")
    assert release.main(["sign", str(dist), "--private-key", str(locked)]) == 1
    assert "the passphrase is wrong" in capsys.readouterr().err
    monkeypatch.setattr(release, "getpass", lambda _: "correct")
    assert release.main(["sign", str(dist), "--private-key", str(locked)]) == 0
    assert verify(dist, locked) == 0


# --- what verify refuses --------------------------------------------------------------------


def edit_envelope(folder: Path, **changed: Any) -> None:
    path = folder / STATEMENT
    path.write_text(json.dumps(json.loads(path.read_bytes()) | changed), "utf-8")


def change_payload(folder: Path) -> None:
    """State the digest of another wheel, and leave the signature."""
    (folder / WHEEL).write_bytes(b"worse")
    statement = json.loads(b64decode(json.loads((folder / STATEMENT).read_bytes())["payload"]))
    statement["subject"][0]["digest"] = release.compute_digest(folder / WHEEL)
    edit_envelope(folder, payload=b64encode(json.dumps(statement).encode()).decode())


FAULTS = {
    "a changed file": (lambda folder: (folder / WHEEL).write_bytes(b"worse"), f"not the file that was signed: {WHEEL}"),
    "a missing file": (lambda folder: (folder / SOURCES).unlink(), f"missing, though signed: {SOURCES}"),
    "an extra file": (lambda folder: (folder / "setup.py").write_text("import os"), "not in the statement: setup.py"),
    "an extra folder": (lambda folder: (folder / "more").mkdir(), "not in the statement: more"),
    "a changed statement": (change_payload, "not signed with this key, or changed since"),
    "another kind of payload": (
        lambda folder: edit_envelope(folder, payloadType="text/plain"),
        "not signed with this key, or changed since",
    ),
    "no signature": (lambda folder: edit_envelope(folder, signatures=[]), "not signed with this key, or changed since"),
    "signatures that are none": (
        lambda folder: edit_envelope(folder, signatures=[{"keyid": "a", "sig": "!"}, 7]),
        "not signed with this key, or changed since",
    ),
    "no envelope": (lambda folder: (folder / STATEMENT).write_text("[]"), "not signed with this key, or changed since"),
    "no statement": (lambda folder: (folder / STATEMENT).unlink(), "should hold one statement, *.intoto.json; found 0"),
    "two statements": (
        lambda folder: shutil.copy(folder / STATEMENT, folder / "old.intoto.json"),
        "should hold one statement, *.intoto.json; found 2",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_verify_refuses(fault: str, signed: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, message = FAULTS[fault]
    make(signed)
    assert verify(signed, key) == 1
    assert message in capsys.readouterr().err


def test_verify_refuses_what_another_key_signed(
    signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(signed, write_keys(tmp_path, "other.pem")) == 1
    assert "not signed with this key" in capsys.readouterr().err


def test_verify_refuses_a_signed_statement_of_something_else(
    signed: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statement = {"_type": release.STATEMENT_TYPE, "subject": [], "predicateType": "another", "predicate": {}}
    release.write_envelope(signed / STATEMENT, statement, release.read_private_key(key))
    assert verify(signed, key) == 1
    assert "signed, but no statement of a release" in capsys.readouterr().err


def test_verify_needs_a_public_key(signed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["verify", str(signed)]) == 1
    assert "--public-key" in capsys.readouterr().err
    assert release.main(["verify", str(signed), "--public-key", str(signed / WHEEL)]) == 1
    assert "holds no public key" in capsys.readouterr().err


# --- what sign refuses ----------------------------------------------------------------------


def refused(dist: Path, key: Path | None, capsys: pytest.CaptureFixture[str]) -> str:
    words = ["--private-key", str(key)] if key else []
    assert release.main(["sign", str(dist), *words]) == 1
    assert not (dist / STATEMENT).exists()
    return capsys.readouterr().err


def test_sign_needs_a_key(dist: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("PARREPORT_RELEASE_KEY", raising=False)
    assert "name the private key" in refused(dist, None, capsys)
    assert "No such file" in refused(dist, dist.parent / "none.pem", capsys)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o622])
def test_sign_refuses_a_key_that_is_open_to_others(
    mode: int, dist: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key.chmod(mode)
    assert "open to others" in refused(dist, key, capsys)


def test_sign_refuses_a_key_in_the_repository(
    dist: Path, key: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(release, "PROJECT", key.parent)
    monkeypatch.setattr(release, "make_statement", lambda *_: {})
    link = dist.parent / "link.pem"
    link.symlink_to(key)
    monkeypatch.setattr(release.runpy, "run_path", lambda _: {"__version__": __version__})
    for path in (key, link):
        assert "lies in the repository" in refused(dist, path, capsys)


def test_sign_refuses_a_key_of_another_kind(dist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = (PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    other = tmp_path / "other.pem"
    other.write_bytes(Ed448PrivateKey.generate().private_bytes(*form))
    other.chmod(0o600)
    assert "another kind than Ed25519" in refused(dist, other, capsys)
    other.write_bytes(b"no key")
    assert "holds no private key" in refused(dist, other, capsys)


def test_sign_refuses_a_folder_that_holds_anything_else(
    dist: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dist / "notes.txt").write_text("x")
    assert f"should hold {WHEEL}, {SOURCES}" in refused(dist, key, capsys)


# --- build ----------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> None:
    name = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True)


def build(folder: Path, umask: int) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "tools/release.py", "build", "dist"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, umask=umask)


@pytest.mark.nightly
@pytest.mark.skipif(os.name != "posix", reason="umask is POSIX's")
@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="needs the repository")
def test_two_builds_of_a_commit_are_the_same_and_hold_what_they_should(tmp_path: Path) -> None:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    here, there = tmp_path / "here", tmp_path / "there"
    for name in filter(None, names.split("\0")):
        if (PROJECT / name).is_file():
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, here / name)
    git(here, "init", "-q")
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "all")
    git(tmp_path, "clone", "-q", "here", "there")
    digests = []
    for folder, umask in ((here, 0o022), (there, 0o077)):
        done = build(folder, umask)
        assert done.returncode == 0, done.stdout + done.stderr
        made = sorted((folder / "dist").iterdir())
        assert [path.name for path in made] == [WHEEL, SOURCES]
        digests.append([release.compute_digest(path) for path in made])
    assert digests[0] == digests[1]
    assert "is not empty" in build(here, 0o022).stderr
    shutil.rmtree(here / "dist")
    (here / "README.md").write_text("changed")
    assert "the working tree is not the commit" in build(here, 0o022).stderr
