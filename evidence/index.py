"""What a bundle's story.json says of its files, read strictly: it may be anybody's."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from errors import EvidenceError

Place = Annotated[int, Field(ge=0, lt=1 << 40)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class PageSaid(_Said):
    """A page: its files, the place of its record in pages.warc.gz, and what both must hash to."""

    file: str
    headers: str
    url: str
    fetched_at: str
    page_sha256: Digest
    record_sha256: Digest
    offset: Place
    length: Place


class TextSaid(_Said):
    """A text."""

    file: str


class ArticleSaid(_Said):
    """An article with its texts and pages."""

    id: Place
    texts: list[TextSaid]
    pages: list[PageSaid]


class StorySaid(_Said):
    """A story with its articles."""

    format: Literal[1]
    id: Place
    articles: list[ArticleSaid]


def read(data: bytes) -> StorySaid:
    """What story.json says. Raises EvidenceError."""
    try:
        return StorySaid.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise EvidenceError("story.json", f"is not that of a bundle ({where or 'JSON'}: {first['msg']})") from error
