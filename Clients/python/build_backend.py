"""Builds the package with Python alone: a wheel, with the program inside where one is named, and a source archive.

    JOULEBOOK_WHEEL_BINARY=path/to/joulebook python3 build_backend.py wheel FOLDER

pip calls the same functions (PEP 517 and 660). Without the variable the wheel is pure and looks for the
program in PATH.
"""

import base64
import hashlib
import io
import os
import re
import struct
import sys
import tarfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))

# Libraries that every distribution of that glibc has: PEP 600 and the policies of auditwheel.
EVERYWHERE = {
    "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1",
    "libstdc++.so.6", "libz.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
}
MACHINES = {62: "x86_64", 183: "aarch64"}


def project():
    try:
        import tomllib
    except ImportError:
        import tomli as tomllib
    with open(os.path.join(HERE, "pyproject.toml"), "rb") as file:
        return tomllib.load(file)["project"]


# What pip calls


def build_wheel(folder, config_settings=None, metadata_directory=None):
    binary = os.environ.get("JOULEBOOK_WHEEL_BINARY")
    files = {}
    for path in sources("joulebook"):
        files[path] = (read(path), 0o644)
    tag = "py3-none-any"
    if binary:
        with open(binary, "rb") as file:
            program = file.read()
        files["joulebook/bin/joulebook"] = (program, 0o755)
        tag = f"py3-none-{platform(program)}"
    return write_wheel(folder, files, tag)


def build_editable(folder, config_settings=None, metadata_directory=None):
    return write_wheel(folder, {"joulebook.pth": ((HERE + "\n").encode(), 0o644)}, "py3-none-any")


def build_sdist(folder, config_settings=None):
    facts = project()
    base = f"joulebook-{facts['version']}"
    names = ["pyproject.toml", "README.md", "build_backend.py"]
    names += sources("joulebook") + sources("tests")
    with tarfile.open(os.path.join(folder, base + ".tar.gz"), "w:gz") as archive:
        for name, data in [("PKG-INFO", metadata(facts).encode())] + [(n, read(n)) for n in names]:
            entry = tarfile.TarInfo(f"{base}/{name}")
            entry.size, entry.mtime, entry.mode = len(data), moment(), 0o644
            archive.addfile(entry, io.BytesIO(data))
    return base + ".tar.gz"


def get_requires_for_build_wheel(config_settings=None):
    return []


get_requires_for_build_sdist = get_requires_for_build_editable = get_requires_for_build_wheel


# How it is made


def sources(folder):
    found = []
    for place, folders, names in os.walk(os.path.join(HERE, folder)):
        # A program that somebody put there by hand is no source.
        folders[:] = sorted(set(folders) - {"__pycache__", "bin"})
        for name in sorted(names):
            if name.endswith((".py", ".typed", ".pyi", ".csv", ".json")):
                found.append(os.path.relpath(os.path.join(place, name), HERE))
    return found


def read(path):
    with open(os.path.join(HERE, path), "rb") as file:
        return file.read()


def moment():
    return int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))  # 1980, where zip's calendar begins


def metadata(facts):
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {facts['name']}",
        f"Version: {facts['version']}",
        f"Summary: {facts['description']}",
        f"License: {facts['license']}",
        f"Requires-Python: {facts['requires-python']}",
        f"Keywords: {','.join(facts['keywords'])}",
        *(f"Classifier: {text}" for text in facts["classifiers"]),
        *(f"Requires-Dist: {text}" for text in facts.get("dependencies", [])),
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(lines) + "\n\n" + read("README.md").decode()


def entry_points(facts):
    groups = {"console_scripts": facts.get("scripts", {}), **facts.get("entry-points", {})}
    return "\n".join(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in sorted(values.items()))
        for group, values in sorted(groups.items())
    )


