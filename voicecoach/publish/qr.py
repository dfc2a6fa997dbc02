"""QR codes of addresses."""

from __future__ import annotations

import io


def qr_svg(address: str) -> bytes:
    """The QR code of an address, dark on light with a quiet zone, as an SVG of no size."""
    import segno

    stream = io.BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(stream, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True)
    return stream.getvalue()
