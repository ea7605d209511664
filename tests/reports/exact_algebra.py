"""Linear algebra over fractions: products, and the rest by elimination."""
from fractions import Fraction as F


def solve(a, b):
    """X with A X = B by Gauss-Jordan elimination."""
    rows, n = [list(x) + list(y) for x, y in zip(a, b)], len(a)
    for k in range(n):
        pivot = next(r for r in range(k, n) if rows[r][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for r in range(n):
            if r != k and rows[r][k] != 0:
                rows[r] = [x - rows[r][k] * y for x, y in zip(rows[r], rows[k])]
    return [row[n:] for row in rows]


def rank(rows):
    """The number of independent rows."""
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column] != 0), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(found + 1, len(rows)):
            share = rows[r][column] / rows[found][column]
            rows[r] = [x - share * y for x, y in zip(rows[r], rows[found])]
        found += 1
    return found


def is_positive_semidefinite(form):
    """By symmetric elimination."""
    form, left = [list(row) for row in form], set(range(len(form)))
    while left:
        k = max(left, key=lambda k: form[k][k])
        if form[k][k] < 0 or (form[k][k] == 0 and any(form[a][b] != 0 for a in left for b in left)):
            return False
        if form[k][k] == 0:
            return True
        left.remove(k)
        for a in left:
            for b in left:
                form[a][b] -= form[a][k] * form[k][b] / form[k][k]
    return True


def matrix(rows):
    """The fractions that a file spells out row by row."""
    return [[F(x) for x in row] for row in rows]


def product(a, b):
    """A B over fractions or enclosures."""
    return [[sum((x * y for x, y in zip(row, column)), start=F(0)) for column in transposed(b)] for row in a]


def transposed(a):
    return [list(column) for column in zip(*a)]
