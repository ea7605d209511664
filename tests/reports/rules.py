"""What files of rules share with the re-checker."""


class NotCovered(Exception):
    """A relation that a rule leaves out, with the reason."""


def not_covered(reason):
    raise NotCovered(reason)


def one_of(candidates, claimed):
    """The candidate that the file's sides agree with, where a site does not tell which of several relations it is."""
    return next((pair for pair in candidates if all(agree(a, b) for a, b in zip(pair, claimed))), candidates[0])


def agree(found, claimed):
    """A fraction equals a fraction; whatever is enclosed has a number in common with the claimed enclosure."""
    return found == claimed if not hasattr(found, "meets") and not hasattr(claimed, "meets") else (
        claimed.meets(found) if hasattr(claimed, "meets") else found.meets(claimed))


def under(hypothesis, sides):
    """Sides of a claim that assumes something: a relation whose instance does not meet it is an error."""
    def met(instance, site, claimed):
        hypothesis(instance)
        return sides(instance, site, claimed)
    return met


def asserted(condition, otherwise):
    """A hypothesis: a function of the instance that asserts the condition."""
    def met(instance):
        assert condition(instance), otherwise
    return met
