"""One line that says what an answer is about."""

from __future__ import annotations

from collections.abc import Mapping

from steelyard.classes.asked import words
from steelyard.classes.registry import find_class
from steelyard.nomenclature.places import find
from steelyard.terms.answer import Answer
from steelyard.terms.definition import define
from steelyard.terms.errors import InputError

_TITLES = {
    "classes list": "Technology classes",
    "classes show": "Codes of a technology class",
    "classes find": "Product codes and classes found",
    "classes diff": "What two classes, or two years of one, hold apart",
    "classes test": "Codes of a file, tested",
    "classes follow": "What became of a product code",
    "cite": "How to cite",
    "add": "Taken in",
    "doctor": "Self-test",
    "synthetic": "Made-up world",
}
_WORDS = {
    ("side", "partner"): "as the partner reports",
    ("side", "both"): "as both sides report",
    ("import_basis", "consumption"): "imports for consumption",
    ("export_scope", "domestic"): "domestic exports",
    ("adjustment", "seasonal"): "seasonally adjusted",
    ("comparison", "previous"): "compared with the period before",
    ("vintage", "first"): "first prints",
    ("conversion", "parts"): "converted part by part",
    ("membership", "fixed"): "membership fixed",
    ("hong_kong_macao", "in"): "with Hong Kong and Macao",
}
_INDICES = {
    "additive": "Additive comparative advantage",
    "balassa": "Comparative advantage by Balassa",
    "eci": "Economic complexity",
    "expy": "Income content of exports",
    "grubel-lloyd": "Intra-industry trade by Grubel and Lloyd",
    "intra-industry-kinds": "Kinds of intra-industry trade",
    "lafay": "Comparative advantage by Lafay",
    "marginal-intra-industry": "Marginal intra-industry trade",
    "michaely": "Specialisation by Michaely",
    "pci": "Complexity of products",
    "prody": "Income content of products",
    "product-herfindahl": "Concentration of exports on products",
    "product-herfindahl-normalised": "Concentration of exports on products, normalised",
    "supplier-herfindahl": "Concentration of imports on suppliers",
    "supplier-herfindahl-normalised": "Concentration of imports on suppliers, normalised",
    "supplier-shares": "Shares of suppliers in imports",
    "symmetric": "Symmetric comparative advantage",
}
_FREQUENCY = {"A": "by year", "Q": "by quarter", "M": "by month"}


def title(answer: Answer) -> str:
    """Return the title of an answer."""
    if answer.verb == "holdings":
        return _holdings(answer)
    if answer.verb == "index":
        return _index(answer)
    made = {"weigh": _weigh, "explain": _explain, "rate": _rate}.get(answer.verb)
    return made(answer) if made else _TITLES.get(answer.verb, answer.verb)


def _holdings(answer: Answer) -> str:
    question = answer.question
    if before := question.get("diff"):
        return f"What changed from {before} to {question['dataset']}"
    return "What was rejected" if question.get("rejected") else "What is held"


def _index(answer: Answer) -> str:
    question = answer.question
    places = [find(code).name for code in (question["country"], question["partner"]) if code]
    who = f" of {' with '.join(places)}" if places else ""
    market = f", on the market of {find(question['market']).name}" if question["market"] else ""
    name = _INDICES.get(question["index"], question["index"].replace("-", " ").capitalize())
    return f"{name}{who}: {_class(question['of'])}{market}{_choices(question['definition'])}"


def _explain(answer: Answer) -> str:
    question = answer.question
    measure = str(question["measure"]).replace("_", " ")
    places = f"{find(question['reporter']).name} with {find(question['partner']).name}"
    what, choices = _class(question["of"]), _choices(question["definition"])
    return f"What moved the {measure} of {places}: {what}{choices}"


def _rate(answer: Answer) -> str:
    question = answer.question
    return f"Position of {find(question['country']).name}: {_class(question['of'])}"


def _weigh(answer: Answer) -> str:
    question = answer.question
    places = f"{find(question['reporter']).name} with {find(question['partner']).name}"
    often = _FREQUENCY[question["freq"]]
    cumulated = ", January to the end of each period" if question["cumulate"] else ""
    partial = ", incomplete periods as far as they go" if question["partial"] else ""
    what = _class(question["of"])
    return f"{places}: {what}, {often}{cumulated}{partial}{_choices(question['definition'])}"


def _class(word: str) -> str:
    """Return the titles of the classes asked; a file that has gone since is named by its path."""
    asked = words(word)
    try:
        return ", ".join([_lower(find_class(one).title) for one in asked])
    except InputError:
        return ", ".join(asked)


def _word(name: str, value: str) -> str:
    """Return a choice in words, or by its field and value when there are none."""
    if name == "prices":
        return f"at prices of {value}"
    return _WORDS.get((name, value), f"{name}={value}")


def _lower(words: str) -> str:
    """Return words as they stand within a sentence; a code in capitals stays."""
    first = words.partition(" ")[0]
    return words if first.isupper() else words[:1].lower() + words[1:]


def _choices(definition: Mapping[str, str | None]) -> str:
    """Name every choice that is not the usual one; the currency stands in the columns."""
    changed = define(definition).changed()
    words = [f"as of {changed.pop('as_of')}"] if "as_of" in changed else []
    words += [_word(name, value) for name, value in changed.items() if name != "currency"]
    return "".join(f", {word}" for word in words)
