"""Completes django-ninja's OpenAPI document: problems with their own media type, and those that every operation has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from xinheng.plumbing.http.problems import MEDIA_TYPE, TITLES, ProblemDocument
from xinheng.web.api.declared import access_of, body_kind

_PROBLEM: Final = {"$ref": "#/components/schemas/ProblemDocument"}
_RETRY: Final = {
    "Retry-After": {
        "description": "等待的秒数 · seconds to wait",
        "schema": {"type": "integer", "minimum": 1},
    }
}


class ClashingNames(RuntimeError):
    """Two shapes of one name: the description would tell one of them wrong."""


class Description(OpenAPISchema):
    """django-ninja's document, which lets no shape take another's name."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Keep shapes by their names."""
        # what is handed over is written into afterwards
        for name, shape in deepcopy(definitions).items():
            if self.schemas.setdefault(name, shape) != shape:
                raise ClashingNames(name)


def complete(document: Any, by_id: Mapping[str, Operation]) -> dict[str, Any]:
    """The document with all answers, by their numbers; `by_id` are the operations by their ids."""
    for details in _operations(document):
        operation = by_id[details["operationId"]]
        access = access_of(operation)
        common = [429]
        if access is not None and access.permission != "public":
            common += [401, 403]
        if details.get("parameters") or operation.models:
            common += [422]
        if body_kind(operation):
            common += [400, 413, 415]
        _without_null(details)
        details["responses"] = _answers(details["responses"], common)
        if access is not None:
            details["x-permission"] = access.permission
    schema = ProblemDocument.model_json_schema(
        ref_template="#/components/schemas/{model}", mode="serialization"
    )
    document["components"]["schemas"] |= schema.pop("$defs") | {"ProblemDocument": schema}
    return dict(document)


def _without_null(details: dict[str, Any]) -> None:
    """A parameter or a part of a form is there or it is not: nobody can send a null."""
    schemas = [parameter["schema"] for parameter in details.get("parameters", [])]
    form = details.get("requestBody", {}).get("content", {}).get("multipart/form-data", {})
    schemas += form.get("schema", {}).get("properties", {}).values()
    for schema in schemas:
        kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
        if len(kinds) == 1:
            schema.pop("anyOf")
            schema.pop("default", None)
            schema.update(kinds[0])


def _operations(document: Any) -> Iterator[dict[str, Any]]:
    seen = set()
    for path in document["paths"].values():
        for details in path.values():
            if id(details) not in seen:
                seen.add(id(details))
                yield details


def _answers(declared: dict[Any, Any], common: list[int]) -> dict[str, Any]:
    answers = {str(status): answer for status, answer in declared.items()}
    for status in common:
        answers.setdefault(str(status), {"content": {"application/json": {"schema": dict(_PROBLEM)}}})
    for number, answer in answers.items():
        content = answer.get("content", {}).get("application/json")
        if content is not None and content["schema"].get("$ref") == _PROBLEM["$ref"]:
            answer["content"] = {MEDIA_TYPE: content}
            answer["description"] = f"{TITLES[int(number)].zh} · {TITLES[int(number)].en}"
        if number == "429":
            answer["headers"] = _RETRY
    return dict(sorted(answers.items()))
