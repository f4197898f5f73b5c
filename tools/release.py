"""Build a release, sign a statement of its digests, verify one. How and why: docs/releasing.md."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import runpy
import subprocess
import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import Error as DsseError
from securesystemslib.signer import CryptoSigner, SSlibKey

PROJECT = Path(__file__).resolve().parents[1]
KEY_VARIABLE = "PARREPORT_RELEASE_KEY"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://in-toto.io/attestation/release/v0.2"


class ReleaseError(Exception):
    """A release that must not be made, or not be trusted; the message says why."""


def find_commit() -> tuple[str, str]:
    """Return the commit that is checked out, and its time in seconds since 1970.

    Raises
    ------
    ReleaseError
        If the working tree holds anything that the commit does not.
    """

    def git(*words: str) -> str:
        call = ["git", "-C", str(PROJECT), *words]
        return subprocess.run(call, check=True, capture_output=True, text=True).stdout.strip()

    if changed := git("status", "--porcelain"):
        raise ReleaseError(f"the working tree is not the commit:\n{changed}")
    commit, _, seconds = git("log", "-1", "--format=%H %ct").partition(" ")
    return commit, seconds


def build_files(folder: Path) -> None:
    """Write source archive and wheel of the commit into a folder that holds nothing yet."""
    _, seconds = find_commit()
    if folder.exists() and any(folder.iterdir()):
        raise ReleaseError(f"{folder} is not empty")
    call = [sys.executable, "-m", "hatchling", "build", "-d", str(folder.resolve())]
    subprocess.run(call, cwd=PROJECT, env=os.environ | {"SOURCE_DATE_EPOCH": seconds}, check=True)


def compute_digest(path: Path) -> dict[str, str]:
    """Return the digest of a file, in in-toto's form."""
    return {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def make_statement(folder: Path, version: str, commit: str, seconds: str) -> dict[str, Any]:
    """Return the in-toto statement of a release: what its files are, what they were made from.

    Raises
    ------
    ReleaseError
        If the folder does not hold the two files of the version and nothing else.
    """
    names = [f"parreport-{version}-py3-none-any.whl", f"parreport-{version}.tar.gz"]
    found = sorted(path.name for path in folder.iterdir())
    if found != names:
        raise ReleaseError(f"{folder} should hold {', '.join(names)}; it holds {', '.join(found)}")
    return {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": name, "digest": compute_digest(folder / name)} for name in names],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "purl": f"pkg:generic/parreport@{version}",
            "parreportVersion": version,
            "parreportCommit": {"gitCommit": commit},
            "parreportSourceDateEpoch": int(seconds),
            "parreportLock": compute_digest(PROJECT / "requirements.lock"),
        },
    }


def read_private_key(path: Path) -> CryptoSigner:
    """Return the signer of a key file, which lies outside the repository and is its owner's alone.

    Raises
    ------
    ReleaseError
        If others may read the file, or if it holds no private Ed25519 key.
    """
    if path.resolve().is_relative_to(PROJECT):
        raise ReleaseError(f"{path} lies in the repository; a private key never does")
    with path.open("rb") as file:
        if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
            raise ReleaseError(f"{path} is open to others; chmod 600 it, or replace the key")
        words = file.read()
    secret = getpass("Passphrase: ").encode() if b"ENCRYPTED" in words else None
    try:
        key = load_pem_private_key(words, secret)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ReleaseError(f"{path} holds no private key, or the passphrase is wrong") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ReleaseError(f"{path} holds a key of another kind than Ed25519")
    return CryptoSigner(key)


def read_public_key(path: Path) -> SSlibKey:
    """Return the public key of a file."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ReleaseError(f"{path} holds no public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ReleaseError(f"{path} holds a key of another kind than Ed25519")
    return SSlibKey.from_crypto(key)


def write_envelope(path: Path, statement: dict[str, Any], signer: CryptoSigner) -> None:
    """Sign a statement and write both as a DSSE envelope."""
    envelope = Envelope(json.dumps(statement, sort_keys=True).encode(), PAYLOAD_TYPE, {})
    envelope.sign(signer)
    path.write_text(json.dumps(envelope.to_dict(), indent=2) + "\n", "utf-8")


def read_envelope(path: Path, key: SSlibKey) -> dict[str, Any]:
    """Return the statement of an envelope, once its signature has been found good.

    Raises
    ------
    ReleaseError
        If the key did not sign it, or it states something else than a release.
    """
    try:
        envelope = Envelope.from_dict(json.loads(path.read_bytes()))
        envelope.verify([key], threshold=1)
    except (DsseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"{path.name}: not signed with this key, or changed since") from error
    statement: dict[str, Any] = json.loads(envelope.payload)
    kinds = (envelope.payload_type, statement["_type"], statement["predicateType"])
    if kinds != (PAYLOAD_TYPE, STATEMENT_TYPE, PREDICATE_TYPE):
        raise ReleaseError(f"{path.name}: signed, but no statement of a release")
    return statement


def verify_folder(folder: Path, key: SSlibKey) -> dict[str, Any]:
    """Return the statement in a folder, once every file there has been found as it says.

    Raises
    ------
    ReleaseError
        At the first of: no statement, a wrong signature, files missing, too many, or changed.
    """
    found = sorted(folder.glob("*.intoto.json"))
    if len(found) != 1:
        raise ReleaseError(f"{folder} should hold one statement, *.intoto.json; found {len(found)}")
    statement = read_envelope(found[0], key)
    stated = {one["name"]: one["digest"] for one in statement["subject"]}
    present = {path.name for path in folder.iterdir()} - {found[0].name}
    if missing := sorted(stated.keys() - present):
        raise ReleaseError(f"missing, though signed: {', '.join(missing)}")
    if extra := sorted(present - stated.keys()):
        raise ReleaseError(f"not in the statement: {', '.join(extra)}")
    if changed := sorted(n for n in stated if compute_digest(folder / n) != stated[n]):
        raise ReleaseError(f"not the file that was signed: {', '.join(changed)}")
    return statement


def main(words: list[str] | None = None) -> int:
    """Run one of the three commands; the exit code is 1 where a release is refused."""
    parser = argparse.ArgumentParser(prog="release", description=__doc__)
    parser.add_argument("command", choices=["build", "sign", "verify"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--private-key", type=Path, default=os.environ.get(KEY_VARIABLE) or None)
    parser.add_argument("--public-key", type=Path)
    asked = parser.parse_args(words)
    folder: Path = asked.folder
    try:
        if asked.command == "build":
            build_files(folder)
        elif asked.command == "sign":
            if not asked.private_key:
                raise ReleaseError(f"name the private key: --private-key FILE, or {KEY_VARIABLE}")
            version = runpy.run_path(str(PROJECT / "src/parreport/version.py"))["__version__"]
            statement = make_statement(folder, version, *find_commit())
            path = folder / f"parreport-{version}.intoto.json"
            write_envelope(path, statement, read_private_key(asked.private_key))
            print(f"{path} is written")
        else:
            if not asked.public_key:
                raise ReleaseError("name the public key: --public-key FILE")
            statement = verify_folder(folder, read_public_key(asked.public_key))
            made = statement["predicate"]
            print(f"parreport {made['parreportVersion']}, {made['parreportCommit']['gitCommit']}")
            for one in statement["subject"]:
                print(f"as signed: {one['name']} sha256 {one['digest']['sha256']}")
    except (ReleaseError, OSError, subprocess.CalledProcessError) as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