def write_wheel(folder, files, tag):
    facts = project()
    base = f"joulebook-{facts['version']}"
    info = f"{base}.dist-info"
    about = {
        "METADATA": metadata(facts),
        "WHEEL": "Wheel-Version: 1.0\nGenerator: joulebook build_backend\n"
        f"Root-Is-Purelib: {'true' if tag.endswith('-any') else 'false'}\nTag: {tag}\n",
        "entry_points.txt": entry_points(facts),
    }
    files = {**files, **{f"{info}/{name}": (text.encode(), 0o644) for name, text in about.items()}}
    for name in ("LICENSE", "NOTICE"):
        path = os.path.join(HERE, "..", "..", name)
        if os.path.exists(path):
            files[f"{info}/licenses/{name}"] = (read(path), 0o644)
    record = "".join(f"{path},{digest(data)},{len(data)}\n" for path, (data, _) in files.items())
    record += f"{info}/RECORD,,\n"
    files[f"{info}/RECORD"] = (record.encode(), 0o644)

    import time

    name = f"{base}-{tag}.whl"
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(os.path.join(folder, name), "w", zipfile.ZIP_DEFLATED) as archive:
        for path, (data, mode) in files.items():
            entry = zipfile.ZipInfo(path, time.gmtime(moment())[:6])
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return name


def digest(data):
    value = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
    return "sha256=" + value.decode()


# What a program needs of the system that runs it


def platform(program):
    """The tag of the oldest systems that have all that the program names, and no older ones.

    A program that needs a library which not every system has runs here, and the tag promises no more.
    """
    machine, needed, versions = elf(program)
    arch = MACHINES.get(machine)
    if arch is None:
        raise SystemExit(f"The program is for a machine that has no tag here: {machine}.")
    glibc = [tuple(map(int, v[6:].split("."))) for v in versions if re.fullmatch(r"GLIBC_[\d.]+", v)]
    if not needed <= EVERYWHERE or not glibc:
        return f"linux_{arch}"
    newest = max(glibc)
    return f"manylinux_{newest[0]}_{newest[1]}_{arch}"


def elf(program):
    """Machine, needed libraries and needed symbol versions of a 64-bit little-endian ELF file."""
    if program[:6] != b"\x7fELF\x02\x01":
        raise SystemExit("The program is no 64-bit ELF file.")
    machine = struct.unpack_from("<H", program, 18)[0]
    table, = struct.unpack_from("<Q", program, 40)
    size, count = struct.unpack_from("<HH", program, 58)
    # Of each section: type, offset, length, the section that holds its names.
    sections = []
    for at in range(table, table + size * count, size):
        kind, = struct.unpack_from("<I", program, at + 4)
        offset, length, link = struct.unpack_from("<QQI", program, at + 24)
        sections.append((kind, offset, length, link))

    def text(section, at):
        start = sections[section][1] + at
        return program[start : program.index(b"\0", start)].decode()

    needed, versions = set(), set()
    for kind, offset, length, link in sections:
        if kind == 6:  # SHT_DYNAMIC
            for at in range(offset, offset + length, 16):
                tag, value = struct.unpack_from("<qQ", program, at)
                if tag == 1:  # DT_NEEDED
                    needed.add(text(link, value))
        elif kind == 0x6FFFFFFE:  # SHT_GNU_verneed: a chain of files, each with a chain of versions
            while True:
                _, number, _, first, following = struct.unpack_from("<HHIII", program, offset)
                at = offset + first
                for _ in range(number):
                    _, _, _, name, step = struct.unpack_from("<IHHII", program, at)
                    versions.add(text(link, name))
                    at += step
                if following == 0:
                    break
                offset += following
    return machine, needed, versions


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("wheel", "sdist"):
        raise SystemExit("usage: build_backend.py wheel|sdist FOLDER")
    build = build_wheel if sys.argv[1] == "wheel" else build_sdist
    os.makedirs(sys.argv[2], exist_ok=True)
    print(os.path.join(sys.argv[2], build(sys.argv[2])))
