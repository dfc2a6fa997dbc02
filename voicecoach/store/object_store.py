"""A store in an object store (S3, GCS, Azure), and a place there; through `obstore`.

An entry lies under `<prefix>/ab/abcd…` as in a folder: its SHA-256, and what follows. Keys and
addresses of the service are taken from the environment, as its own tools take them
(`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, …), so that a store that goes to another process carries
none. Every request ends: it is tried again a few times within half a minute, then it is an error.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.base.controls import clipped
from voicecoach.base.errors import OutputError
from voicecoach.base.files import cannot_write
from voicecoach.store.local import LocalStore
from voicecoach.store.near import NearStore
from voicecoach.store.place import MOST_FILE_BYTES, Place, check_path
from voicecoach.store.protocol import Got, Kept, KeptStore, digest_of

if TYPE_CHECKING:
    from obstore import UpdateVersion
    from obstore.store import ObjectStore as Objects

_DIGEST_BYTES = 32
_MOST_BYTES = 64_000_000  # of an entry, as in a folder
_AT_ONCE = 16  # questions
_LIST_CHUNK = 1000  # as many as services give with one answer
_TRIES = 6
_GIVE_UP_S = 30
_ANSWER_S = 15  # for one request
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/rss+xml; charset=utf-8",
}
"""What browsers are told of the files of a bucket that is a web host itself."""


class Bucket:
    """A bucket with a prefix: opened when it is first used, and again in each process.

    Attributes:
        address: `s3://bucket/prefix` or alike.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._opened: tuple[int, Objects] | None = None

    def __reduce__(self) -> tuple[type[Bucket], tuple[str]]:
        return Bucket, (self.address,)

    @property
    def objects(self) -> Objects:
        """What the requests go through.

        Raises:
            OutputError: there is no such kind of address, or the extra is not installed.
        """
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = os.getpid(), _open(self.address)
        return self._opened[1]

    def read(self, path: str, most_bytes: int) -> tuple[bytes, UpdateVersion] | None:
        """Read an object, with what names its version; None where there is none.

        Raises:
            OutputError: the service cannot be used, or the object is larger than it may be.
        """
        try:
            found = self.objects.get(path)
            if found.meta["size"] > most_bytes:
                raise OutputError("place/large", address=f"{self.address}/{path}")
            return bytes(found.bytes()), _version(found.meta)
        except FileNotFoundError:
            return None
        except OutputError:
            raise
        except Exception as error:
            raise self.fault(error) from error

    def create(self, path: str, content: bytes, instead: UpdateVersion | None = None) -> bool:
        """Write an object if there is none, or instead of one version of it.

        Returns:
            Whether it was written.

        Raises:
            OutputError: the service cannot be used.
        """
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        try:
            self.objects.put(path, content, mode=instead or "create", use_multipart=False)
        except (AlreadyExistsError, PreconditionError):
            return False
        except Exception as error:
            raise self.fault(error) from error
        return True

    def replace(self, path: str, content: bytes) -> None:
        """Write an object, whatever is there.

        Raises:
            OutputError: the service cannot be used.
        """
        kind = _KINDS.get(Path(path).suffix)
        try:
            attributes = {"Content-Type": kind} if kind else None
            self.objects.put(path, content, attributes=attributes)
        except Exception as error:
            raise self.fault(error) from error

    def size(self, path: str) -> int | None:
        """Ask for the length of an object, bytes; None where there is none.

        Raises:
            OutputError: the service cannot be used.
        """
        try:
            return self.objects.head(path)["size"]
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self.fault(error) from error

    def remove(self, paths: Collection[str]) -> None:
        """Remove objects; those that are not there are none the less gone.

        Raises:
            OutputError: the service cannot be used.
        """
        try:
            self.objects.delete([*paths])
        except FileNotFoundError:
            return
        except Exception as error:
            raise self.fault(error) from error

    def list(self, prefix: str) -> Iterator[dict[str, Any]]:
        """Iterate over what is known of the objects below a prefix.

        Raises:
            OutputError: the service cannot be used.
        """
        try:
            for chunk in self.objects.list(prefix or None, chunk_size=_LIST_CHUNK):
                yield from (dict(each) for each in chunk)
        except FileNotFoundError:
            return
        except Exception as error:
            raise self.fault(error) from error

    def fault(self, error: Exception) -> OutputError:
        """The error for what the service answered, in one line and without what was sent."""
        name = type(error).__name__
        kind = "right" if name in ("PermissionDeniedError", "UnauthenticatedError") else "away"
        said = str(error).split("\n", 1)[0].split("<?xml", 1)[0].rstrip(": ")
        return OutputError(f"place/{kind}", address=self.address, reason=clipped(said, 300))


