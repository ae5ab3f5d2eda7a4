"""Why the system did not do what was asked of it, in both languages.

What an error of the system says of itself is in English, whatever language the user has chosen, and
in the words of those who write systems.
"""

import errno
from socket import gaierror
from typing import Final

from linkage_rules.words.messages import Phrase

_NO_RIGHT: Final = Phrase("there is no right to do so", "没有权限")
_FULL: Final = Phrase("the disk is full", "磁盘已满")
_GONE: Final = Phrase("there is no such file or folder", "没有这个文件或文件夹")
_IN_USE: Final = Phrase("another program is using it", "正被其他程序占用")
_NO_DISK: Final = Phrase(
    "the disk, or the network to it, does not answer", "磁盘或网络位置没有响应"
)
_TOO_MANY: Final = Phrase(
    "too many files are open; close other programs", "打开的文件过多，请先关闭其他程序"
)

_WHY: Final = {
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: Phrase("the disk or folder is read-only", "所在磁盘或文件夹是只读的"),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: Phrase("there is no room left for this user", "当前用户的磁盘配额已用完"),
    errno.EFBIG: Phrase("the file is larger than the disk takes", "文件超过磁盘允许的大小"),
    errno.ENOENT: _GONE,
    errno.ENOTDIR: Phrase("a part of the path is no folder", "路径中有一段不是文件夹"),
    errno.EISDIR: Phrase("it is a folder", "这是文件夹"),
    errno.EEXIST: Phrase("it is there already", "已经存在"),
    errno.ENOTEMPTY: Phrase("the folder is not empty", "文件夹不是空的"),
    errno.ENAMETOOLONG: Phrase("the name is too long", "名称过长"),
    errno.EILSEQ: Phrase("the name holds characters that no file may have", "名称中有不允许的字符"),
    errno.EINVAL: Phrase("the name or place is not allowed", "名称或位置不符合系统要求"),
    errno.ELOOP: Phrase("the links of the path lead in a circle", "路径中的链接循环指向"),
    errno.EBUSY: _IN_USE,
    errno.ETXTBSY: _IN_USE,
    errno.EXDEV: Phrase("it lies on another disk", "位于另一个磁盘"),
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.ENOMEM: Phrase("there is no memory left", "内存不足"),
    errno.EIO: _NO_DISK,
    errno.ENODEV: _NO_DISK,
    errno.ENXIO: _NO_DISK,
    errno.ETIMEDOUT: _NO_DISK,
    errno.EHOSTDOWN: _NO_DISK,
    errno.EHOSTUNREACH: _NO_DISK,
    errno.ESTALE: _NO_DISK,
    errno.EADDRINUSE: Phrase("another program is listening there", "已有其他程序在使用"),
    errno.EADDRNOTAVAIL: Phrase("this machine has no such address", "本机没有这个地址"),
}
_NO_HOST: Final = Phrase("the name of the machine is not known", "无法识别这个主机名")
_OTHER: Final = Phrase("an error of the system, {name}", "系统错误 {name}")


def why_failed(error: OSError) -> Phrase:
    """Why the system failed, as a clause; with the name of the error where it has no words here.

    >>> why_failed(PermissionError(errno.EACCES, "Permission denied")).zh
    '没有权限'
    >>> why_failed(OSError(errno.ENOTTY, "Inappropriate ioctl for device")).en
    'an error of the system, ENOTTY'
    """
    if isinstance(error, gaierror):
        return _NO_HOST
    known = _WHY.get(error.errno or 0)
    if known is not None:
        return known
    return _OTHER.filled(name=errno.errorcode.get(error.errno or 0, type(error).__name__))
