"""Where a command listens."""

import os
import socket
from typing import Final

from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.messages import Phrase
from linkage_rules.words.system_failures import why_failed

_NO_PLACE: Final = Phrase(
    "cannot listen on {host}, port {port}: {why}", "无法在 {host} 的 {port} 端口上服务：{why}"
)


def bound(host: str, port: int) -> socket.socket:
    """A socket at an address. Raises `RefusedError` where it is not available."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the protocol asyncio does not recognise TCP and does not switch off Nagle's algorithm:
    # each answer would take some 40 ms more.
    place = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            # A port whose last connections have just ended can be used again.
            place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind((host, port))
        place.listen()
    except OSError as error:
        place.close()
        why = why_failed(error)
        raise RefusedError(_NO_PLACE.filled(host=host, port=port, why=why)) from error
    return place
