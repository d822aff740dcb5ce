"""That nothing that a page says becomes Markdown of its own."""

from reports.render import FORMATS
from tests.report_samples import week


def test_changed_words_are_marked_in_the_text_itself():
    assert r"Seoul: \[-~~10,000~~-\]{+**12,000**+} soldiers" in FORMATS["markdown"](week(), zone="UTC")