class ObjectStore:
    """A `FragmentStore` in a bucket.

    Attributes:
        bucket: where it lies.
        name: of the store in it, such as `fragments`.
    """

    def __init__(self, bucket: Bucket, name: str) -> None:
        self.bucket = bucket
        self.name = name
        self._there: set[str] = set()  # only what is: what is not may come at any moment
        self._damaged: dict[str, UpdateVersion] = {}

    def __reduce__(self) -> tuple[type[ObjectStore], tuple[Bucket, str]]:
        return ObjectStore, (self.bucket, self.name)

    def get(self, key: str) -> Got:
        """Read an entry and verify it; a damaged one is replaced by the next `put` of its key.

        Raises:
            OutputError: the service cannot be used.
        """
        found = self.bucket.read(self._path(key), _MOST_BYTES)
        if found is None:
            self._there.discard(key)
            return Got()
        stored, version = found
        digest, payload = stored[:_DIGEST_BYTES], stored[_DIGEST_BYTES:]
        if digest_of(payload) != digest:
            self._damaged[key] = version
            return Got(damaged=True)
        self._damaged.pop(key, None)
        self._there.add(key)
        return Got(payload, digest)

    def put(self, key: str, payload: bytes) -> bool:
        """Store an entry if it is absent, or was found damaged; whole or not at all.

        Returns:
            Whether it is new.

        Raises:
            OutputError: the service cannot be used.
        """
        damaged = self._damaged.pop(key, None)
        new = self.bucket.create(self._path(key), digest_of(payload) + payload, damaged)
        self._there.add(key)
        return new

    def has(self, keys: Collection[str]) -> set[str]:
        """Return those keys that have an entry, sound or not; several are asked for at once.

        Raises:
            OutputError: the service cannot be used.
        """
        unknown = [key for key in dict.fromkeys(keys) if key not in self._there]
        if unknown:
            with ThreadPoolExecutor(_AT_ONCE) as asking:
                sizes = asking.map(self.bucket.size, map(self._path, unknown))
                there = [key for key, size in zip(unknown, sizes, strict=True) if size is not None]
            self._there.update(there)
        return {*keys} & self._there

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys of all entries, in no order.

        Raises:
            OutputError: the service cannot be used.
        """
        return (entry.key for entry in self.entries())

    def entries(self) -> Iterator[Kept]:
        """Iterate over all entries, in no order.

        Raises:
            OutputError: the service cannot be used.
        """
        for each in self.bucket.list(self.name):
            key = each["path"].rpartition("/")[2]
            if self._path(key) == each["path"]:
                yield Kept(key, each["size"], each["last_modified"].timestamp())

    def discard(self, keys: Collection[str]) -> None:
        """Remove entries.

        Raises:
            OutputError: the service cannot be used.
        """
        self._there.difference_update(keys)
        self.bucket.remove([self._path(key) for key in keys])

    def _path(self, key: str) -> str:
        return f"{self.name}/{key[:2]}/{key}"


class BucketFiles:
    """The files of a place that is a bucket; what was found equal once is not asked for again."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    def read(self, path: str) -> bytes | None:
        """Read a file; None where there is none."""
        found = self.bucket.read(check_path(path), MOST_FILE_BYTES)
        return found[0] if found else None

    def write(self, path: str, content: bytes) -> bool:
        """Write a file, whole or not at all; whether it is new."""
        if self.bucket.size(check_path(path)) == len(content) and self.read(path) == content:
            return False
        self.bucket.replace(path, content)
        return True

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        self.bucket.remove([check_path(path)])

    def list(self, folder: str = "") -> Iterator[str]:
        """Iterate over the paths of all files in a folder and below it."""
        return (each["path"] for each in self.bucket.list(check_path(folder) if folder else ""))

    def entries(self, folder: str) -> Iterator[Kept]:
        """Iterate over the same, with their sizes and times."""
        for each in self.bucket.list(check_path(folder)):
            yield Kept(each["path"], each["size"], each["last_modified"].timestamp())


def open_objects(address: str, near: Path | None = None) -> Place:
    """Open a place in an object store; see `place.open_place`.

    Raises:
        OutputError: there is no such kind of address, or the extra is not installed.
    """
    bucket = Bucket(address)
    assert bucket.objects is not None  # says at once what is wrong with the address
    fragments: KeptStore = ObjectStore(bucket, "fragments")
    plans: KeptStore = ObjectStore(bucket, "plans")
    if near is not None:
        own = near / hashlib.sha256(bucket.address.encode()).hexdigest()[:16]
        _make(own)
        fragments = NearStore(LocalStore(own / "fragments"), fragments)
        plans = NearStore(LocalStore(own / "plans"), plans)
    return Place(address, fragments, plans, BucketFiles(bucket))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _open(address: str) -> Objects:
    try:
        from obstore.exceptions import BaseError
        from obstore.store import from_url
    except ImportError as error:
        raise OutputError("place/extra", address=address) from error
    backoff = {"init_backoff": timedelta(milliseconds=200), "max_backoff": timedelta(seconds=5)}
    retry: Any = {
        "max_retries": _TRIES,
        "retry_timeout": timedelta(seconds=_GIVE_UP_S),
        "backoff": {**backoff, "base": 2},
    }
    client: Any = {"timeout": timedelta(seconds=_ANSWER_S), "connect_timeout": "5s"}
    own = (os.environ.get(name, "") for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT"))
    if any(endpoint.startswith("http://") for endpoint in own):  # of one's own network
        client["allow_http"] = True
    try:
        return from_url(address, client_options=client, retry_config=retry)
    except (BaseError, ValueError) as error:
        said = str(error).split("\n", 1)[0]
        raise OutputError("place/kind", address=address, reason=said) from error


def _version(meta: Any) -> UpdateVersion:
    """What names a version of an object to the service: only what it told."""
    named: UpdateVersion = {}
    if meta["e_tag"] is not None:
        named["e_tag"] = meta["e_tag"]
    if meta["version"] is not None:
        named["version"] = meta["version"]
    return named
