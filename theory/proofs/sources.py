"""What the Coq sources say, read without Coq: sentences, sections, definitions, theorem headers.

The readers work on text only, so they also run where Coq is absent. A sentence is what Coq calls one:
it ends with a full stop before white space. Comments are removed first, nested ones too.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

HEADER = re.compile(r"\(\*\* theorem (\S+)\n(.*?)\*\)", re.S)
HEADER_KEYS = ("says", "leaves out", "supports")
DEFINES = re.compile(r"(?:Definition|Fixpoint|Inductive|Record|CoInductive|Function)\s+([\w']+)")
PROVES = re.compile(r"(?:Theorem|Lemma|Corollary|Fact|Remark|Proposition)\s+([\w']+)")
IDENTIFIER = re.compile(r"[A-Za-z_][\w']*")

# Words that let a file claim what it does not prove, or that change what Coq checks.
FORBIDDEN = re.compile(
    r"(?<![\w'])(Admitted|admit|give_up|Axioms?|Parameters?|Conjectures?|Primitive|bypass_check|"
    r"Guard\s+Checking|Positivity\s+Checking|Universe\s+Checking|Declare\s+ML|Add\s+Rec|"
    r"Add\s+LoadPath|Load|Extraction|Rewrite\s+Rule|Register)(?![\w'])")
# Words that are harmless in a section, where they become hypotheses of what the section proves.
ONLY_IN_SECTIONS = re.compile(
    r"^(?:#\[[^]]*\]\s*)?(?:Local\s+|Global\s+|Polymorphic\s+)?"
    r"(Hypothesis|Hypotheses|Variables?|Context|Notation|Infix|Let)(?![\w'])")
TRUSTED_LIBRARIES = ("mathcomp", "Coq", "Lemmascope")


class Malformed(Exception):
    """A source or a header does not have the form that this house asks for."""


def without_comments(text):
    """The text with every comment replaced by one space; line breaks are kept for line numbers."""
    out, depth, i, quoted = [], 0, 0, False
    while i < len(text):
        if not quoted and text.startswith("(*", i) and not text.startswith("(*)", i):
            depth, i = depth + 1, i + 2
        elif not quoted and depth and text.startswith("*)", i):
            depth, i = depth - 1, i + 2
            out.append(" ")
        else:
            if text[i] == '"':
                quoted = not quoted
            if depth == 0 or text[i] == "\n":
                out.append(text[i])
            i += 1
    if depth:
        raise Malformed("a comment is not closed")
    return "".join(out)


def sentences(text):
    """(line number, sentence) of every sentence of a source without comments."""
    line = 1
    for piece in re.split(r"(?<=\.)(?=\s)", text):
        start = line + len(piece[: len(piece) - len(piece.lstrip())].split("\n")) - 1
        line += piece.count("\n")
        if piece.strip():
            yield start, piece.strip()


@dataclass
class Definition:
    name: str
    file: str
    text: str  # the context of its sections, then the definition, as written


@dataclass
class Theorem:
    id: str
    file: str
    coq: str  # module path and name
    says: str
    leaves_out: str
    supports: list
    statement: str
    definitions: list = field(default_factory=list)


@dataclass
class Source:
    file: str
    imports: list
    definitions: dict
    proved: set
    theorems: list
    faults: list


def squeeze(text):
    return " ".join(text.split())


def read_header(file, id_, body):
    """The fields of one theorem header; every field is required and none may be empty."""
    parts = re.split(r"^\s{4}(%s):" % "|".join(HEADER_KEYS), body, flags=re.M)
    fields = {key: squeeze(value) for key, value in zip(parts[1::2], parts[2::2])}
    for key in HEADER_KEYS:
        if not fields.get(key):
            raise Malformed(f"{file}: the header of {id_} lacks '{key}:'")
    return fields


def read_source(root, path):
    """Everything this house needs to know of one file."""
    file = path.relative_to(root).as_posix()
    text = path.read_text()
    source = Source(file, [], {}, set(), [], [])
    sections = []  # (name, context sentences)
    for line, sentence in sentences(without_comments(text)):
        place = f"{file}:{line}"
        for word in FORBIDDEN.findall(re.sub(r'"[^"]*"', "", sentence)):
            source.faults.append(f"{place}: '{squeeze(word)}' is not allowed")
        opened = re.match(r"(Section|Module)\s+([\w']+)\s*\.$", sentence)
        closed = re.match(r"End\s+([\w']+)\s*\.$", sentence)
        outside = not any(kind == "Section" for kind, _, _ in sections)
        local = ONLY_IN_SECTIONS.match(sentence)
        if opened:
            sections.append((opened[1], opened[2], []))
        elif closed and sections and sections[-1][1] == closed[1]:
            sections.pop()
        elif local and outside:
            source.faults.append(f"{place}: '{local[1]}' outside a section")
        elif local or sentence.startswith("Implicit"):
            if sections:
                sections[-1][2].append(squeeze(sentence))
        library = re.match(r"From\s+([\w.]+)\s+Require\s+(?:Import|Export)?\s*(.*)\.$", sentence, re.S)
        if library:
            root_name = library[1].split(".")[0]
            if root_name not in TRUSTED_LIBRARIES:
                source.faults.append(f"{place}: library {library[1]} is not trusted here")
            if root_name == "Lemmascope":
                folder = "/".join(library[1].split(".")[1:])
                source.imports += [f"{folder}/{m}.v".lstrip("/") for m in library[2].split()]
        elif re.match(r"(From|Require)\b", sentence):
            source.faults.append(f"{place}: write 'From LIBRARY Require Import …'")
        defines = re.match(r"(?:Local\s+|#\[[^]]*\]\s*)?" + DEFINES.pattern, sentence)
        proves = re.match(PROVES.pattern, sentence)
        if defines:
            context = [c for _, _, cs in sections for c in cs]
            source.definitions[defines[1]] = Definition(
                defines[1], file, "\n".join(context + [sentence]))
        elif proves:
            source.proved.add(proves[1])
    for match in HEADER.finditer(text):
        source.theorems.append(read_theorem(source, match[1], match[2]))
    return source


def read_theorem(source, id_, body):
    fields = read_header(source.file, id_, body)
    folder, _, name = id_.partition("/")
    if source.file.split("/")[0] != folder:
        raise Malformed(f"{source.file}: {id_} belongs into the folder {folder}")
    statement = source.definitions.get(f"{name}_statement")
    if statement is None or name not in source.proved:
        raise Malformed(f"{source.file}: {id_} needs Definition {name}_statement and Theorem {name}")
    module = "Lemmascope." + source.file[: -len(".v")].replace("/", ".")
    supports = [] if fields["supports"] == "no claim yet" else fields["supports"].split()
    return Theorem(id_, source.file, f"{module}.{name}", fields["says"], fields["leaves out"],
                   supports, statement.text)


def read_tree(root):
    """All sources under a folder, each theorem with the definitions its statement rests on."""
    root = Path(root)
    paths = sorted(root.glob("*.v")) + sorted(root.glob("*/*.v"))
    tree = {s.file: s for s in (read_source(root, p) for p in paths)}
    for source in tree.values():
        visible = visible_files(tree, source.file)
        for theorem in source.theorems:
            theorem.definitions = resting_on(tree, visible, theorem)
    ids = [t.id for s in tree.values() for t in s.theorems]
    for id_ in set(ids):
        if ids.count(id_) > 1:
            raise Malformed(f"{id_} is the id of two theorems")
    return tree


def visible_files(tree, file):
    """The file and all that it imports, directly or not."""
    seen, todo = [], [file]
    while todo:
        current = todo.pop()
        if current in seen:
            continue
        if current not in tree:
            raise Malformed(f"{file}: imports {current}, which is not there")
        seen.append(current)
        todo += tree[current].imports
    return seen


def parts_of(definition):
    """Constructors of an inductive type, fields of a record: names that lead to their definition."""
    text = definition.text
    if re.search(r"^(Inductive|CoInductive)\b", text, re.M):
        return re.findall(r"(?:\||:=)\s*([A-Za-z_][\w']*)", text)
    if re.search(r"^Record\b", text, re.M):
        return re.findall(r"(?:\{|;|:=)\s*([A-Za-z_][\w']*)", text)
    return []


def resting_on(tree, visible, theorem):
    """The definitions of ours that a statement uses, directly or not, in the order found."""
    known = {}
    for file in visible:
        for name, definition in tree[file].definitions.items():
            if name in known:
                raise Malformed(f"{name} is defined in {known[name].file} and in {file}, and "
                                f"{theorem.file} sees both")
            known[name] = definition
    parts = {part: d for d in known.values() for part in parts_of(d)}
    known = {**parts, **known}
    found, todo = {}, [theorem.statement]
    while todo:
        for name in IDENTIFIER.findall(todo.pop(0)):
            own = theorem.coq.rsplit(".", 1)[1] + "_statement"
            definition = known.get(name)
            if definition and definition.name not in found and definition.name != own:
                found[definition.name] = definition
                todo.append(definition.text)
    return list(found.values())
