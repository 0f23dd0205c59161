"""What templates are given is what is documented: each page's dataclass against its template."""

from __future__ import annotations

import dataclasses
import re

import pytest
from jinja2 import nodes

from hubdirectory.app import create_app
from hubdirectory.config import load_settings
from hubdirectory.web.pages import Page


def pages_of(page):
    """Every kind of page that the site has: importing the app has defined them all."""
    for one in page.__subclasses__():
        yield one
        yield from pages_of(one)


ALL = [page for page in pages_of(Page) if hasattr(page, "template")]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """The site's templates. No town is needed to read them."""
    return create_app(load_settings({"HUB_INSTANCE": str(tmp_path_factory.mktemp("nothing"))})).jinja_env


def own_fields(page):
    return {field.name for field in dataclasses.fields(page)} - {field.name for field in dataclasses.fields(Page)}


def sources(environment, name, seen):
    """The template, and every template that it takes in."""
    if name in seen:
        return
    seen.add(name)
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    yield tree
    for kind in (nodes.Include, nodes.Extends, nodes.FromImport):
        for node in tree.find_all(kind):
            if isinstance(node.template, nodes.Const):
                yield from sources(environment, node.template.value, seen)
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "macro":
            yield from sources(environment, call.args[0].value, seen)


def used_of_the_page(environment, name):
    trees = list(sources(environment, name, set()))
    return {
        node.attr for tree in trees for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "page"
    }  # fmt: skip


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.__name__)
def test_a_template_uses_only_what_its_page_documents(environment, page):
    known = {field.name for field in dataclasses.fields(page)}
    assert used_of_the_page(environment, page.template) <= known


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.__name__)
def test_everything_a_page_is_given_is_used(environment, page):
    assert own_fields(page) <= used_of_the_page(environment, page.template)


@pytest.mark.parametrize("page", [Page, *ALL], ids=lambda page: page.__name__)
def test_every_field_of_a_page_is_explained(page):
    fields = {field.name for field in dataclasses.fields(page)} if page is Page else own_fields(page)
    explained = set(re.findall(r"^ +(\w+): ", page.__doc__ or "", re.MULTILINE))
    assert explained == fields


def test_no_template_is_left_over(environment):
    used = {name for page in ALL for name in _names(environment, page.template)}
    there = {name for name in environment.list_templates() if name.endswith(".html")}
    assert there == used


def _names(environment, name):
    seen: set[str] = set()
    list(sources(environment, name, seen))
    return seen
