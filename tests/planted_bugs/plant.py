"""Writes the sources of lemmascope_with_bugs: copies of the real ones in which each bug of bugs.toml waits for
LEMMASCOPE_BUG. Stops when a bug no longer fits its source.

plant.py list ROOT             the files that carry a bug
plant.py write ROOT FOLDER     FOLDER/<file> for each of them"""

import pathlib
import sys
import tomllib

BUGS = pathlib.Path(__file__).with_name("bugs.toml")


def bugs():
    entries = tomllib.loads(BUGS.read_text())["bug"]
    names = [bug["name"] for bug in entries]
    for name in names:
        if names.count(name) > 1:
            sys.exit(f"{BUGS.name}: the bug '{name}' is listed twice")
    return entries


def condition(name):
    # Looked up once at every place: some stand in inner loops.
    return f'([] {{ static const bool on = ::lemmascope::is_planted("{name}"); return on; }}())'


def planted(root, file):
    text = (root / file).read_text()
    for bug in bugs():
        if bug["file"] != file:
            continue
        if text.count(bug["find"]) != 1:
            sys.exit(f"{BUGS.name}: bug '{bug['name']}': expected its text once in {file}, found it "
                     f"{text.count(bug['find'])} times; tell the bug where the code went")
        text = text.replace(bug["find"], bug["plant"].replace("BUG", condition(bug["name"])))
    return text


def main(command, root, folder=None):
    root = pathlib.Path(root)
    files = sorted({bug["file"] for bug in bugs()})
    if command == "list":
        print(";".join(files), end="")
        return
    for file in files:
        target = pathlib.Path(folder) / file
        target.parent.mkdir(parents=True, exist_ok=True)
        text = planted(root, file)
        if not target.exists() or target.read_text() != text:
            target.write_text(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
