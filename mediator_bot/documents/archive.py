"""A ZIP archive goes in; each of its files comes out as if it lay in a folder, or as the reason why it was refused."""

import lzma
import stat
import zipfile
import zlib
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath

from mediator_bot.documents import formats
from mediator_bot.documents.encoding import decode_name
from mediator_bot.documents.mapping import COLUMNS_SUFFIX
from mediator_bot.documents.names import shown
from mediator_bot.documents.parts import MEMBERS, Part, read_member
from mediator_bot.documents.reading import Limits, Reading
from mediator_bot.documents.records import RECORD_SUFFIXES, RECORDED_BESIDE
from mediator_bot.documents.unfolding import check_unfolded
from mediator_bot.errors import DocumentError

_UNPACK = "Unpack it and add its files."
# A text may well shrink a hundredfold where it repeats itself; a large one that does was made to do harm.
_RATIO, _LARGE = 100, 1_000_000
_IN_UTF8, _LOCKED = 0x800, 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
_UNREADABLE = "is packed in a way this version cannot open. Pack it again as an ordinary ZIP."
_Members = dict[str, zipfile.ZipInfo]


def parts(path: Path, limits: Limits) -> list[Part]:
    """The files of the archive, in its order, under names such as `cases.zip/2024/a.pdf`.

    Hidden files are left out, and what stands beside its document: a record, a column map.
    Raises DocumentError for what is no ZIP, holds no files or too many, or would unfold to too much.
    """
    try:
        archive = zipfile.ZipFile(path)
    except NotImplementedError as error:
        raise DocumentError(f"{path.name} {_UNREADABLE}") from error
    except _DAMAGED as error:
        raise DocumentError(f"{path.name} is no ZIP archive, or cut off ({error}). Pack it again.") from error
    members = {_name(info): info for info in archive.infolist() if not info.is_dir()}
    if len(members) > MEMBERS:
        raise DocumentError(f"{path.name} holds {len(members)} files, more than {MEMBERS}. {_UNPACK}")
    check_unfolded(members.values(), path.name, limits, _UNPACK)
    beside = {name: _beside(name, members) for name in members if not _is_hidden(name)}
    records = {found for others in beside.values() for found in others.values()}
    listed = [name for name in beside if name not in records]
    if not listed:
        raise DocumentError(f"{path.name} holds no files to read. Check that it was packed completely.")
    found = []
    for name in listed:
        full = f"{path.name}/{shown(name)}"
        others = {ending: members[other] for ending, other in beside[name].items()}
        found.append(Part(full, partial(_read, archive, full, members[name], others, limits)))
    return found


def parse(path: Path, limits: Limits) -> Reading:
    """Read all files of the archive in this process. Raises DocumentError where none could be read."""
    return formats.parse(path, limits)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was packed. Old programs write it in the encoding of their system, which `zipfile` takes for CP437."""
    name = info.filename
    if not info.flag_bits & _IN_UTF8 and not name.isascii():
        name = decode_name(name.encode("cp437", "replace")) or name
    return name.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) and part.strip(".") for part in PurePosixPath(name).parts)


def _beside(name: str, members: _Members) -> dict[str, str]:
    """The endings and names of what belongs to a file: its record, its column map."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    endings = RECORD_SUFFIXES if suffix in RECORDED_BESIDE else (COLUMNS_SUFFIX,) if suffix in formats.REGISTERS else ()
    stem = name.removesuffix(path.suffix)
    return {ending: stem + ending for ending in endings if stem + ending in members}


def _read(
    archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo, beside: dict[str, zipfile.ZipInfo], limits: Limits
) -> Reading:
    for one in (info, *beside.values()):
        if reason := _refusal(one, limits):
            raise DocumentError(f"{name} {reason}")
    formats.check_suffix(name)
    contents = {PurePosixPath(name).suffix: _content(archive, info, name)}
    contents |= {ending: _content(archive, other, name) for ending, other in beside.items()}
    return read_member(name, contents, partial(formats.parse_inside, limits=limits))


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    try:
        return archive.read(info)
    except NotImplementedError as error:
        raise DocumentError(f"{name} {_UNREADABLE}") from error
    except _DAMAGED as error:
        raise DocumentError(f"{name} is damaged inside the archive ({error}). Pack it again.") from error


def _refusal(info: zipfile.ZipInfo, limits: Limits) -> str:
    name = info.filename
    if name.startswith(("/", "\\")) or PureWindowsPath(name).drive or ".." in PureWindowsPath(name).parts:
        return "has a path that leads out of the archive. Pack it again without such paths."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, not a file. Pack the file it leads to."
    if info.flag_bits & _LOCKED:
        return "is protected with a password. Unpack the archive and add its files."
    if info.file_size > limits.megabytes * 1_000_000:
        return f"is larger than {limits.megabytes} MB. Split it, or remove its pictures."
    if info.file_size > _LARGE and info.file_size > _RATIO * info.compress_size:
        return f"unfolds to more than {_RATIO} times its size, as archives made to do harm do. Unpack it yourself and look at it."
    return ""
