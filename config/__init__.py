"""seeds/ + treatywatch.toml + environment -> Config. A typo is answered with file, line and the nearest valid key.

watch.py        what to watch: outlets and agencies, as seeds/outlets.toml and seeds/agencies.toml say it
topic.py        what belongs: seeds/topic.toml
settings.py     when, where to, and limits: treatywatch.toml, each key also as TREATYWATCH_...
delivery.py     where reports go: the [[deliver]] tables
moments.py      times as people write them                         pure
scripts.py      which scripts a language is written in             pure
cron.py         cron lines, checked before anything runs                   pure
reading.py      TOML files -> checked models; finds the line that an error belongs to
loading.py      everything together -> Config
"""

from config.loading import Config, load
from config.settings import Alert, Crawl, Job, Report, Revisit, Settings
from config.topic import Topic
from config.watch import Address, Agency, Family, Outlet

__all__ = [
    "Address",
    "Agency",
    "Alert",
    "Config",
    "Crawl",
    "Family",
    "Job",
    "Outlet",
    "Report",
    "Revisit",
    "Settings",
    "Topic",
    "load",
]
