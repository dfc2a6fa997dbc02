"""What the system says when it refuses something, as messages that are said in other languages."""

from __future__ import annotations

import errno

from voicecoach.base.intake import NoRegularFile, TooLarge
from voicecoach.base.messages import Phrase, phrase

_REFUSED = {
    errno.ENOENT: "system/absent",
    errno.EACCES: "system/right",
    errno.EPERM: "system/allowed",
    errno.EISDIR: "system/folder",
    errno.ENOTDIR: "system/no-folder",
    errno.ENOSPC: "system/room",
    getattr(errno, "EDQUOT", -1): "system/quota",
    errno.EROFS: "system/read-only",
    errno.EEXIST: "system/there",
    errno.ENAMETOOLONG: "system/long",
    errno.EIO: "system/damaged",
    errno.EADDRINUSE: "system/in-use",
    errno.ECONNREFUSED: "system/refused",
    errno.ETIMEDOUT: "system/late",
    errno.EBUSY: "system/busy",
    errno.EMFILE: "system/open",
    errno.ELOOP: "system/loop",
}


def refused_by_system(error: OSError) -> Phrase:
    """Why the system refuses something; what is not common stays in the system's words."""
    if isinstance(error, TooLarge):
        return phrase("system/large", most=error.most)
    if isinstance(error, NoRegularFile):
        return Phrase("system/irregular")
    kind = _REFUSED.get(error.errno or 0)
    return Phrase(kind) if kind else phrase("value/other", reason=error.strerror or str(error))
