"""An old Word or WPS file goes in; what LibreOffice makes a DOCX of comes out."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from mediator_bot.documents import word
from mediator_bot.documents.reading import Limits, Reading
from mediator_bot.errors import DocumentError

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# No macro is run.
_NO_MACROS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
</item>
</oor:items>
"""
# Pictures that a document only points to would be fetched; nothing listens here, so that it fails at once.
_NOWHERE = {
    **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9"),
    "no_proxy": "",
}
# What the stream of the text begins with, at the start of a sector (MS-DOC, 2.5.2); a bit says that it is encrypted.
_SECTOR, _FLAGS, _ENCRYPTED = 512, 11, 0x01
_STREAM = re.compile(rb"\xec\xa5[\xc0\xc1\xd9\x01\x0c\x12][\x00\x01]")


def parse(path: Path, limits: Limits) -> Reading:
    """Convert the file in a folder of its own, and read the DOCX.

    Raises DocumentError, also where LibreOffice is not installed.
    """
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise DocumentError(
            f"{path.name} needs LibreOffice, which is not installed. "
            "Install it (libreoffice-writer), or open the file in Word or WPS and save it as .docx."
        )
    if _is_locked(path):
        raise DocumentError(f"{path.name} is protected with a password. Open it and save it without one.")
    with TemporaryDirectory() as folder:
        copy, converted = Path(folder, "document" + path.suffix), Path(folder, "document.docx")
        shutil.copyfile(path, copy)
        _convert(program, copy, limits)
        if not converted.exists():
            _profile.cache_clear()
            raise DocumentError(
                f"{path.name} cannot be read by LibreOffice: it is damaged, or no Word document. Open it in Word or WPS and save it as .docx."
            )
        try:
            reading = word.parse(converted, limits)
        except DocumentError as error:
            raise DocumentError(str(error).replace(converted.name, path.name)) from error
    return replace(reading, documents=tuple(replace(document, name=path.name) for document in reading.documents))


def _is_locked(path: Path) -> bool:
    content = path.read_bytes()
    sectors = (content[start : start + _FLAGS + 1] for start in range(_SECTOR, len(content) - _FLAGS, _SECTOR))
    return any(_STREAM.match(sector) and sector[_FLAGS] & _ENCRYPTED for sector in sectors)


def _convert(program: str, path: Path, limits: Limits) -> None:
    command = [program, "--headless", "--norestore", f"-env:UserInstallation={Path(_profile().name).as_uri()}"]
    try:
        subprocess.run(
            [*command, "--convert-to", "docx", "--outdir", str(path.parent), str(path)],
            env={**os.environ, **_NOWHERE},
            timeout=limits.seconds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        _profile.cache_clear()  # it is still locked by what was ended


@cache
def _profile() -> TemporaryDirectory[str]:
    """A user profile that no other LibreOffice shares. Making one takes longer than a conversion, so it is kept."""
    folder = TemporaryDirectory(ignore_cleanup_errors=True)
    settings = Path(folder.name, "user", "registrymodifications.xcu")
    settings.parent.mkdir()
    settings.write_text(_NO_MACROS, encoding="utf-8")
    return folder
